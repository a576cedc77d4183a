"""The shrink guard (I20): an import that loses too much is stored and not served."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from queries import history, schema
from queries.demo.load import load_demo
from queries.errors import AccessDenied, ImportRefused, SnapshotPending
from queries.importers.confirmation import Confirmation, confirm
from queries.importers.guard import Extent, limits_crossed
from queries.importers.snapshot import activate
from queries.importers.table import import_table
from queries.scope import Role
from queries.snapshots import current_snapshot

NOW = datetime(2026, 1, 1, tzinfo=UTC)
HEADER = "id,sex,age,enrolled,status,died,seen,size,treated,technique,site,domain"
LINE = "{},f,{},2023-01-05,alive,,2024-06-01,3.5,2023-01-10,MWA,{},{}"
OFFICE = Confirmation(Role.COORDINATING, "A. Person", "Two sites withdrew their consent.")
WHOLE = Extent(1000, frozenset("ABC"), frozenset("AB"), frozenset({"HCC", "CRLM"}), 1000, 0)


def lines(n, *, site="A", domain="HCC", first=0, age=61):
    return [LINE.format(f"{site}{domain}{i}", age, site, domain) for i in range(first, first + n)]


FULL = [*lines(90), *lines(6, site="B"), *lines(4, domain="CRLM")]


@pytest.fixture
def bring(empty_registry, csv_file, mapping_file):
    """Import lines of several sites and domains."""

    def imported(given, progress=lambda *_: None):
        path = mapping_file()
        text = path.read_text(encoding="utf-8")
        text = text.replace('site_id = { value = "A" }', 'site_id = { column = "site" }')
        text = text.replace(
            'domain_code = { value = "HCC" }', 'domain_code = { column = "domain" }'
        )
        path.write_text(text, encoding="utf-8")
        file = csv_file(*given, header=HEADER)
        return import_table(empty_registry, file, path, dry_run=False, now=NOW, progress=progress)

    return imported


def current(engine):
    return [one.snapshot_id for one in history.stored_snapshots(engine) if one.is_current]


def pending(engine):
    return [one.snapshot_id for one in history.stored_snapshots(engine) if one.is_pending]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"patients": 950}, []),
        ({"patients": 949}, ["949 patients, 94.9 % of the 1,000 of snapshot 7"]),
        ({"sites": frozenset("ABCD")}, []),
        ({"sites": frozenset("AB")}, ["1 of 3 sites is missing: C."]),
        ({"enrolling": frozenset("A")}, ["1 of 2 enrolling sites has no patient left: B."]),
        ({"domains": frozenset({"HCC"})}, ["1 of 2 disease domains is missing: CRLM."]),
        ({"quarantined": 20}, []),
        ({"quarantined": 21}, ["21 of its 1,000 rows (2.1 %) are quarantined"]),
    ],
)
def test_i20_each_limit_is_crossed_just_beyond_it_and_by_itself(change, said):
    found = limits_crossed(replace(WHOLE, **change), WHOLE, 7)

    assert len(found) == len(said)
    assert all(text in sentence for text, sentence in zip(said, found, strict=True))


def test_i20_many_missing_sites_are_counted_and_five_are_named():
    before = replace(WHOLE, sites=frozenset(f"S{i}" for i in range(8)))

    (said,) = limits_crossed(replace(WHOLE, sites=frozenset({"S0"})), before, 1)

    assert said == "7 of 8 sites are missing: S1, S2, S3, S4, S5 and 2 more."


HELD = {
    "fewer patients": (FULL[6:], "94 patients, 94.0 % of the 100 of snapshot 1"),
    "a site": ([*lines(96), *lines(4, domain="CRLM")], "1 of 2 sites is missing: B."),
    "a domain": ([*lines(94), *lines(6, site="B")], "1 of 2 disease domains is missing: CRLM."),
    "quarantine": ([*FULL, *lines(3, first=200, age=7)], "3 of its 103 rows (2.9 %)"),
}


@pytest.mark.parametrize(("given", "said"), HELD.values(), ids=HELD)
def test_i20_a_held_import_is_stored_pending_and_the_old_one_stays(
    bring, empty_registry, given, said
):
    bring(FULL)

    outcome = bring(given)

    assert (current(empty_registry), pending(empty_registry)) == ([1], [2])
    assert said in outcome.note
    assert "Snapshot 1 stays the current one." in outcome.note
    assert "iocore snapshot confirm 2" in outcome.remedy


NOT_HELD = {
    "95 of 100 patients": FULL[5:],
    "2 of 102 rows quarantined": [*FULL, *lines(2, first=200, age=7)],
    "a site more": [*FULL, *lines(1, site="C")],
}


@pytest.mark.parametrize("given", NOT_HELD.values(), ids=NOT_HELD)
def test_i20_an_import_at_a_limit_becomes_current(bring, empty_registry, given):
    bring(FULL)

    assert not bring(given).remedy
    assert (current(empty_registry), pending(empty_registry)) == ([2], [])


def test_i20_the_first_import_has_no_measure(bring, empty_registry):
    assert not bring([*lines(2), *lines(2, first=5, age=7)]).remedy
    assert current(empty_registry) == [1]


def test_i20_generated_data_are_no_measure_for_real_ones(bring, empty_registry):
    load_demo(empty_registry, n_diagnoses=60, now=NOW)

    assert not bring(lines(2)).remedy
    assert not current_snapshot(empty_registry).is_synthetic


def test_i20_behind_generated_data_the_newest_real_snapshot_is_the_measure(bring, empty_registry):
    bring(FULL)
    bring(lines(50))  # pending, and so no measure
    with empty_registry.begin() as connection:  # as if somebody had served a demo here
        table = schema.data_snapshot
        stored = connection.execute(sa.select(table).where(table.c.is_current)).mappings().one()
        connection.execute(table.update().values(is_current=False))
        fake = {**stored, "is_synthetic": True, "file_sha256": "demo"}
        del fake["snapshot_id"]
        connection.execute(table.insert().values(**fake))

    outcome = bring(FULL[6:])

    assert "of snapshot 1" in outcome.note
    assert "Snapshot 3 stays the current one." in outcome.note
    assert current(empty_registry) == [3]


def test_i20_a_demo_does_not_take_the_place_of_real_data(bring, empty_registry):
    bring(FULL)

    with pytest.raises(ImportRefused, match="holds real data"):
        load_demo(empty_registry, n_diagnoses=60, now=NOW)

    assert current(empty_registry) == [1]


def test_i20_the_same_file_again_stays_pending(bring, empty_registry):
    bring(FULL)
    bring(lines(50))

    outcome = bring(lines(50))

    assert "Already loaded as snapshot 2; nothing was written. It is pending" in outcome.note
    assert (current(empty_registry), pending(empty_registry)) == ([1], [2])


def test_i20_an_earlier_smaller_file_brought_again_does_not_slip_past(bring, empty_registry):
    bring(lines(50))
    bring(FULL)

    outcome = bring(lines(50))

    assert "50 patients, 50.0 % of the 100 of snapshot 2" in outcome.note
    assert "iocore snapshot activate 1" in outcome.remedy
    assert current(empty_registry) == [2]


def test_i20_a_pending_snapshot_is_no_measure_for_the_next(bring, empty_registry):
    bring(FULL)
    bring(lines(50))

    bring(FULL[5:])

    assert (current(empty_registry), pending(empty_registry)) == ([3], [2])


def test_i20_a_pending_snapshot_cannot_be_activated(bring, empty_registry):
    bring(FULL)
    bring(lines(50))

    with pytest.raises(SnapshotPending, match="iocore snapshot confirm 2"):
        activate(empty_registry, 2)

    assert current(empty_registry) == [1]


def test_i20_a_confirmed_snapshot_is_current_and_keeps_who_and_why(bring, empty_registry):
    bring(FULL)
    bring(lines(50))

    confirm(empty_registry, 2, OFFICE, now=NOW)

    stored = history.stored_snapshots(empty_registry)[0]
    assert (stored.is_current, stored.is_pending) == (True, False)
    assert (stored.confirmed_by, stored.confirmed_reason) == (OFFICE.by, OFFICE.reason)
    assert "50 patients" in stored.held_for
    activate(empty_registry, 1)
    activate(empty_registry, 2)  # needs no second confirmation
    assert current(empty_registry) == [2]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATING])
def test_i20_nobody_else_may_confirm(bring, empty_registry, role):
    bring(FULL)
    bring(lines(50))

    with pytest.raises(AccessDenied, match="coordinating centre only"):
        confirm(empty_registry, 2, replace(OFFICE, role=role), now=NOW)

    assert (current(empty_registry), pending(empty_registry)) == ([1], [2])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reason": "ok"}, "reason has 2 characters"),
        ({"reason": " \n" * 20}, "reason has 0 characters"),
        ({"reason": "x" * 501}, "reason has 501 characters"),
        ({"by": " "}, "does not say who"),
        ({"by": "a\u202eb"}, "does not say who"),
    ],
)
def test_i20_a_confirmation_without_name_or_reason_is_refused(bring, empty_registry, change, said):
    bring(FULL)
    bring(lines(50))

    with pytest.raises(ImportRefused, match=said):
        confirm(empty_registry, 2, replace(OFFICE, **change), now=NOW)

    assert pending(empty_registry) == [2]


def test_i20_what_is_not_pending_is_not_confirmed(bring, empty_registry):
    bring(FULL)

    for number in (1, 99):
        with pytest.raises(ImportRefused, match="not pending"):
            confirm(empty_registry, number, OFFICE, now=NOW)


def test_i20_a_confirmation_of_a_measure_that_is_gone_is_refused(bring, empty_registry):
    bring(FULL)
    bring(lines(50))
    bring([*FULL, *lines(20, first=500)])

    with pytest.raises(ImportRefused, match="measured against snapshot 1, and snapshot 3"):
        confirm(empty_registry, 2, OFFICE, now=NOW)

    assert (current(empty_registry), pending(empty_registry)) == ([3], [2])


def test_i20_a_held_import_killed_while_it_writes_leaves_nothing_behind(bring, empty_registry):
    bring(FULL)

    def killed(stage, *_):
        if stage == "Writing rows":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring(lines(50), killed)

    assert [one.snapshot_id for one in history.stored_snapshots(empty_registry)] == [1]
    assert bring(lines(50)).remedy
    assert (current(empty_registry), len(pending(empty_registry))) == ([1], 1)


def test_i20_a_pending_snapshot_is_compared_and_deleted_with_all_its_rows(bring, empty_registry):
    bring(FULL)
    bring(lines(50))

    found = {one.table: one.removed for one in history.differences(empty_registry, 1, 2)}
    history.delete(empty_registry, 2)

    assert found["patient"] == 50
    assert pending(empty_registry) == []


def test_i20_a_confirmation_that_fails_at_any_statement_changes_nothing(bring, empty_registry):
    bring(FULL)
    bring(lines(50))
    seen = []

    def fail(_connection, _cursor, statement, *_):
        seen.append(statement)
        if statement.startswith("UPDATE"):
            raise KeyboardInterrupt

    sa.event.listen(empty_registry, "before_cursor_execute", fail)
    with pytest.raises(KeyboardInterrupt):
        confirm(empty_registry, 2, OFFICE, now=NOW)
    sa.event.remove(empty_registry, "before_cursor_execute", fail)

    assert any("INSERT INTO snapshot_confirmation" in statement for statement in seen)
    assert (current(empty_registry), pending(empty_registry)) == ([1], [2])
