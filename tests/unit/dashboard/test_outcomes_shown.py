"""Comparisons, first events and published figures as pages show them."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analytics.cause_comparison import compare_causes
from analytics.cells import CountTable
from analytics.counted_people import counted_people
from analytics.event_table import tables_from_counts
from analytics.follow_up_gate import follow_up_gate, followed
from analytics.group_incidence import incidence_by_group
from analytics.group_survival import survival_by_group
from analytics.published import Benchmarks
from analytics.survival_comparison import compare_survival
from dashboard.charts.competing import WRONG, incidence_figure, teaching_figure
from dashboard.charts.first_events import causes_figure, stacked_figure
from dashboard.charts.survival import survival_figure
from dashboard.sentences import cause_comparison as causes_told
from dashboard.sentences import competing as told
from dashboard.sentences.follow_up_gate import gate_said, leave_out_label
from dashboard.sentences.published import source_words, value_words
from dashboard.sentences.survival import survival_drawn
from dashboard.sentences.survival_comparison import means_compared, pairs_counted, pairs_seen
from dashboard.tables.cause_comparison import ratios_rows, ratios_table
from dashboard.tables.competing import incidence_rows
from dashboard.tables.published import benchmark_rows, benchmark_table
from dashboard.tables.survival_comparison import means_rows, means_table, pairs_rows, pairs_table
from dashboard.wording import DAYS_PER_MONTH, Words
from queries.domains.published import published_figures

rng = np.random.default_rng(2)
WORDS = Words(
    {"CTACE": "Conventional", "MWA": "Microwave"},
    "Overall survival",
    causes=("Progression", "Death without it"),
)
ROWS = pd.DataFrame(
    {
        "technique_code": np.repeat(["CTACE", "MWA"], 200),
        "entry": 0.0,
        "day": np.concatenate([rng.integers(1, 500, 200), rng.integers(1, 1500, 200)]).astype(
            float
        ),
        "code": rng.integers(0, 3, 400),
    }
)
KEYS = ("technique_code", "entry", "day", "code")
COUNTS = CountTable(ROWS.groupby(list(KEYS)).size().rename("n").reset_index(), KEYS)
AT = np.array([0, 6, 12, 24]) * DAYS_PER_MONTH


def tables():
    return tables_from_counts(COUNTS, "technique_code"), tables_from_counts(COUNTS)[0]


@pytest.fixture
def incidence():
    groups, overall = tables()
    return incidence_by_group(groups, overall, landmarks=AT[1:], ticks=AT)


@pytest.fixture
def curves():
    groups, overall = tables()
    return survival_by_group(groups, overall, landmarks=AT[1:], ticks=AT)


@pytest.fixture
def compared():
    return compare_survival(
        counted_people(COUNTS), ("CTACE", "MWA"), reference="CTACE", horizon=12 * DAYS_PER_MONTH
    )


@pytest.fixture
def ratios():
    return compare_causes(counted_people(COUNTS), ("CTACE", "MWA"), reference="CTACE")


def traces(figure, meta):
    return [trace for trace in figure.data if trace.meta == meta]


def test_the_wrong_curve_is_drawn_only_where_asked_for_and_named_so(incidence):
    assert not traces(incidence_figure(incidence, WORDS), "wrong")

    drawn = traces(teaching_figure(incidence, WORDS), "wrong")
    assert [trace.name for trace in drawn] == [
        f"{n}: {WRONG}" for n in ("Conventional", "Microwave")
    ]
    assert "wrong" in WRONG
    right = incidence.groups[0].curve[1].incidence[-1]
    assert drawn[0].y[-1] > right  # it never says less


def test_the_caption_of_the_wrong_curve_says_by_how_much(incidence):
    said = told.teaching_drawn(incidence, WORDS)

    assert "for teaching only" in said
    assert "by 24 months" in said
    assert "Never one minus" in told.incidence_drawn(incidence, WORDS)


def test_all_causes_and_those_free_of_any_add_up_in_the_stack(incidence):
    figure = stacked_figure(incidence, WORDS)

    first = [trace for trace in figure.data if trace.stackgroup == "row 1"]
    assert [trace.name for trace in first] == [*WORDS.causes, "Free of any event"]
    np.testing.assert_allclose(sum(trace.y.astype(float) for trace in first), 1, atol=1e-6)
    assert len({trace.stackgroup for trace in figure.data}) == 3  # all, and each technique


def test_every_cause_has_a_panel_and_every_technique_one_name(incidence):
    figure = causes_figure(incidence, WORDS)

    curves_drawn = traces(figure, "curve")
    assert {trace.yaxis for trace in curves_drawn} == {"y", "y2"}
    assert [trace.name for trace in figure.data if trace.showlegend] == [
        "Conventional",
        "Microwave",
    ]


def test_the_figure_of_causes_can_be_rebuilt_from_its_file(incidence):
    rows = incidence_rows(incidence, WORDS)

    drawn = next(t for t in traces(causes_figure(incidence, WORDS), "curve") if t.yaxis == "y2")
    its = rows[(rows["technique_code"] == "CTACE") & (rows["cause"] == "Death without it")]
    np.testing.assert_allclose(its["incidence"], drawn.y, atol=1e-6)


def test_published_figures_are_points_with_bars_where_an_interval_was_printed(curves):
    figures = published_figures("HCC", "OS")
    result = replace(curves, benchmarks=Benchmarks(figures, 400, 3, 2020, 2024))

    points = traces(survival_figure(result, WORDS), "published")

    end = curves.groups[1].curve.time[-1] / DAYS_PER_MONTH
    assert len(points) == sum(figure.months <= end for figure in figures)
    first = next(p for p in points if "Lencioni" in p.name and p.y[0] == 0.5)
    assert (float(first.x[0]), first.y[0]) == (pytest.approx(19.4, rel=1e-6), 0.5)
    assert first.error_x.array[0] == pytest.approx(22.6 - 19.4, rel=1e-5)
    assert not traces(survival_figure(curves, WORDS), "published")


def test_a_published_figure_says_source_n_and_in_which_way_it_differs():
    figure = published_figures("HCC", "OS")[0]
    table = benchmark_table_of(figure)

    assert source_words(figure) == "Lencioni, Hepatology (2016), PMID 26765068"
    assert value_words(figure) == "median 19.4 months (16.2 to 22.6)"
    assert table.loc[0, "People (n)"] == "10,108"
    assert table.loc[0, "Against ours"].startswith("Pooled over publications")


def benchmark_table_of(figure):
    groups, overall = tables()
    curves = survival_by_group(groups, overall, landmarks=AT[1:], ticks=AT)
    result = replace(curves, benchmarks=Benchmarks((figure,), 400, 3, None, None))
    assert "400 at 3 sites" in survival_drawn(result, WORDS)
    assert len(benchmark_rows(result, WORDS)) == 1
    return benchmark_table(result, WORDS)


def test_where_nothing_is_published_that_is_said(curves):
    result = replace(curves, benchmarks=Benchmarks((), 400, 3, 2020, 2024))

    assert "none is listed" in survival_drawn(result, WORDS)
    assert "none is listed" in benchmark_table(result, WORDS).iloc[0, 0]


def test_progression_seen_at_visits_is_said_to_be(curves):
    assert "between two assessments" not in survival_drawn(curves, WORDS)
    assert "between two assessments" in survival_drawn(
        replace(curves, is_dated_by_visits=True), WORDS
    )


def test_means_have_horizon_unit_interval_and_reference(compared):
    table = means_table(compared, WORDS)

    assert "Mean up to 12 months (95 % CI), months" in table.columns
    assert table["Difference from Conventional (95 % CI), months"][0] == "reference"
    difference = compared.means[1].contrast.difference
    written = means_rows(compared, WORDS)["difference_estimate"][1]
    assert written == pytest.approx(difference.estimate / DAYS_PER_MONTH)


def test_tests_name_statistic_degrees_and_adjustment_and_never_a_p_of_zero(compared):
    said = pairs_counted(compared, WORDS)

    assert "1 degree of freedom, p < 0.001" in said
    assert "Holm" in said
    assert "p < 0.001" in pairs_seen(compared, WORDS)
    assert "p = 0.0" not in pairs_table(compared, WORDS).to_string()
    assert (pairs_rows(compared, WORDS)["log10_p"] < -3).all()


def test_hazards_out_of_proportion_are_said_in_words(compared):
    out = replace(compared, constancy=replace(compared.constancy, p=0.01))

    assert "Hazards are not proportional" in means_compared(out, WORDS)
    inside = replace(compared, constancy=replace(compared.constancy, p=0.4))
    assert "no proof" in means_compared(inside, WORDS)


def test_both_ratios_stand_side_by_side_with_what_either_answers(ratios):
    table, rows = ratios_table(ratios, WORDS), ratios_rows(ratios, WORDS)

    assert [column for column in table.columns if "hazard ratio" in column] == [
        "Cause-specific hazard ratio (95 % CI)",
        "Subdistribution hazard ratio (95 % CI)",
    ]
    assert rows["cause_specific_estimate"][0] == ratios.ratios[0].cause_specific.estimate
    note = causes_told.ratios_note(ratios, WORDS)
    assert "still free of any event" in note
    assert "will have had the event by a given time" in note
    assert "Gray's test of progression" in note


def test_the_gate_names_the_worst_and_counts_the_rest():
    sites = [followed(f"S{i}", f"S{i}", 20 - i, 20) for i in range(8)]
    gate = follow_up_gate(sites, (), [(f"S{i}", "MWA", 10) for i in range(8)])

    said = gate_said(gate)
    assert "5 of 8 sites (S7 65.0 %, S6 70.0 %, S5 75.0 % and 2 more)" in said
    assert leave_out_label(gate, "diagnoses") == "Leave them out (50 of 80 diagnoses)"
