"""Which comparison can be answered by when, by hand."""

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
from analytics.events_ahead import Paths, Pool

POOL = Pool(("A", "B"), 400, 100, 4000.0)
CARRIED = Carried(ess=(150.0, 150.0), equipoise=0.8)  # of 400: effective share 0.75


def comparison(events, *, carried=CARRIED, most=None, fewest=None, name="A or B"):
    median = np.array(events, dtype=float)
    paths = Paths(
        median,
        median if fewest is None else np.array(fewest, dtype=float),
        median if most is None else np.array(most, dtype=float),
    )
    foreseen = Foreseen(POOL, is_whole_pool=True, paths=paths)
    verdict = judged(carried, (200, 200), foreseen, 0.75)
    return Answerable(name, ("A", "B"), (200, 200), 0.75, carried, foreseen, verdict)


def test_events_needed_grow_as_the_effective_sample_shrinks():
    # 379.35 of the formula over 300 / 400.
    assert comparison([100]).needed == pytest.approx(505.80, abs=0.01)


def test_the_month_in_which_enough_are_expected_is_the_answer():
    one = comparison([400, 480, 506, 600], most=[400, 510, 560, 660], fewest=[400, 450, 490, 505])

    assert one.reached == (2, 1, None)
    assert one.verdict is Verdict.SOON


def test_enough_already_is_now_and_never_enough_is_not_within_ten_years():
    assert comparison([506, 507]).verdict is Verdict.NOW
    assert comparison([100, 101]).verdict is Verdict.NEVER


def test_without_a_calendar_no_date_is_foreseen():
    assert comparison([100]).verdict is Verdict.NO_CALENDAR


def test_the_detectable_ratio_counts_effective_events():
    from_formula = np.exp(-np.sqrt(7.848879 / (400 * 0.75 / 4)))

    assert comparison([400]).detectable(0) == pytest.approx(from_formula, abs=1e-6)


def test_nine_events_find_nothing_and_say_so():
    assert np.isnan(comparison([9, 20]).detectable(0))
    assert not np.isnan(comparison([9, 20]).detectable(1))


def test_the_next_is_the_one_that_comes_first():
    late = comparison([100, 200, 600], name="late")
    soon = comparison([100, 600, 700], name="soon")
    both = AnswerableBy((late, soon), 12 * 2025, ())

    assert both.next is soon
    assert AnswerableBy((comparison([506, 507]),), 12 * 2025, ()).next is None
