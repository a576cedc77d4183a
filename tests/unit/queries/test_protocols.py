"""Frozen protocols: one fingerprint each, only ever added to, and locked unless all is known."""

import inspect
import json
import math
from dataclasses import replace

import pytest
import sqlalchemy as sa

from queries.criteria import Criterion
from queries.domains.adjustment import REASONS, contradictions, offered, usual
from queries.domains.catalogue import DOMAINS
from queries.errors import AccessDenied, QueryError
from queries.filters import Filters
from queries.protocol import Protocol, fingerprint, read_again, written
from queries.protocol_variants import variants
from queries.state import protocols
from queries.state.protocols import (
    Draft,
    every_frozen,
    found,
    freeze,
    open_anyway,
    require_open,
    save,
    saved_report,
)
from queries.state.saved_numbers import Numbers, latest
from queries.state.store import _opened, changing

PROTOCOL = Protocol(
    cohort=Filters("HCC", regions=("EU",), criteria=(Criterion("sex", codes=("F",)),)),
    comparison="TACE or radioembolisation",
    arms=("TACE", "Radioembolisation"),
    reference=("CTACE",),
    treated=("TARE_GLASS",),
    endpoint="OS",
    horizon_months=24,
    covariates=("sex", "ecog", "region_code"),
)
NUMBERS = Numbers((40, 50), (20, 30), 1.3, 0.8, 0.6, 1.1)
REASON = "The committee asked for it before its meeting."


def behind_the_program(url, statement):
    # An owner of the file can do what the program cannot.
    with _opened(url).begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER frozen_protocol_no_update")
        connection.execute(statement)


def draft(passed=True, protocol=PROTOCOL, name="First"):
    return Draft(protocol, name, 2, "1.0", passed, "" if passed else "Balance")


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'state.sqlite'}"


def test_a_protocol_is_read_again_as_it_was_written():
    assert read_again(written(PROTOCOL)) == PROTOCOL


@pytest.mark.parametrize(
    "changed",
    [
        replace(PROTOCOL, estimand="ATE"),
        replace(PROTOCOL, covariates=("sex", "ecog")),
        replace(PROTOCOL, cohort=Filters("HCC")),
        replace(PROTOCOL, horizon_months=36),
    ],
)
def test_whatever_can_change_the_result_changes_the_fingerprint(changed):
    def of(protocol, snapshot_id=2, code_version="1.0"):
        return fingerprint(protocol, snapshot_id=snapshot_id, code_version=code_version)

    assert of(changed) != of(PROTOCOL)
    assert of(PROTOCOL, snapshot_id=3) != of(PROTOCOL)
    assert of(PROTOCOL, code_version="1.1") != of(PROTOCOL)
    assert len(of(PROTOCOL)) == 64


def test_a_frozen_protocol_whose_design_passed_is_open(url):
    kept = freeze(url, draft(), by="Lead")

    assert require_open(url, kept.fingerprint).protocol == PROTOCOL
    assert (kept.version, kept.frozen_by) == (1, "Lead")


def test_what_is_not_frozen_is_locked(url):
    with pytest.raises(AccessDenied, match="not frozen"):
        require_open(url, draft().fingerprint)


def test_a_failed_design_is_locked_and_listed(url):
    kept = freeze(url, draft(passed=False), by="Lead")

    assert [one.failed_checks for one in every_frozen(url, None)] == ["Balance"]
    with pytest.raises(AccessDenied, match="did not pass"):
        require_open(url, kept.fingerprint)


def test_an_unknown_verdict_is_locked_whatever_reason_is_given(url):
    kept = freeze(url, draft(), by="Lead")
    behind_the_program(url, sa.update(protocols._frozen).values(passed=None))
    open_anyway(url, kept, REASON, by="Lead")

    with pytest.raises(AccessDenied):
        require_open(url, kept.fingerprint)


def test_settings_that_were_changed_behind_its_back_are_locked(url):
    kept = freeze(url, draft(), by="Lead")
    other = written(replace(PROTOCOL, estimand="ATT"))
    behind_the_program(url, sa.update(protocols._frozen).values(settings=other))

    with pytest.raises(AccessDenied):
        require_open(url, kept.fingerprint)


def test_a_written_reason_opens_a_failed_design_and_stays(url):
    kept = freeze(url, draft(passed=False), by="Lead")
    open_anyway(url, kept, REASON, by="Lead")

    assert require_open(url, kept.fingerprint).reasons == (REASON,)


@pytest.mark.parametrize("reason", ["", "because", "   x    y   " * 1, " " * 40])
def test_a_short_reason_opens_nothing(url, reason):
    kept = freeze(url, draft(passed=False), by="Lead")

    with pytest.raises(QueryError, match="20 are needed"):
        open_anyway(url, kept, reason, by="Lead")
    assert found(url, kept.fingerprint).reasons == ()


def test_freezing_again_changes_nothing(url):
    first = freeze(url, draft(passed=False), by="Lead")
    again = freeze(url, draft(passed=True, name="Second"), by="Other")

    assert (again.protocol_id, again.passed, again.name) == (first.protocol_id, False, "First")


