"""Released curves after one another."""

import numpy as np
import pytest

from analytics.competing import cumulative_incidence
from analytics.disclosure.arms import GroupedComparison
from analytics.disclosure.curve_history import publish_curves
from analytics.disclosure.rules import Rules, Withheld, without_sites
from analytics.event_table import table_of_people, tables_by_group
from analytics.group_survival import survival_by_group
from analytics.inputs import check_people
from analytics.survival import kaplan_meier

RULES = without_sites(Rules())


def follow_up(n, events):
    died = np.arange(n) < events
    return np.where(died, 60.0, 1500.0), died.astype(int)


def curve(n, events):
    return kaplan_meier(*follow_up(n, events))


def incidence(n, first, second):
    code = np.repeat([1, 2, 0], [first, second, n - first - second])
    return cumulative_incidence(np.where(code > 0, 60.0, 1500.0), code)


def comparison(*groups):
    parts = [follow_up(*group) for group in groups]
    time, code = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    member = np.repeat(np.arange(len(groups)), [n for n, _ in groups])
    people = check_people(time, code)
    labels = [chr(ord("A") + i) for i in range(len(groups))]
    tables = tables_by_group(people, member, labels)
    return survival_by_group(tables, table_of_people(people), landmarks=[0.0], ticks=[0.0])


def after(result, previous):
    return publish_curves(result, RULES, as_of="2", previous=previous)


@pytest.mark.parametrize(
    ("n", "events", "as_of"), [(110, 41, "1"), (111, 40, "1"), (111, 41, "2"), (90, 60, "1")]
)
def test_a_curve_is_replaced_when_11_people_and_11_events_came(n, events, as_of):
    first = publish_curves(curve(100, 30), RULES, as_of="1")

    second = after(curve(n, events), first)

    assert second.as_of == as_of
    assert (second is first) is (as_of == "1")


def test_a_withheld_curve_appears_by_the_same_rule():
    first = publish_curves(curve(49, 20), RULES, as_of="1")

    assert isinstance(after(curve(50, 21), first).released, Withheld)
    assert not isinstance(after(curve(60, 31), first).released, Withheld)


def test_every_shown_cause_needs_its_own_events():
    first = publish_curves(incidence(200, 40, 30), RULES, as_of="1")

    assert after(incidence(240, 70, 35), first).as_of == "1"
    assert after(incidence(240, 70, 41), first).as_of == "2"


def test_a_cause_that_is_withheld_holds_nothing_up():
    first = publish_curves(incidence(200, 40, 3), RULES, as_of="1")

    assert after(incidence(240, 70, 4), first).as_of == "2"


def test_a_comparison_changes_as_a_whole():
    first = publish_curves(comparison((200, 60), (150, 50)), RULES, as_of="1")

    assert after(comparison((240, 90), (155, 52)), first).as_of == "1"
    assert after(comparison((240, 90), (170, 70)), first).as_of == "2"


def test_a_comparison_that_showed_everybody_waits_for_all_groups():
    first = publish_curves(comparison((40, 15), (30, 12)), RULES, as_of="1")
    second = after(comparison((200, 60), (35, 14)), first)

    assert isinstance(first.released, GroupedComparison)
    assert first.released.shows == second.released.shows == "overall"
    assert second.as_of == "2"


def test_true_counts_are_not_in_sight():
    assert "counted" not in repr(publish_curves(curve(100, 30), RULES, as_of="1"))
