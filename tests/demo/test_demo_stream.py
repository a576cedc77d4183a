"""A demo made in parts: the same registry as in one piece, whole or not there at all."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from queries import schema
from queries.demo import load
from queries.demo.generate import demo_draft, demo_parts
from queries.engine import writing
from queries.importers import parts
from queries.importers.checksum import Checksum
from queries.importers.findings import Findings
from queries.importers.prepare import prepare
from queries.importers.reading import together
from queries.importers.snapshot import Origin, Stream, build, build_in_parts
from queries.initialise import initialise

N, SEED, SIZE = 1_500, 7, 250
NOW = datetime(2026, 1, 1, tzinfo=UTC)
ORIGIN = Origin("Demo registry", "file", "map", is_synthetic=True)
OWNED = [table for table in schema.metadata.sorted_tables if "snapshot_id" in table.c]
_UNORDERED = ("snapshot_id", "finding_no")


def quiet(_stage, _done, _total):
    """Show no progress."""


@pytest.fixture
def empty(tmp_path):
    engine = writing(f"sqlite:///{tmp_path / 'registry.sqlite'}")
    initialise(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """One registry with two snapshots of the same diagnoses: in parts, and in one piece."""
    engine = writing(f"sqlite:///{tmp_path_factory.mktemp('both') / 'registry.sqlite'}")
    initialise(engine)
    prepared = (prepare(draft, Findings()) for draft in demo_parts(N, SEED, size=SIZE))
    stream = Stream(prepared, date(2025, 6, 30), N)
    in_parts, report = build_in_parts(engine, stream, ORIGIN, now=NOW, progress=quiet)
    whole = prepare(in_one_piece(), Findings())
    in_one = build(engine, whole, ORIGIN, now=NOW, progress=quiet)
    yield engine, (in_parts, report), (in_one, whole.report)
    engine.dispose()


def in_one_piece():
    drafts = list(demo_parts(N, SEED, size=SIZE))
    for part in drafts:
        part.tables = part.own_tables
    draft = together(drafts)
    draft.n_file = {table.file: len(table.rows) for table in draft.tables.values()}
    return draft


def content(engine, table, snapshot_id):
    columns = [column for column in table.c if column.name not in _UNORDERED]
    with engine.connect() as connection:
        rows = connection.execute(sa.select(*columns).where(table.c.snapshot_id == snapshot_id))
        return Counter(repr([_sorted(value) for value in row]) for row in rows)


def _sorted(value):
    return sorted(value.items()) if isinstance(value, dict) else value


@pytest.mark.parametrize("table", OWNED, ids=lambda table: table.name)
def test_every_table_is_the_same_in_parts_and_in_one_piece(both, table):
    engine, (in_parts, _), (in_one, _) = both

    assert content(engine, table, in_parts) == content(engine, table, in_one)


def test_parts_report_every_row_of_every_file_like_one_piece(both):
    _, (_, in_parts), (_, in_one) = both

    assert sorted(in_parts.files, key=str) == sorted(in_one.files, key=str)
    assert in_parts.row_counts == in_one.row_counts


def test_a_part_holds_whole_neighbouring_sites_of_one_domain():
    seen = set()
    for part in demo_parts(N, SEED, size=SIZE):
        (domain,) = set(part.tables["diagnosis"].columns["domain_code"])
        sites = {(domain, site) for site in part.tables["patient"].columns["site_id"]}
        assert not sites & seen
        seen |= sites
        assert len(part.tables["diagnosis"].rows) <= SIZE or len(sites) == 1


def test_identifiers_and_rows_of_files_go_on_from_part_to_part():
    ids, rows = [], []
    for part in demo_parts(N, SEED, size=SIZE):
        ids += part.tables["patient"].columns["patient_id"]
        rows += part.tables["patient"].rows

    assert ids == [f"P{number:07d}" for number in range(1, N + 1)]
    assert rows == list(range(2, N + 2))


def test_a_number_that_fits_one_part_is_not_cut():
    one = [part.own_tables["diagnosis"].rows for part in demo_parts(400, SEED)]

    assert len(one) == 8  # domains
    assert demo_draft(400, SEED).n_file["diagnosis.csv"] == sum(map(len, one)) == 400


@pytest.fixture
def small_parts(monkeypatch):
    """Parts, and an index made last, for a demo of any size."""
    monkeypatch.setattr(load, "PART", 0)
    monkeypatch.setattr(parts, "MANY", 0)


def indexes(engine):
    return [index["name"] for index in sa.inspect(engine).get_indexes("follow_up")]


@pytest.mark.usefixtures("small_parts")
def test_a_demo_stopped_between_two_parts_leaves_the_old_snapshot_whole(empty, monkeypatch):
    before = load.load_demo(empty, n_diagnoses=60, now=NOW).snapshot_id

    def stopped(n, seed):
        yield from list(demo_parts(n, seed))[:3]
        raise KeyboardInterrupt

    monkeypatch.setattr(load, "demo_parts", stopped)
    with pytest.raises(KeyboardInterrupt):
        load.load_demo(empty, n_diagnoses=80, now=NOW)

    with empty.connect() as connection:
        for table in OWNED:
            numbers = set(connection.scalars(sa.select(table.c.snapshot_id).distinct()))
            assert numbers <= {before}, table.name
        assert connection.scalars(sa.select(schema.data_snapshot.c.is_current)).all() == [True]
    assert indexes(empty) == ["ix_follow_up_count"]


def test_the_index_of_counts_is_made_last_for_many_and_is_there_afterwards(empty, monkeypatch):
    dropped = []
    sa.event.listen(schema.follow_up_count, "before_drop", lambda *_, **__: dropped.append(1))
    load.load_demo(empty, n_diagnoses=50, now=NOW)
    assert (dropped, indexes(empty)) == ([], ["ix_follow_up_count"])

    monkeypatch.setattr(parts, "MANY", 50)
    for n in (60, 55):  # the second is smaller than what is stored: not worth it
        load.load_demo(empty, n_diagnoses=n, now=NOW)
        assert (dropped, indexes(empty)) == ([1], ["ix_follow_up_count"])


@pytest.mark.usefixtures("small_parts")
def test_a_large_demo_says_of_itself_what_a_small_one_does(empty):
    outcome = load.load_demo(empty, n_diagnoses=90, now=NOW)

    with empty.connect() as connection:
        (row,) = connection.execute(sa.select(schema.data_snapshot)).mappings()
    assert row["row_counts"] == outcome.report.row_counts
    assert row["row_counts"]["diagnosis"] == 90
    assert len(row["checksum"]) == 64
    assert sum(count.n_quarantined for count in outcome.report.files) == 3


@pytest.mark.parametrize("size", [0, 1_000], ids=["in parts", "in one piece"])
def test_progress_goes_up_to_the_number_of_diagnoses(empty, monkeypatch, size):
    monkeypatch.setattr(load, "PART", size)
    told = []
    load.load_demo(empty, n_diagnoses=90, now=NOW, progress=lambda *said: told.append(said))

    done = [done for _, done, _ in told]
    assert done == sorted(done)
    assert told[-1] == ("Writing rows", 90, 90)


def test_a_checksum_does_not_know_order_or_parts_but_counts_repeats():
    rows = [("a", 1.0, None), ("b", 2.0, "2020-01-01"), ("c", 3.0, "")]

    def sum_of(*batches):
        checksum = Checksum()
        for batch in batches:
            checksum.add("patient", batch)
        return checksum.text()

    assert sum_of(rows) == sum_of(rows[::-1]) == sum_of(rows[2:], rows[:2])
    assert sum_of(rows) != sum_of(rows, rows[:1])
    assert sum_of(rows) != sum_of(rows[:2])
    assert len({sum_of(rows), sum_of([("a", 1, None), *rows[1:]]), sum_of([])}) == 3
