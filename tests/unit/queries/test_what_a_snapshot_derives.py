"""The derived tables of a database: what the derivation says, cell by cell, on every engine."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from queries import schema
from queries.importers.completeness import completeness_rows
from queries.importers.derive import follow_up_rows
from queries.importers.snapshot import Origin, build

FREE = ((30, "COMPLETE"), (180, "NO_LTP"))


@pytest.fixture
def built(empty_registry, taken, told):
    """A snapshot of three named patients, and what it was built from."""
    people = {
        "Ann": told(technique="MWA", lesions={"L1": ((0,), FREE), "L2": ((0,), ())}),
        "Bob": told(domain="CRLM", died=200, responses=((91, "PD", "EXTRA_ORGAN"),)),
        "Cy": told(technique=None),
    }
    prepared = taken(people)
    origin = Origin("Told", "", "", is_synthetic=True)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    build(empty_registry, prepared, origin, now=now, progress=lambda *_: None)
    return empty_registry, prepared


@pytest.mark.parametrize(
    ("table", "rows"),
    [(schema.follow_up, follow_up_rows), (schema.completeness_count, completeness_rows)],
    ids=["follow-up", "completeness"],
)
def test_a_derived_table_holds_what_is_derived(built, table, rows):
    engine, prepared = built
    names = [column.name for column in table.c]
    with engine.connect() as connection:
        stored = {tuple(row) for row in connection.execute(sa.select(table))}

    derived = [{"snapshot_id": 1} | row for row in rows(prepared.draft, prepared.index)]

    assert stored == {tuple(row[name] for name in names) for row in derived}
    assert len(stored) == len(derived) > 50


def test_a_lesion_and_its_diagnosis_have_rows_of_their_own(built):
    row = schema.follow_up.c
    statement = sa.select(row.endpoint_code, row.lesion_id, row.cluster_no, row.left_out).where(
        row.diagnosis_id == "Ann", row.endpoint_code.in_(("OS", "LTP"))
    )
    with built[0].connect() as connection:
        found = {tuple(line) for line in connection.execute(statement)}

    assert found == {
        ("OS", "", None, None),
        ("LTP", "Ann/L1", 1, None),
        ("LTP", "Ann/L2", 1, "NOT_ASSESSED"),
    }
