"""Outcome answers on registries that hold next to nothing: a sentence each, and no fault."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from analytics.errors import BadInput
from dashboard.answers.competing import cause_comparison, incidence_by_technique
from dashboard.answers.follow_up_gate import gate_of_survival
from dashboard.answers.survival import survival_by_technique
from dashboard.answers.survival_comparison import survival_comparison
from dashboard.charts.competing import incidence_figure, teaching_figure
from dashboard.charts.first_events import causes_figure, stacked_figure
from dashboard.charts.survival import survival_figure
from dashboard.sentences import survival as told
from dashboard.sentences.follow_up_gate import gate_said
from dashboard.sentences.maturity import maturity_line
from dashboard.tables import maturity, survival
from dashboard.tables.survival_comparison import means_table
from dashboard.wording import Words
from queries import schema
from queries.engine import writing
from queries.errors import EmptyCohort
from queries.filters import Filters
from queries.initialise import initialise
from queries.policies import View
from queries.registry import Registry
from queries.scope import Reach, Role, Scope
from queries.snapshots import SnapshotFacts

SCOPE = Scope(Role.STEERING, 1, domain_reach=Reach.ALL, site_reach=Reach.ALL)
FACTS = SnapshotFacts(1, date(2025, 6, 30), "by hand", is_synthetic=True)
WORDS = Words(outcome="Overall survival", causes=("Progression", "Death without it", "Removal"))
HACK = "<script>alert(1)</script>"
SITE = {"site_id": "S1", "country_code": "USA", "region_code": "AM"}


@pytest.fixture
def registry(tmp_path):
    """Make a registry of people (technique, exit in days, code), and open it."""
    engine = writing(f"sqlite:///{tmp_path / 'registry.sqlite'}")
    initialise(engine)
    texts = ("schema_version", "importer_version", "checksum", "file_sha256", "mapping_sha256")
    snapshot = dict.fromkeys(texts, "") | {"snapshot_id": 1, "row_counts": {}}
    snapshot |= {"source_label": "by hand", "is_current": True, "is_synthetic": True}
    connection = engine.connect()
    now = datetime(2025, 7, 1, tzinfo=UTC)
    connection.execute(schema.data_snapshot.insert(), snapshot | {"created_at": now})

    def opened(people, endpoint="OS", left_out=None):
        rows = [
            SITE
            | {"snapshot_id": 1, "endpoint_code": endpoint, "domain_code": "HCC"}
            | {"diagnosis_id": str(number), "technique_code": technique, "code": code}
            | {"entry_half_days": 0, "exit_half_days": int(2 * day), "index_month": 12 * 2022}
            | {"cluster_no": number // 2, "left_out": left_out}
            for number, (technique, day, code) in enumerate(people)
        ]
        if rows:
            connection.execute(schema.follow_up.insert(), rows)
        return Registry(connection, SCOPE, view=View.SURVIVAL, filters=Filters("HCC"), facts=FACTS)

    yield opened
    connection.close()
    engine.dispose()


def ask(question, registry, endpoint="OS", **chosen):
    return question.__wrapped__(registry, endpoint, **chosen)


def everything_said(result):
    """Draw and write all that the survival page shows."""
    figure = survival_figure(result, WORDS)
    texts = [
        *(told.survival_counted(result, WORDS), told.survival_seen(result, WORDS)),
        *(told.survival_drawn(result, WORDS), told.survival_compared(result, WORDS)),
        maturity_line(result, WORDS),
        survival.survival_summary(result, WORDS).to_string(),
        maturity.maturity_table(result, WORDS).to_string(),
        survival.numbers_at_risk(result, WORDS).to_string(),
    ]
    return figure, " ".join(texts)


def arm(technique, n, *, days=None, code=1):
    return [(technique, 10 + i if days is None else days, code) for i in range(n)]


def test_f08_nobody_at_all_is_one_sentence(registry):
    for question in (survival_by_technique, survival_comparison):
        with pytest.raises(EmptyCohort) as refused:
            ask(question, registry([]))
        assert refused.value.reason == "No patient fits these filters."
        assert "Widen" in refused.value.remedy


def test_f08_everybody_left_out_is_refused_with_the_reason(registry):
    with pytest.raises(EmptyCohort) as refused:
        ask(survival_by_technique, registry(arm("MWA", 3), left_out="NO_FOLLOW_UP"))

    assert "counted for nobody; left out: 3 without follow-up" in refused.value.reason


def test_f08_one_group_has_its_curve_and_no_comparison(registry):
    opened = registry(arm("MWA", 30))

    _, said = everything_said(ask(survival_by_technique, opened))

    assert "One group only: there is nothing to compare." in said
    with pytest.raises(BadInput) as refused:
        ask(survival_comparison, opened)
    assert refused.value.reason.startswith("One group only")


def test_f08_one_patient_has_a_curve_and_no_number_that_nobody_knows(registry):
    figure, said = everything_said(ask(survival_by_technique, registry([("MWA", 100, 0)])))

    assert figure.data
    assert "not reached" in said
    assert "nan" not in said.lower()


def test_f08_all_censored_has_no_median_and_no_test(registry):
    people = arm("MWA", 20, code=0) + arm("RFA", 20, code=0)
    opened = registry(people)

    _, said = everything_said(ask(survival_by_technique, opened))

    assert "median not reached" in said
    assert "fewer than 5 events" in said
    assert "fewer than 5 events" in ask(survival_comparison, opened).why_no_test


def test_f08_all_events_on_one_day_are_one_step(registry):
    opened = registry(arm("MWA", 20, days=100) + arm("RFA", 20, days=100))

    result = ask(survival_by_technique, opened)

    _, said = everything_said(result)
    np.testing.assert_allclose(result.groups[0].curve.survival, [1, 0])
    assert "nan" not in said.lower()
    compared = ask(survival_comparison, opened)
    assert "No test" in compared.why_no_test or compared.log_rank is not None


def test_a_horizon_beyond_follow_up_is_said_and_the_rest_stands(registry):
    opened = registry(arm("MWA", 30, code=0) + arm("RFA", 30))

    compared = ask(survival_comparison, opened, horizon_months=60)

    table = means_table(compared, WORDS).to_string()
    assert "before the horizon" in table
    assert compared.means[1].mean is not None  # everybody has died: the mean is complete


def test_of_twelve_groups_six_are_drawn_and_six_are_named(registry):
    codes = [f"T{number:02d}" for number in range(12)]
    people = [row for size, code in enumerate(codes, start=20) for row in arm(code, size)]
    opened = registry(people)

    result = ask(survival_by_technique, opened)

    assert [group.group for group in result.groups] == codes[6:]  # the largest
    assert [group.group for group in result.not_drawn] == codes[:6]
    _, said = everything_said(result)
    assert "Not drawn and in no test: T00 (n 20)" in said
    assert result.overall.curve.n == len(people)


def test_the_reader_may_choose_other_lines(registry):
    people = [row for code in ("MWA", "RFA", "CTACE") for row in arm(code, 20)]

    result = ask(survival_by_technique, registry(people), lines=("RFA", "CTACE", "NONE"))

    assert {group.group for group in result.groups} == {"RFA", "CTACE"}
    assert "MWA" in {group.group for group in result.not_drawn}


def test_a_group_named_like_a_tag_is_shown_letter_by_letter(registry):
    people = [(technique, 10 + i, i % 3) for technique in (HACK, "MWA") for i in range(30)]
    incidence = ask(incidence_by_technique, registry(people, endpoint="TTP"), "TTP")
    survival_result = ask(survival_by_technique, registry(people))

    for figure in (
        survival_figure(survival_result, WORDS),
        *(draw(incidence, WORDS) for draw in (incidence_figure, teaching_figure)),
        *(draw(incidence, WORDS) for draw in (causes_figure, stacked_figure)),
    ):
        assert "<script" not in str(figure.to_dict())


def test_competing_events_with_next_to_nobody_are_said_too(registry):
    opened = registry([("MWA", 10, 1), ("RFA", 20, 2)], endpoint="TTP")

    result = ask(incidence_by_technique, opened, "TTP")
    compared = ask(cause_comparison, opened, "TTP")

    assert incidence_figure(result, WORDS).data
    assert compared.why_no_test.startswith("No test")
    assert all(its.cause_specific is None for its in compared.ratios)


def test_a_gate_without_ten_patients_says_that_it_cannot_judge(registry):
    said = gate_said(ask(gate_of_survival, registry(arm("MWA", 3))))

    assert "cannot be judged" in said


def test_a_technique_below_the_gate_is_marked_and_faint(registry):
    lost = arm("MWA", 20, days=100, code=0) + arm("MWA", 20, days=500)
    result = ask(survival_by_technique, registry(lost + arm("RFA", 40, days=500)))

    figure, said = everything_said(result)
    assert [group.is_below_gate for group in result.groups] == [True, False]
    assert "below the follow-up gate: MWA" in said
    supported = [trace for trace in figure.data if trace.meta == "few"]
    assert np.isnan(supported[0].y.astype(float)).all()
    assert not np.isnan(supported[1].y.astype(float)).all()


def test_lesions_with_next_to_nobody_are_shown(registry):
    opened = registry([("MWA", 10, 1), ("MWA", 20, 0)], endpoint="LTP")

    result = ask(incidence_by_technique, opened, "LTP")

    assert result.overall.curve.n == 2
    assert "neither Gray's test" in result.why_no_test
