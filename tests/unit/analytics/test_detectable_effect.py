"""Schoenfeld's formula against printed numbers and by hand."""

import math

import pytest

from analytics.detectable_effect import detectable_hazard_ratio, events_needed
from analytics.errors import BadInput


@pytest.mark.parametrize(
    ("ratio", "share", "events"),
    [
        # (1.959964 + 0.841621)^2 = 7.848879; over 1/4 and log(ratio)^2, by hand.
        (0.5, 0.5, 65.346),  # 66 in the tables of trial planning
        (2 / 3, 0.5, 190.971),
        (0.75, 0.5, 379.350),
        (0.75, 0.25, 505.800),  # over 3/16 in place of 1/4: a third more
    ],
)
def test_events_needed_are_those_of_the_formula(ratio, share, events):
    assert events_needed(ratio, share) == pytest.approx(events, abs=0.01)


def test_a_ratio_and_its_mirror_need_the_same_events():
    assert events_needed(0.75) == pytest.approx(events_needed(4 / 3))


def test_the_detectable_ratio_is_the_inverse():
    # sqrt(7.848879 / (100 x 1/4)) = 0.560317; exp(-0.560317)
    assert detectable_hazard_ratio(100) == pytest.approx(math.exp(-0.560317), abs=1e-6)
    assert detectable_hazard_ratio(events_needed(0.8, 0.3), 0.3) == pytest.approx(0.8)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: events_needed(1),
        lambda: events_needed(0),
        lambda: events_needed(0.75, 0),
        lambda: detectable_hazard_ratio(0),
        lambda: detectable_hazard_ratio(100, 1),
    ],
)
def test_what_cannot_be_asked_is_refused(ask):
    with pytest.raises(BadInput):
        ask()
