"""Landmarks that can be read, are about to be, or are far away."""

import pytest

from analytics.readiness import Landmark, Readiness


@pytest.mark.parametrize(("n", "needed"), [(20, 10), (100, 10), (101, 11), (300, 30), (302, 31)])
def test_ten_and_a_tenth_of_those_counted_must_be_at_risk(n, needed):
    assert Landmark("X", 36, n, 0, 0).needed == needed


@pytest.mark.parametrize(
    ("at_risk", "near", "is_readable", "is_coming"),
    [(10, 0, True, False), (9, 1, False, True), (9, 0, False, False), (0, 10, False, True)],
)
def test_a_landmark_is_coming_if_all_who_are_near_would_be_enough(
    at_risk, near, is_readable, is_coming
):
    landmark = Landmark("X", 36, 50, at_risk, near)

    assert (landmark.is_readable, landmark.is_coming) == (is_readable, is_coming)


def test_the_fewest_missing_stand_first():
    far, close = Landmark("X", 24, 50, 2, 20), Landmark("Y", 36, 50, 9, 5)
    readable = Landmark("Z", 12, 50, 40, 0)

    found = Readiness((far, readable, close), 6, has_calendar=True)

    assert found.coming == (close, far)
    assert found.readable == 1
