"""The attacker, on releases small enough to work out by hand."""

import pandas as pd
import pytest

from analytics.disclosure import attack as attack_module
from analytics.disclosure.attack import Edition, Guess, Habits, attack, too_close

WITHHELD = "\u203911"
X, Y, ALL = frozenset({("a", "x")}), frozenset({("a", "y")}), frozenset()


def edition(x, y, total, **more):
    rows = [("x", x), ("y", y), ("Total", total)]
    return Edition([pd.DataFrame(rows, columns=["a", "n"], dtype=object)], **more)


def interval(editions, cell, number, **more):
    cells = [[cell] if at == number else [] for at in range(len(editions))]
    (guess,) = attack(editions, Habits(), cells=cells, **more)
    return guess.lowest, guess.highest


def test_a_total_and_a_part_bound_the_other_part():
    # 35 is said of 33 to 37, 45 of 43 to 47.
    assert interval([edition(WITHHELD, 35, 45)], X, 0) == (6, 14)


def test_a_withheld_count_is_of_somebody():
    assert interval([edition(WITHHELD, WITHHELD, 45)], X, 0) == (1, 46)


def test_zeros_withheld_as_well_leave_it_open():
    assert interval([edition(WITHHELD, WITHHELD, 45, maybe_nobody=[X])], X, 0) == (0, 46)


def test_an_outcome_of_a_small_group_may_be_of_nobody():
    frame = pd.DataFrame(
        [("x", "yes", WITHHELD), ("x", "no", WITHHELD), ("x", "Total", 45)],
        columns=["a", "died", "n"],
    )
    cell = frozenset({("a", "x"), ("died", "yes")})
    habits = Habits(outcomes=frozenset({"died"}))

    (guess,) = attack([Edition([frame])], habits, cells=[[cell]])
    large = Edition([frame.assign(n=[WITHHELD, WITHHELD, 60])])
    (other,) = attack([large], habits, cells=[[cell]])

    assert guess.lowest == 0
    assert other.lowest == 1


def test_a_count_shown_as_before_has_changed_by_less_than_11():
    before, now = edition(40, 35, 75), edition(40, 35, 75)

    assert interval([before, now], X, 1) == (38, 52)
    assert interval([before, now], X, 1, only_grows=False) == (28, 52)


def test_a_count_that_may_have_been_held_back_has_no_upper_end():
    before, now = edition(40, 35, 75), edition(40, 35, 75, is_prompt=False)

    assert interval([before, now], X, 1)[1] > 100


def test_a_count_shown_anew_rose_by_11_so_the_old_one_was_smaller():
    before, now = edition(WITHHELD, 35, WITHHELD), edition(15, 35, 50)

    assert interval([before, now], X, 0) == (1, 6)


def test_a_count_older_than_the_first_release_may_have_grown_already():
    before = edition(40, 35, 75, stale=[X])

    # 38 to 42 and 10 more; but the total is of 77 at most, of whom 33 at least are elsewhere.
    assert interval([before, edition(40, 35, 75)], X, 0) == (38, 44)


def test_a_new_level_held_nobody_before_unless_levels_wait():
    frame = pd.DataFrame([("y", 35), ("Total", 35)], columns=["a", "n"], dtype=object)
    now = edition(WITHHELD, 35, 35)

    assert interval([Edition([frame]), now], X, 1) == (1, 10)  # the total rose by 10 at most
    waiting = Edition([frame], is_complete=False)
    assert interval([waiting, now], X, 1) == (1, 14)
    (guess,) = attack([waiting, now], Habits(), cells=[[Y], []])
    assert (guess.lowest, guess.highest) == (33, 37)


def test_people_who_wait_count_in_the_total_only():
    assert interval([edition(20, 20, 60, is_complete=False)], ALL, 0) == (58, 62)


def test_an_interval_that_is_wide_enough_is_left_alone():
    (guess,) = attack([edition(WITHHELD, WITHHELD, 45)], Habits(), cells=[[X]], enough=10)

    assert guess.highest - guess.lowest >= 10


@pytest.mark.parametrize(
    ("lowest", "highest", "tells"),
    [(1, 11, False), (2, 11, True), (1, 10, True), (0, 10, False), (0, 9, True)],
)
def test_what_tells_too_much(lowest, highest, tells):
    assert bool(too_close([Guess(X, 0, lowest, highest)], 10, 11)) is tells


def test_an_attack_without_an_end_is_no_success(monkeypatch):
    class Nothing:
        x, message = None, "numerical trouble"

    monkeypatch.setattr(attack_module, "milp", lambda *_args, **_kwargs: Nothing())

    with pytest.raises(RuntimeError, match="numerical trouble"):
        attack([edition(WITHHELD, 35, 45)], Habits())
