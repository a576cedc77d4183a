"""A release after another one, against somebody who holds both (P2), and how it changes (P4)."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.cells import CountTable
from analytics.disclosure.attack import Habits, attack, too_close
from analytics.disclosure.rules import Withheld
from analytics.disclosure.tables import protect_tables

SLOW = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
WIDTH, K, CHANGE = 10, 11, 11


@st.composite
def grown(draw, counts):
    """Counts of a second release: more people, here and there fewer, or new levels."""
    seed, pace = draw(st.integers(0, 2**32 - 1)), draw(st.sampled_from([0.02, 0.1, 0.4, 1.0]))
    random = np.random.default_rng(seed)
    later = counts + random.poisson(pace * (counts + 2.0))
    if draw(st.integers(0, 3)) == 0:
        later = np.maximum(later - random.poisson(0.2 * counts), 0)
    return later


@st.composite
def two_releases(draw, counts, table_of):
    """Two tables, of which the first may lack a level of the second."""
    first = draw(counts(most_cells=40))
    is_new = draw(st.integers(0, 2)) == 0 and first.shape[0] > 1
    if is_new:
        first[-1] = 0
    before, after = table_of(first), table_of(draw(grown(first)))
    if is_new:
        kept = before.frame[before.frame["a"] != f"a{first.shape[0] - 1}"]
        before = CountTable(kept, before.keys)
    return before, after


@SLOW
@given(data=st.data())
def test_p2_the_release_before_does_not_help_the_attacker(
    data, counts, table_of, rules, edition_of, small_cells, truth
):
    before, after = data.draw(two_releases(counts, table_of))
    first = protect_tables([before], rules, as_of="1")
    second = protect_tables([after], rules, as_of="2", previous=first.ledger)
    people = [truth(first), truth(second)]
    grows = all(people[1][cell] >= n for cell, n in people[0].items())

    guesses = attack(
        [edition_of(first), edition_of(second)],
        Habits(),
        cells=[small_cells(first), small_cells(second)],
        only_grows=grows,
        enough=WIDTH,
    )

    assert not too_close(guesses, WIDTH, K)


@SLOW
@given(data=st.data())
def test_a_shown_number_changes_only_when_enough_people_came(data, counts, table_of, rules):
    before, after = data.draw(two_releases(counts, table_of))
    first = protect_tables([before], rules, as_of="1")
    second = protect_tables([after], rules, as_of="2", previous=first.ledger)

    for where, entry in second.ledger.entries.items():
        old = first.ledger.entries.get(where)
        if old is not None and not old.is_hidden and not entry.is_hidden:
            changed = entry.shown != old.shown
            assert not changed or abs(entry.people - old.people) >= CHANGE
            assert second.since[where] == ("2" if changed else "1")


@SLOW
@given(data=st.data())
def test_p4_one_more_patient_changes_nothing_of_a_release_in_force(data, counts, table_of, rules):
    numbers = data.draw(counts())
    place = tuple(data.draw(st.integers(0, size - 1)) for size in numbers.shape)
    first = protect_tables([table_of(numbers)], rules, as_of="1")
    numbers[place] += 1
    second = protect_tables([table_of(numbers)], rules, as_of="2", previous=first.ledger)

    for old, new in zip(first.tables, second.tables, strict=True):
        pd.testing.assert_frame_equal(old.frame, new.frame)
    assert first.since == second.since


@SLOW
@given(data=st.data())
def test_p4_one_more_patient_moves_a_count_by_one_step_of_rounding(data, counts, table_of, rules):
    numbers = data.draw(counts(most_cells=40))
    place = tuple(data.draw(st.integers(0, size - 1)) for size in numbers.shape)
    (old,) = protect_tables([table_of(numbers)], rules, as_of="1").tables
    numbers[place] += 1
    (new,) = protect_tables([table_of(numbers)], rules, as_of="1").tables

    for before, after in zip(old.frame["n"], new.frame["n"], strict=True):
        if not isinstance(before, Withheld) and not isinstance(after, Withheld) and before:
            assert abs(after - before) <= rules.round_base


@pytest.mark.parametrize(("later", "shown"), [(48, 45), (60, 60)])
def test_d15_a_count_of_43_stays_until_11_more_came(later, shown, table_of, rules):
    first = protect_tables([table_of([43, 300])], rules, as_of="2025-06")
    second = protect_tables([table_of([later, 300])], rules, as_of="2025-09", previous=first.ledger)

    assert first.tables[0].cell(a="a0") == 45
    assert second.tables[0].cell(a="a0") == shown


def test_a_new_level_waits_until_enough_people_are_in_it(table_of, rules):
    first = protect_tables([table_of([100, 200])], rules, as_of="1")
    second = protect_tables([table_of([100, 200, 5])], rules, as_of="2", previous=first.ledger)
    third = protect_tables([table_of([100, 220, 30])], rules, as_of="3", previous=second.ledger)

    assert "a2" not in set(second.tables[0].frame["a"])
    assert not second.is_complete
    assert third.tables[0].cell(a="a2") == 30
