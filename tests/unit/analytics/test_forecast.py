"""Forecasts of enrolment: closed forms, and the cases that must be told in words."""

import numpy as np
import pytest
from scipy.stats import nbinom

from analytics.errors import BadInput, TooFewEvents
from analytics.forecast import forecast

COUNTS, EXPOSURE = [40, 12, 25, 8, 31], [400, 300, 350, 100, 365]


def test_one_site_is_forecast_by_its_own_negative_binomial():
    found = forecast([30], [600], [], [300], [40])

    law = nbinom(30, 600 / 900)
    assert found.enrolled == 30
    assert (found.lower[0], found.median[0], found.upper[0]) == tuple(
        30 + law.ppf([0.025, 0.5, 0.975])
    )
    assert found.targets[0].probability[0] == pytest.approx(law.sf(9), abs=1e-3)


def test_the_day_of_a_target_is_the_first_by_which_its_chance_reaches_one_half():
    date = forecast([30], [600], [], [1], [40]).targets[0]

    def chance(day):
        return nbinom.sf(9, 30, 600 / (600 + day))

    assert chance(date.median - 1) < 0.5 <= chance(date.median) + 1e-3
    assert chance(date.earliest) == pytest.approx(0.025, abs=2e-3)
    assert chance(date.latest) == pytest.approx(0.975, abs=2e-3)
    assert date.words == ""


def test_how_many_by_a_day_and_the_day_of_a_number_agree():
    found = forecast(COUNTS, EXPOSURE, [30, 90], [365])

    again = forecast(COUNTS, EXPOSURE, [30, 90], [365], found.median)
    assert again.targets[0].probability[0] >= 0.5
    assert again.targets[0].median <= 365


def test_planned_sites_add_patients_only_after_they_open():
    without = forecast(COUNTS, EXPOSURE, [], [60, 365])
    planned = forecast(COUNTS, EXPOSURE, [60, 60, 60], [60, 365])

    assert planned.n_planned == 3
    assert planned.median[0] == without.median[0]
    assert planned.median[1] > without.median[1]


def test_closed_sites_inform_but_do_not_enrol():
    found = forecast(COUNTS, EXPOSURE, [], [365], enrolling=[True, False, True, True, True])

    assert found.n_sites == 5
    assert found.median[0] < forecast(COUNTS, EXPOSURE, [], [365]).median[0]


def test_c63_a_target_of_zero_and_a_target_passed_are_told_in_words():
    nothing, passed = forecast(COUNTS, EXPOSURE, [], [30], [0, 100]).targets

    assert nothing.words == "The target is 0: there is nothing to reach."
    assert passed.words == "Reached: 116 are enrolled for a target of 100."
    assert (passed.median, passed.probability[0]) == (0, 1)


def test_a_target_met_exactly_is_reached():
    assert forecast(COUNTS, EXPOSURE, [], [30], [116]).targets[0].words.startswith("Reached")


def test_c63_a_site_with_nobody_counts_and_is_told():
    found = forecast([*COUNTS, 0], [*EXPOSURE, 200], [], [365])

    assert found.notes == ("1 of 6 sites have enrolled nobody so far, and count.",)
    assert found.median[0] > 116


def test_c63_one_site_is_forecast_and_told():
    found = forecast([30], [600], [], [300])

    assert found.rates is None
    assert found.notes == ("One site: nothing shows how sites differ.",)


def test_c63_no_target_at_all_gives_none():
    assert forecast(COUNTS, EXPOSURE, [], 30).targets == ()


def test_few_sites_are_told():
    assert "largely assumed" in forecast([4, 9], [90, 90], [], [30]).notes[0]


def test_when_all_sites_are_closed_the_number_stays_and_no_target_is_reached():
    found = forecast(COUNTS, EXPOSURE, [], [365], [200], enrolling=[0] * 5)

    assert found.lower[0] == found.upper[0] == 116
    assert np.isnan(found.targets[0].median)
    assert found.targets[0].words == "200 may not be reached within 50 years."
    assert found.notes[-1] == "No site is enrolling or planned: the number stays."


@pytest.mark.parametrize("openings", [[30], []], ids=["planned", "open today"])
def test_new_sites_cannot_be_forecast_from_one(openings):
    counts, exposure = ([30], [600]) if openings else ([30, 0], [600, 0])

    with pytest.raises(TooFewEvents, match="One site was open so far"):
        forecast(counts, exposure, openings, [300])


def test_c63_nobody_enrolled_so_far_is_refused():
    with pytest.raises(TooFewEvents, match="2 sites have enrolled nobody"):
        forecast([0, 0], [30, 60], [], [300])


@pytest.mark.parametrize(
    ("openings", "horizon", "options"),
    [
        ([-3], [30], {}),
        ([], [-30], {}),
        ([], [30], {"targets": [-5]}),
        ([], [30], {"targets": [5.5]}),
        ([], [30], {"enrolling": [True]}),
        ([], [30], {"confidence": 95}),
    ],
    ids=["opened", "past", "negative target", "half a patient", "enrolling", "level"],
)
def test_impossible_questions_are_refused(openings, horizon, options):
    with pytest.raises(BadInput):
        forecast(COUNTS, EXPOSURE, openings, horizon, **options)