def test_a_name_used_again_is_the_next_version(url):
    freeze(url, draft(), by="Lead")
    second = freeze(url, draft(protocol=replace(PROTOCOL, estimand="ATE")), by="Lead")

    assert second.version == 2


def test_a_protocol_needs_a_name(url):
    with pytest.raises(QueryError, match="needs a name"):
        freeze(url, draft(name="  "), by="Lead")


def test_a_lead_lists_the_own_domain_only(url):
    freeze(url, draft(), by="Lead")

    assert len(every_frozen(url, frozenset({"HCC"}))) == 1
    assert every_frozen(url, frozenset({"CRLM"})) == ()
    assert every_frozen(url, frozenset()) == ()


def test_a_locked_protocol_has_nothing_to_save(url):
    kept = freeze(url, draft(passed=False), by="Lead")

    with pytest.raises(AccessDenied):
        save(url, kept, headline="x", report="y", numbers=NUMBERS, by="Lead")


def test_the_latest_saved_report_is_read(url):
    kept = freeze(url, draft(), by="Lead")
    assert saved_report(url, kept) == ""
    for text in ("old", "new"):
        save(url, kept, headline=text, report=text, numbers=NUMBERS, by="Lead")

    assert saved_report(url, kept) == "new"
    assert found(url, kept.fingerprint).headline == "new"


def test_the_numbers_saved_last_are_read_and_what_is_not_estimable_stays_so(url):
    kept = freeze(url, draft(), by="Lead")
    other = freeze(url, draft(protocol=replace(PROTOCOL, estimand="ATE")), by="Lead")
    nan = float("nan")
    for numbers in (NUMBERS, replace(NUMBERS, n=(41, 52), lower=nan, upper=float("inf"))):
        save(url, kept, headline="x", report="y", numbers=numbers, by="Lead")

    found = latest(url, [kept.protocol_id, other.protocol_id])
    assert list(found) == [kept.protocol_id]
    (numbers,) = found.values()
    assert (numbers.n, numbers.ratio) == ((41, 52), 0.8)
    assert math.isnan(numbers.lower)
    assert math.isnan(numbers.upper)


@pytest.mark.parametrize("table", ["_frozen", "_opening", "_saved"])
@pytest.mark.parametrize("order", [sa.update, sa.delete])
def test_the_database_refuses_to_change_or_remove_a_row(url, table, order):
    kept = freeze(url, draft(passed=False), by="Lead")
    open_anyway(url, kept, REASON, by="Lead")
    save(url, kept, headline="said", report="told", numbers=NUMBERS, by="Lead")
    statement = order(getattr(protocols, table))
    if order is sa.update:
        statement = statement.values(protocol_id=9)

    def change():
        with changing(url) as connection:
            connection.execute(statement)

    with pytest.raises(sa.exc.IntegrityError, match="cannot be changed"):
        change()


def test_a_database_made_before_the_rule_gets_it_when_it_is_opened_again(url):
    freeze(url, draft(), by="Lead")
    with _opened(url).begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER frozen_protocol_no_delete")
    _opened.cache_clear()

    def remove():
        with changing(url) as connection:
            connection.execute(sa.delete(protocols._frozen))

    with pytest.raises(sa.exc.IntegrityError, match="cannot be changed"):
        remove()


def test_nothing_in_the_store_changes_or_removes_a_row():
    code = inspect.getsource(protocols)

    assert ".update(" not in code
    assert "delete" not in code


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_covariate_has_its_reason(domain):
    assert {field.name for field in offered(domain)} <= set(REASONS)


@pytest.mark.parametrize("domain", DOMAINS)
def test_what_is_usual_holds_no_score_beside_its_parts(domain):
    assert usual(domain)
    assert contradictions(usual(domain)) == ()


def test_a_stage_beside_its_parts_is_named_by_label():
    assert contradictions(("bclc", "ecog", "sex")) == (
        ("BCLC stage", ("ECOG performance status",)),
    )


def test_variants_begin_with_the_protocol_and_do_not_repeat():
    found_variants = variants(PROTOCOL)

    assert found_variants[0].protocol == PROTOCOL
    assert len({v.protocol for v in found_variants}) == len(found_variants)
    assert {"ATE", "ATT"} <= {v.protocol.estimand for v in found_variants}
    assert {v.protocol.cohort for v in found_variants} == {PROTOCOL.cohort}


def test_a_setting_that_came_later_leaves_older_fingerprints_as_they_were():
    text = written(PROTOCOL)

    assert not {"several", "stabilised", "fewest"} & set(json.loads(text))
    assert written(read_again(text)) == text


@pytest.mark.parametrize(
    "changes", [{"several": True}, {"stabilised": True}, {"fewest": 1}, {"fewest": 0}]
)
def test_a_setting_that_came_later_is_part_of_the_fingerprint_where_it_is_not_as_usual(changes):
    changed = replace(PROTOCOL, **changes)

    assert read_again(written(changed)) == changed
    assert written(changed) != written(PROTOCOL)
