"""From screened to treated, on logs written by hand."""

import pytest

from analytics.screening import Screening, SiteLog, of_those_screened
from dashboard.charts.screening import screening_figure
from dashboard.sentences.screening import no_log, screening_counted, screening_seen
from dashboard.tables.screening import screening_rows, screening_table
from dashboard.wording import Words

WORDS = Words()


@pytest.fixture
def found():
    return Screening(
        (
            SiteLog("A", (80, 40, 30, 20), 0),
            SiteLog("B", None, 2),
            SiteLog("C", (10, 12, 3, 1), 1),  # more eligible than screened
            SiteLog("D", (20, 10, 10, 5), 0),
        )
    )


def test_sums_hold_the_logs_that_can_be_and_no_other(found):
    assert [one.site for one in found.told] == ["A", "D"]
    assert found.total == (100, 50, 40, 25)


def test_shares_are_of_those_screened_with_wilson_limits(found):
    eligible, _, treated = of_those_screened(found.total)

    assert (eligible.estimate, treated.estimate) == (0.5, 0.25)
    assert eligible.lower == pytest.approx(0.403832, abs=1e-6)
    assert treated.upper == pytest.approx(0.3430447, abs=1e-6)


def test_without_a_log_that_can_be_it_is_said_quietly_and_why():
    none = Screening((SiteLog("A", (1, 2, 1, 1), 0), SiteLog("B", None, 0)))

    assert none.total == (0, 0, 0, 0)
    assert no_log(none, WORDS).startswith(
        "From screened to treated: not supplied by the sites in view. 1 log with more people at a "
        "later step."
    )


def test_nobody_screened_has_no_share():
    assert of_those_screened((0, 0, 0, 0)) == (None, None, None)


def test_a_log_that_is_absent_or_impossible_is_said_in_words(found):
    table, rows = screening_table(found, WORDS), screening_rows(found, WORDS)
    treated = table.columns[4]

    assert table["Log"].tolist()[1:] == [
        *("counted", "not supplied", "more people at a later step", "counted")
    ]
    assert table[treated].tolist() == [
        *("25 (25.0, 17.5 to 34.3)", "20 (25.0, 16.8 to 35.5)", "not supplied"),
        *("1 (not estimable)", "5 (25.0, 11.2 to 46.9)"),
    ]
    assert rows["treated"].tolist() == [20, "not supplied", 1, 5]


def test_the_sentences_say_whose_logs_and_how_many_reach_each_step(found):
    assert screening_counted(found, WORDS).startswith(
        "100 people screened at 2 sites of 4 in view; 1 supply no log. 1 site with more people at "
        "a later step not counted. 3 months without all four steps not counted."
    )
    assert screening_seen(found, WORDS).startswith(
        "Of 100 people screened: eligible 50 (50.0 %, 95 % CI 40.4 to 59.6), consented 40"
    )


def test_the_bars_are_the_sums(found):
    assert list(screening_figure(found, WORDS).data[0].x) == [100, 50, 40, 25]
