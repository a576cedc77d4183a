"""One group against a published curve, worked out by hand."""

import numpy as np
import pytest

from analytics.errors import BadInput, TooFewEvents
from analytics.event_table import follow_up_table
from analytics.one_sample import one_sample_log_rank, published_survival

HALVING = published_survival([100, 200], [0.5, 0.25], source="A trial")  # log 2 per 100 days


def test_expected_events_are_the_published_hazard_over_the_days_at_risk():
    test = one_sample_log_rank([50, 100, 200], [1, 0, 1], published=HALVING)

    expected = np.log(2) * (0.5 + 1 + 2)
    assert test.observed == 2
    assert test.expected == pytest.approx(expected)
    assert test.ratio == pytest.approx(2 / expected)
    assert test.z == pytest.approx((2 - expected) / expected**0.5)
    assert test.statistic == pytest.approx(test.z**2)
    assert (test.n, test.n_beyond, test.horizon) == (3, 0, 200)


def test_nothing_beyond_the_last_published_day_is_counted():
    test = one_sample_log_rank([50, 300, 400], [1, 1, 0], published=HALVING)

    assert test.observed == 1
    assert test.expected == pytest.approx(np.log(2) * (0.5 + 2 + 2))
    assert test.n_beyond == 2


def test_days_before_entry_expect_nothing():
    test = one_sample_log_rank([150, 200], [1, 0], published=HALVING, entry=[100, 0])

    assert test.expected == pytest.approx(np.log(2) * (0.5 + 2))


def test_a_curve_of_steps_is_flat_up_to_the_next_point():
    steps = published_survival([100, 200], [0.5, 0.25], between="steps")

    test = one_sample_log_rank([99, 100, 199, 200], [1, 0, 0, 0], published=steps)

    assert test.expected == pytest.approx(np.log(2) * (0 + 1 + 1 + 2))


def test_limits_of_the_ratio_are_exact():
    ten = one_sample_log_rank([100] * 10, [1] * 10, published=HALVING)
    none = one_sample_log_rank([100] * 10, [0] * 10, published=HALVING)

    # Poisson limits of 10 events: 4.795 to 18.390; of none: 0 to 3.689
    expected = 10 * np.log(2)
    assert ten.lower * expected == pytest.approx(4.7954, abs=1e-4)
    assert ten.upper * expected == pytest.approx(18.3904, abs=1e-4)
    assert none.lower == 0
    assert none.upper * expected == pytest.approx(3.6889, abs=1e-4)


def test_counts_give_what_people_give():
    people = {"time": [50, 150, 200, 300], "event": [1, 1, 0, 1], "entry": [0, 60, 20, 0]}

    ours = one_sample_log_rank(follow_up_table(**people), published=HALVING)

    theirs = one_sample_log_rank(**people, published=HALVING)
    assert (ours.observed, ours.n_beyond) == (theirs.observed, theirs.n_beyond)
    assert ours.expected == pytest.approx(theirs.expected, rel=1e-13)


def test_nobody_expected_to_have_the_event_is_refused():
    flat = published_survival([100, 200], [1, 0.5], between="steps")

    with pytest.raises(TooFewEvents, match="No event is expected"):
        one_sample_log_rank([50], [1], published=flat)


def test_weighted_counts_are_refused():
    counted = follow_up_table([50, 60], [1, 0], weights=[0.5, 1])

    with pytest.raises(BadInput, match="no counts of events"):
        one_sample_log_rank(counted, published=HALVING)


@pytest.mark.parametrize(
    ("time", "survival", "reason"),
    [
        ([100, 200], [0.5], "time has 2 points and survival has 1"),
        ([200, 100], [0.5, 0.4], "days do not rise"),
        ([100, 100], [0.5, 0.4], "days do not rise"),
        ([0], [1], "days do not rise"),
        ([100, 200], [0.4, 0.5], "rises"),
        ([100, 200], [50, 40], "rises"),
        ([0, 100], [0.9, 0.5], "does not start at 1"),
        ([100, 200], [0.5, 0], "reaches 0"),
        ([100, 200], [0.5, None], "survival is missing in 1 of 2 rows"),
        ([-1, 200], [1, 0.5], "before the index procedure"),
    ],
)
def test_points_that_are_no_survival_curve_are_refused(time, survival, reason):
    with pytest.raises(BadInput, match=reason):
        published_survival(time, survival)


def test_an_unknown_line_between_points_is_refused():
    with pytest.raises(BadInput, match="no curve by 'spline'"):
        published_survival([100], [0.5], between="spline")
