"""A forecast as words, tables and figures: both answers, and the cases told in words."""

from datetime import date

import numpy as np
import pytest

from analytics.back_test import back_test
from analytics.outlook import Asked, Outlook, PastForecasts, SiteRecord, foretold
from dashboard.charts.forecast import outlook_figure, past_figure
from dashboard.sentences.forecast import (
    basis_seen,
    forecast_counted,
    forecast_headline,
    forecast_noted,
    forecast_seen,
    past_seen,
)
from dashboard.tables.forecast import (
    basis_rows,
    basis_table,
    forecast_key_figures,
    forecast_rows,
    forecast_table,
    past_rows,
    past_table,
)
from dashboard.wording import Words

WORDS = Words()
JUNE = 12 * 2024 + 5


def outlook(number=150, days=365, counts=(40, 30, 20), plan=True, notes=()):
    planned = (("New", date(2024, 9, 1)),) if len(counts) > 1 else ()
    record = SiteRecord(
        date(2024, 6, 30), np.array(counts), np.full(len(counts), 400.0),
        np.ones(len(counts), dtype=bool), planned, notes,
    )  # fmt: skip
    at, months, ahead = foretold(record, Asked(days, number))
    plan_months = np.arange(JUNE - 1, JUNE + 7) if plan else np.array([], dtype=np.int64)
    return Outlook(
        record, date(2025, 6, 30), at, months, ahead,
        np.array([JUNE - 1, JUNE]), np.array([50, sum(counts)]),
        plan_months, np.linspace(60.0, 130.0, plan_months.size),
    )  # fmt: skip


def test_the_headline_answers_both_questions_with_their_intervals():
    found = outlook()
    said = forecast_headline(found, WORDS)

    at = found.at
    assert f"{at.median[0]} enrolled diagnoses are foreseen by 30 Jun 2025" in said
    assert f"interval {at.lower[0]} to {at.upper[0]}" in said
    assert "150 are foreseen in " in said
    assert "the chance of that by 30 Jun 2025 is " in said


@pytest.mark.parametrize(
    ("number", "said", "value"),
    [
        (0, "The target is 0: there is nothing to reach.", "nothing to reach"),
        (80, "Reached: 90 are enrolled for a target of 80.", "reached"),
        (90, "Reached: 90 are enrolled for a target of 90.", "reached"),
    ],
)
def test_c63_a_number_of_zero_and_one_that_is_passed_are_told_in_words(number, said, value):
    found = outlook(number)

    assert forecast_headline(found, WORDS).endswith(said)
    assert forecast_key_figures(found, WORDS)[-1].value == value
    assert not [t for t in outlook_figure(found, WORDS).data if t.meta == "asked number"]


def test_a_number_out_of_reach_is_not_reached_and_its_chance_is_not_zero():
    found = outlook(number=1_000_000)

    assert "not reached" in forecast_headline(found, WORDS)
    assert "may not be reached within" in forecast_headline(found, WORDS)
    assert forecast_key_figures(found, WORDS)[-1].value == "< 0.1"
    assert basis_rows(found, WORDS)["median_days"].tolist() == ["not reached"]


def test_an_almost_certain_number_is_not_called_certain():
    assert forecast_key_figures(outlook(number=95), WORDS)[-1].value == "> 99.9"


def test_c63_one_site_is_forecast_and_told():
    found = outlook(counts=(30,), number=40)

    assert "One site" in forecast_noted(found, WORDS)
    assert "1 site open so far, 0 planned openings" in forecast_counted(found, WORDS)
    assert basis_table(found, WORDS)["Value"].tolist()[5] == "not estimable"


def test_c63_a_site_without_a_patient_is_told_and_what_is_left_out_too():
    found = outlook(counts=(40, 30, 0), notes=("Sites of unknown opening are left out (n = 2).",))

    assert "1 of 3 sites have enrolled nobody so far" in forecast_noted(found, WORDS)
    assert "left out (n = 2)" in forecast_noted(found, WORDS)


def test_a_plan_ends_with_its_last_target_and_no_plan_is_said():
    table = forecast_table(outlook(), WORDS)

    assert table["Target so far (n)"].tolist()[:2] == ["80", "90"]
    assert table["Target so far (n)"].tolist()[-1] == "no target"
    assert table["Sites to open in it"].tolist()[:3] == ["none", "none", "New"]
    assert "No target was supplied" in forecast_noted(outlook(plan=False), WORDS)


def test_the_figure_can_be_rebuilt_from_its_file():
    found = outlook()
    rows = forecast_rows(found, WORDS)

    line = next(t for t in outlook_figure(found, WORDS).data if t.meta == "forecast")
    foreseen = rows[rows["kind"] == "forecast"]
    assert list(line.y)[1:] == foreseen["cumulative"].tolist()
    assert rows[rows["kind"] == "enrolled"]["cumulative"].tolist() == [50, 90]
    assert "By the end of" in forecast_seen(found, WORDS)
    assert basis_seen(found, WORDS) == "3 sites open so far, 3 still enrolling, 1 to open."


def test_past_forecasts_that_missed_are_marked_and_counted():
    counts = np.tile([[4], [6], [5]], 18)
    counts[:, 12:] = 0  # enrolment stopped
    test = back_test(counts, np.full(counts.shape, 30.0), ahead=6)
    found = PastForecasts(test, test.known_months + JUNE, test.known_months + JUNE + 6)

    table = past_table(found, WORDS)
    outside = [t for t in past_figure(found, WORDS).data if t.name == "Enrolled, outside"]
    assert table["Held"].tolist().count("no") == len(outside[0].x) == 6 - test.n_within
    assert past_rows(found, WORDS)["enrolled"].tolist()[-1] == 0
    assert past_seen(found, WORDS).startswith(f"{test.n_within} of 6 past forecasts held")
