"""What a database holds after an import: one whole snapshot, or the old one untouched."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from queries import schema
from queries.errors import ImportRefused
from queries.importers.table import import_table

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FIRST = "P1,f,61,2023-01-05,alive,,2024-06-01,3.5,2023-01-10,CTACE"
SECOND = "P2,m,70,2023-02-05,dead,2023-08-01,2023-08-01,2.0,2023-02-10,MWA"


@pytest.fixture
def bring(empty_registry, csv_file, mapping_file):
    """Import lines: `bring(FIRST, SECOND)`."""

    def imported(*lines, dry_run=False, progress=lambda *_: None):
        return import_table(
            empty_registry,
            csv_file(*lines),
            mapping_file(),
            dry_run=dry_run,
            now=NOW,
            progress=progress,
        )

    return imported


def current(engine):
    table = schema.data_snapshot.c
    with engine.connect() as connection:
        return connection.execute(
            sa.select(table.snapshot_id, table.checksum).where(table.is_current)
        ).all()


def rows_of(engine, table):
    with engine.connect() as connection:
        return connection.execute(sa.select(table)).mappings().all()


def test_a_snapshot_is_whole_current_and_says_where_it_is_from(bring, empty_registry):
    outcome = bring(FIRST, SECOND)

    (snapshot,) = rows_of(empty_registry, schema.data_snapshot)
    assert snapshot["snapshot_id"] == outcome.snapshot_id
    assert snapshot["is_current"]
    assert not snapshot["is_synthetic"]
    assert str(snapshot["data_cut_date"]) == "2024-12-31"
    assert snapshot["row_counts"]["patient"] == 2
    (batch,) = rows_of(empty_registry, schema.import_batch)
    assert (batch["n_file"], batch["n_loaded"]) == (2, 2)


def test_derived_tables_hold_half_days_and_months(bring, empty_registry):
    bring(FIRST, SECOND)

    overall = {
        row["diagnosis_id"]: (row["exit_half_days"], row["code"], row["index_month"])
        for row in rows_of(empty_registry, schema.follow_up)
        if row["endpoint_code"] == "OS"
    }
    assert overall == {"P1": (2 * 508, 0, 12 * 2023), "P2": (2 * 172, 1, 12 * 2023 + 1)}
    months = {(row["month"], row["n"]) for row in rows_of(empty_registry, schema.accrual_month)}
    assert months == {(12 * 2023, 1), (12 * 2023 + 1, 1)}


def test_a_dry_run_writes_nothing(bring, empty_registry):
    assert bring(FIRST, dry_run=True).snapshot_id is None
    assert rows_of(empty_registry, schema.data_snapshot) == []


def test_i16_the_same_file_again_changes_nothing(bring, empty_registry):
    first = bring(FIRST, SECOND)
    again = bring(FIRST, SECOND)

    assert again.snapshot_id == first.snapshot_id
    assert "Already loaded" in again.note
    assert len(rows_of(empty_registry, schema.data_snapshot)) == 1


def test_an_earlier_file_brought_again_is_current_again(bring, empty_registry):
    first = bring(FIRST)
    bring(SECOND)
    bring(FIRST)

    assert [row.snapshot_id for row in current(empty_registry)] == [first.snapshot_id]


def test_i16_the_same_rows_in_another_order_have_the_same_checksum(bring, empty_registry):
    bring(FIRST, SECOND)
    ((_, one),) = current(empty_registry)
    bring(SECOND, FIRST)
    ((_, other),) = current(empty_registry)

    assert one == other


def test_a_refused_import_leaves_the_current_snapshot(bring, empty_registry):
    bring(FIRST)
    before = current(empty_registry)

    with pytest.raises(ImportRefused, match="No row can be loaded"):
        bring(FIRST.replace("61", "7"))

    assert current(empty_registry) == before


def test_an_import_killed_while_it_writes_leaves_nothing_behind(bring, empty_registry):
    bring(FIRST)
    before = current(empty_registry)

    def killed(stage, done, total):
        if stage == "Writing rows":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring(FIRST, SECOND, progress=killed)

    assert current(empty_registry) == before
    assert len(rows_of(empty_registry, schema.curated["patient"])) == 1


def test_only_one_snapshot_can_be_current(empty_registry, bring):
    bring(FIRST)
    table = schema.data_snapshot
    copy = {k: v for k, v in rows_of(empty_registry, table)[0].items() if k != "snapshot_id"}

    with pytest.raises(sa.exc.IntegrityError), empty_registry.begin() as connection:
        connection.execute(table.insert().values(**copy))
