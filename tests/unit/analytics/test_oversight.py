"""What a committee looks at, on cases small enough to work out by hand."""

import numpy as np
import pytest

from analytics.delays import delays
from analytics.errors import BadInput
from analytics.observation import observation
from analytics.quality import State, checked
from analytics.representation import dissimilarity, effective_number, shares


def test_quantiles_of_a_delay_are_days_that_happened():
    found = delays([0, 10, 20, 100], [1, 1, 1, 1])

    assert (found.lower_quartile, found.median, found.upper_quartile) == (0, 10, 20)
    assert found.ninetieth == 100
    assert (found.n, found.soon.successes) == (4, 3)


def test_a_negative_delay_is_counted_apart_and_never_shown_as_a_day():
    found = delays([-1, 5], [3, 1])

    assert found.n_negative == 3
    assert found.median == 0


def test_nothing_entered_is_refused_in_words():
    with pytest.raises(BadInput) as refused:
        delays([], [])

    assert refused.value.remedy


@pytest.mark.parametrize(
    ("n", "n_failed", "allowed", "state"),
    [
        (100, 5, 0.05, State.PASS),
        (100, 6, 0.05, State.FAIL),
        (0, 0, 0.05, State.NOT_APPLICABLE),
        (9, 9, 0.05, State.NOT_ENOUGH),
        (9, 1, 0.0, State.FAIL),
        (9, 0, 0.0, State.NOT_ENOUGH),
        (10, 0, 0.0, State.PASS),
    ],
)
def test_a_check_gives_a_verdict_only_where_there_is_enough(n, n_failed, allowed, state):
    assert checked("X", n, n_failed, allowed).state is state


def test_a_check_that_could_not_be_run_has_no_share():
    found = checked("X", 100, 0, 0.1, ran=False)

    assert (found.state, found.share) == (State.ERROR, None)


def test_follow_up_is_held_to_its_gate_and_measured_in_time():
    good = observation("A", 12, n=10, n_known=9, observed=3000, possible=3650)
    bad = observation("B", 12, n=10, n_known=8, observed=10, possible=3650)

    assert (good.passes_gate, bad.passes_gate) == (True, False)
    assert good.index == pytest.approx(3000 / 3650)


def test_follow_up_that_was_not_possible_is_refused():
    with pytest.raises(BadInput, match="No follow-up"):
        observation("A", 12, n=0, n_known=0, observed=0, possible=0)


def test_equal_countries_count_in_full_and_unequal_ones_less():
    assert effective_number(np.array([5, 5, 5, 5])) == pytest.approx(4)
    assert effective_number(np.array([9, 1])) == pytest.approx(1 / (0.81 + 0.01))


def test_dissimilarity_is_the_share_that_would_have_to_move():
    assert dissimilarity(np.array([0.5, 0.5]), np.array([0.5, 0.5])) == 0
    assert dissimilarity(np.array([0.7, 0.3]), np.array([0.4, 0.6])) == pytest.approx(0.3)


def test_shares_add_up_and_lie_within_their_limits():
    share, lower, upper = shares(np.array([30, 70, 0]))

    np.testing.assert_allclose(share, [0.3, 0.7, 0])
    assert (lower <= share).all()
    assert (share <= upper).all()
    with pytest.raises(BadInput, match="Nobody"):
        shares(np.array([0, 0]))
