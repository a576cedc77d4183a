"""The shrink guard (I20) at the door of a REDCap export."""

from datetime import UTC, datetime

import pytest

from queries import history
from queries.importers.redcap.delivery import Delivery, import_redcap

LINE = "R{},,,{},1,{},0,1,H77,35.5,2,,,,2024-06-01 10:30,0,2"


def lines(n, *, group="north", first=0, age=61):
    return [LINE.format(i, group, age) for i in range(first, first + n)]


FULL = [*lines(95), *lines(5, group="south", first=95)]


@pytest.fixture
def land(bring, empty_registry, tmp_path):
    """Import lines; `bring` writes the files."""

    def landed(given):
        bring(*given)
        delivery = Delivery(
            *(tmp_path / name for name in ("data.csv", "dictionary.csv", "map.toml"))
        )
        now = datetime(2026, 1, 1, tzinfo=UTC)
        return import_redcap(empty_registry, delivery, dry_run=False, now=now)

    return landed


def state(engine):
    stored = history.stored_snapshots(engine)
    return (
        [one.snapshot_id for one in stored if one.is_current],
        [one.snapshot_id for one in stored if one.is_pending],
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (FULL[6:], "94 patients, 94.0 % of the 100 of snapshot 1"),
        (lines(100), "1 of 2 sites is missing: south."),
        ([*FULL, *lines(3, first=200, age=7)], "3 of its 103 rows (2.9 %) are quarantined"),
    ],
    ids=["patients", "a site", "quarantine"],
)
def test_i20_an_export_that_loses_too_much_is_pending(land, empty_registry, given, said):
    land(FULL)

    outcome = land(given)

    assert said in outcome.note
    assert state(empty_registry) == ([1], [2])


@pytest.mark.parametrize(
    "given", [FULL[5:], [*FULL, *lines(2, first=200, age=7)]], ids=["95 %", "2 rows of 102"]
)
def test_i20_an_export_at_a_limit_becomes_current(land, empty_registry, given):
    land(FULL)

    assert not land(given).remedy
    assert state(empty_registry) == ([2], [])
