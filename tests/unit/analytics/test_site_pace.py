"""Sites against their own record: verdicts that can be worked out on paper."""

import numpy as np
import pytest

from analytics.site_pace import DAYS_A_MONTH, site_pace, site_paces

FULL = DAYS_A_MONTH  # days of a month of the unit in which rates are given


def judged(counts, months_open=None):
    counts = np.array(counts)
    open_for = counts.size if months_open is None else months_open
    exposure = np.where(np.arange(counts.size) >= counts.size - open_for, FULL, 0.0)
    return site_pace("A", counts, exposure)


def test_the_chance_of_a_silence_is_the_share_of_time_before_it_to_the_power_of_n():
    found = judged([4] * 9 + [0] * 3)

    assert found.silent_months == 3
    assert found.p_silent == pytest.approx((9 / 12) ** 36)
    assert found.verdict == "dormant"


def test_a_small_site_may_be_silent_without_being_dormant():
    found = judged([1, 0, 0, 0, 0, 0, 0, 0, 1] + [0] * 3)

    assert found.p_silent == pytest.approx((9 / 12) ** 2)
    assert found.verdict == "quiet"


def test_a_site_that_slows_down_is_held_against_its_own_rate():
    found = judged([10] * 9 + [2, 1, 1])

    assert (found.before, found.recent.count) == (90, 4)
    assert found.ratio.estimate == pytest.approx((4 / 3) / 10)
    assert found.ratio.upper < 1
    assert found.verdict == "slower"


def test_a_site_that_goes_on_or_speeds_up_says_so():
    assert judged([2] * 12).verdict == "as before"
    assert judged([1] * 9 + [9] * 3).verdict == "faster"


def test_nobody_yet_is_a_verdict_of_its_own_with_a_finite_upper_limit():
    found = judged([0] * 12)

    assert found.verdict == "no patient yet"
    assert found.ratio is None
    assert np.isnan(found.p_silent)
    assert found.overall.upper == pytest.approx(-np.log(0.025) / 12)


@pytest.mark.parametrize(("months_open", "verdict"), [(8, "too short to judge"), (9, "as before")])
def test_a_site_needs_180_days_before_the_three_months(months_open, verdict):
    counts = [0] * (12 - months_open) + [2] * months_open

    assert judged(counts, months_open).verdict == verdict


def test_those_in_need_of_a_call_come_first_and_sites_never_open_are_left_out():
    counts = np.array([[2] * 12, [4] * 9 + [0] * 3, [0] * 12, [0] * 12])
    exposure = np.full(counts.shape, FULL)
    exposure[3] = 0

    found = site_paces(["steady", "dormant", "empty", "closed"], counts, exposure,
                       last_month=24305, not_open=2)  # fmt: skip

    assert [site.place for site in found.sites] == ["dormant", "empty", "steady"]
    assert (found.count("dormant"), found.not_open) == (1, 2)
