"""Planned comparisons and the cost of gaps in sentences, tables, figures and files."""

import numpy as np
import pytest

from analytics.answerable import (
    Answerable,
    AnswerableBy,
    Carried,
    Foreseen,
    Verdict,
    judged,
)
from analytics.errors import BadInput
from analytics.events_ahead import Paths, Pool
from analytics.missing_cost import ComparisonCost, FieldCost, MissingCost, SiteCost
from dashboard.charts.answerable import progress_figure
from dashboard.charts.missing_cost import cost_figure
from dashboard.sentences import answerable as told
from dashboard.sentences import missing_cost as cost_told
from dashboard.tables import answerable as tables
from dashboard.tables import missing_cost as cost_tables
from dashboard.wording import Words

WORDS = Words({"A": "Arm A", "B": "Arm B"}, "Overall survival")
JULY_2025 = 12 * 2025 + 6
CARRIED = Carried((150.0, 150.0), 0.8)


def comparison(name, events, *, is_whole_pool=True):
    path = np.array(events, dtype=float)
    foreseen = Foreseen(Pool(("A", "B"), 400, 100, 4000.0), is_whole_pool, Paths(path, path, path))
    verdict = judged(CARRIED, (200, 200), foreseen, 0.75)
    return Answerable(name, ("A", "B"), (200, 200), 0.75, CARRIED, foreseen, verdict)


CLOSED = Answerable(
    "C or D",
    ("C", "D"),
    (4, 0),
    0.75,
    None,
    None,
    Verdict.FEW_PATIENTS,
    "D has 0 patients; 30 are needed in each arm.",
)
LATER = comparison("A or B", [*range(500, 540)], is_whole_pool=False)
RESULT = AnswerableBy((comparison("E or F", [600] * 40), LATER, CLOSED), JULY_2025, ())


def test_the_headline_names_now_next_and_closed():
    assert told.answerable_headline(RESULT, WORDS) == (
        "Answerable now: E or F. Next: A or B, foreseen in Jan 2026 for a hazard ratio of 0.75. "
        "1 comparison cannot be answered as things stand."
    )


def test_events_that_are_shared_out_say_about_and_closed_ones_are_not_read():
    shown = tables.power_table(RESULT, WORDS)["Events so far, both arms (n)"]

    assert shown.tolist() == ["600", "about 500", "not read"]


def test_the_date_of_a_target_has_its_limits():
    shown = tables.power_table(RESULT, WORDS)["Target met"]

    assert shown.tolist() == ["reached", "Jan 2026 (Jan 2026 to Jan 2026)", "not foreseen"]


def test_the_file_holds_every_number_of_the_figure():
    rows = tables.answerable_rows(RESULT, WORDS).set_index("comparison")
    figure = progress_figure(RESULT, WORDS)

    drawn = figure.data[0].customdata
    assert drawn[1] == rows.loc["A or B", "events_both_arms"] / rows.loc["A or B", "events_needed"]
    assert rows.loc["C or D", "why_not"].startswith("D has 0 patients")


def test_every_verdict_stands_in_the_figure_in_words():
    texts = [annotation.text for annotation in progress_figure(RESULT, WORDS).layout.annotations]

    assert texts == [
        "<b>E or F</b>: answerable now",
        "<b>A or B</b>: Jan 2026",
        "<b>C or D</b>: not answerable: too few patients",
    ]


AFP = FieldCost("afp", "Alpha-fetoprotein", 80, 61, 52.3, (("S1", 30), ("S2", 21), ("S3", 10)))
COST = ComparisonCost(
    "TACE or TARE",
    ("TACE", "TARE"),
    (700, 400),
    (600, 380),
    (540.0, 320.0),
    (450.0, 300.0),
    "",
    (AFP,),
    (SiteCost("S1", 50, 31, 25.0, "Alpha-fetoprotein", 30),),
)
COSTS = MissingCost((COST,), COST.sites, 1100, 120, 12, ("INR",), ("C or D",))


def test_the_cost_is_told_by_field_sites_patients_and_comparison():
    assert cost_told.cost_headline(COSTS, WORDS) == (
        "Entering “Alpha-fetoprotein” at 3 sites would give 61 more complete patients to “TACE or "
        "TARE”. 120 of 1,100 patients in planned comparisons (10.9 %) have a covariate that is "
        "not entered."
    )


def test_what_is_counted_nowhere_is_named():
    note = cost_told.cost_note(COSTS, WORDS)

    assert "Entered for nobody and left out: INR." in note
    assert "Nobody in one arm: C or D." in note


def test_no_gap_is_one_sentence_and_no_figure():
    none = ComparisonCost("A or B", ("A", "B"), (9, 9), (9, 9), None, None, "few", (), ())

    with pytest.raises(BadInput, match="entered in everybody"):
        cost_figure(none, WORDS)
    assert cost_told.cost_headline(MissingCost((none,), (), 18, 0, 5, (), ()), WORDS) == (
        "Every covariate of every planned comparison is entered in everybody."
    )


def test_the_file_of_fields_holds_the_bars():
    rows = cost_tables.field_rows(COST, WORDS).iloc[0]
    only, others = cost_figure(COST, WORDS).data

    assert (only.x[0], only.x[0] + others.x[0]) == (rows["only_missing"], rows["missing"])


@pytest.mark.parametrize(
    ("gain", "said"),
    [(0.0, "0"), (0.04, "< 0.1"), (12.34, "12.3"), (float("nan"), "not estimable")],
)
def test_a_gain_that_is_not_nothing_is_never_written_so(gain, said):
    assert cost_told.gain_said(gain) == said
