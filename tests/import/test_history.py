"""Stored snapshots: what changed between two, going back, deleting without touching others."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from queries import schema
from queries.errors import ImportRefused
from queries.history import delete, differences, stored_snapshots
from queries.importers.snapshot import activate
from queries.importers.table import import_table

FIRST = "P1,f,61,2023-01-05,alive,,2024-06-01,3.5,2023-01-10,CTACE"
SECOND = "P2,m,70,2023-02-05,dead,2023-08-01,2023-08-01,2.0,2023-02-10,MWA"
THIRD = "P3,m,55,2023-03-05,alive,,2024-05-01,1.0,2023-03-10,RFA"


@pytest.fixture
def two(empty_registry, csv_file, mapping_file):
    """Snapshots of P1 and P2, then of P2 one year older and P3."""
    numbers = []
    for lines in ((FIRST, SECOND), (SECOND.replace(",70,", ",71,"), THIRD)):
        outcome = import_table(
            empty_registry,
            csv_file(*lines),
            mapping_file(),
            dry_run=False,
            now=datetime(2026, 1, len(numbers) + 1, tzinfo=UTC),
        )
        numbers.append(outcome.snapshot_id)
    return empty_registry, *numbers


def test_the_newest_stands_first_and_one_is_current(two):
    engine, old, new = two

    stored = stored_snapshots(engine)

    assert [(s.snapshot_id, s.is_current) for s in stored] == [(new, True), (old, False)]
    assert stored[0].row_counts["patient"] == 2


def test_what_changed_is_counted_by_key(two):
    engine, old, new = two

    found = {d.table: (d.added, d.removed, d.changed) for d in differences(engine, old, new)}

    assert found["patient"] == (1, 1, 1)
    assert found["baseline"] == (1, 1, 0)
    assert found["site"] == (0, 0, 0)


def test_a_snapshot_does_not_differ_from_itself(two):
    engine, old, _ = two

    assert {(d.added, d.removed, d.changed) for d in differences(engine, old, old)} == {(0, 0, 0)}


def test_going_back_makes_the_earlier_one_current(two):
    engine, old, _ = two

    activate(engine, old)

    assert [s.snapshot_id for s in stored_snapshots(engine) if s.is_current] == [old]


def test_deleting_leaves_no_row_of_it_and_every_row_of_the_other(two):
    engine, old, new = two

    delete(engine, old)

    with engine.connect() as connection:
        for table in schema.metadata.sorted_tables:
            if "snapshot_id" in table.c:
                numbers = connection.scalars(sa.select(table.c.snapshot_id).distinct()).all()
                assert set(numbers) <= {new}
    assert [s.snapshot_id for s in stored_snapshots(engine)] == [new]


def test_the_current_one_and_an_unknown_one_are_not_deleted(two):
    engine, _, new = two

    with pytest.raises(ImportRefused, match="current one"):
        delete(engine, new)
    with pytest.raises(ImportRefused, match="no snapshot 99"):
        delete(engine, 99)


def test_the_number_of_a_deleted_snapshot_is_never_given_again(two, csv_file, mapping_file):
    engine, old, new = two
    activate(engine, old)
    delete(engine, new)

    later = import_table(
        engine,
        csv_file(FIRST, THIRD),
        mapping_file(),
        dry_run=False,
        now=datetime(2026, 2, 1, tzinfo=UTC),
    )

    assert later.snapshot_id > new  # pages keep results under it
