"""Events to come under one rate, by hand."""

import math

import numpy as np
import pytest

from analytics.errors import TooFewEvents
from analytics.events_ahead import Coming, Pool, events_ahead

NOBODY = Coming(np.zeros(24), np.zeros(24), np.zeros(24))


def pool(events=20, months=400.0, n=40):
    return Pool(("A", "B"), n, events, months)


def test_events_so_far_of_the_whole_pool_are_those_counted():
    since = np.array([3.0, 10.0, 30.0, 30.0])

    assert events_ahead(pool(), since, since, NOBODY).median[0] == pytest.approx(20)


def test_a_part_has_its_share_by_time_since_the_index_procedure():
    since = np.array([10.0, 10.0, 40.0])

    found = events_ahead(pool(), since, since[:1], NOBODY).median[0]

    # Rate 20 / 400 = 0.05: had = 1 - exp(-0.5) twice and 1 - exp(-2).
    one, other = 1 - math.exp(-0.5), 1 - math.exp(-2)
    assert found == pytest.approx(20 * one / (2 * one + other))


def test_events_grow_towards_everybody_and_never_fall():
    since = np.full(40, 12.0)

    path = events_ahead(pool(), since, since, NOBODY).median

    assert (np.diff(path) > 0).all()
    # scale 20 / (40 (1 - exp(-0.6))); after 12 more months 1 - exp(-1.2).
    assert path[12] == pytest.approx(20 * (1 - math.exp(-1.2)) / (1 - math.exp(-0.6)))


def test_new_patients_come_in_the_middle_of_a_month():
    since = np.full(40, 12.0)
    ten = np.zeros(24)
    ten[0] = 10

    with_them = events_ahead(pool(), since, since, Coming(ten, ten, ten)).median
    alone = events_ahead(pool(), since, since, NOBODY).median

    scale = 20 / (40 * (1 - math.exp(-0.6)))
    assert with_them[1] - alone[1] == pytest.approx(scale * 10 * (1 - math.exp(-0.025)))


def test_limits_hold_the_rate_and_enrolment_and_start_where_the_median_does():
    since = np.full(40, 12.0)
    paths = events_ahead(pool(), since, since, Coming(*(np.full(24, n) for n in (2.0, 1.0, 3.0))))

    assert paths.fewest[0] == paths.most[0] == paths.median[0]
    assert (paths.fewest[1:] < paths.median[1:]).all()
    assert (paths.median[1:] < paths.most[1:]).all()


def test_nine_events_tell_no_rate():
    with pytest.raises(TooFewEvents, match=r"9 events .* 10 are needed"):
        _ = pool(events=9).rates
