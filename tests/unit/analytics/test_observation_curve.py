"""The censoring curve of Fine-Gray weights by hand."""

import numpy as np
import pytest

from analytics.competing import fine_gray
from analytics.errors import BadInput
from analytics.first_events import first_events
from analytics.observation_curve import observation_curve


@pytest.mark.parametrize(("censoring", "at_2"), [("events-first", 1 - 1 / 2), ("at-risk", 2 / 3)])
def test_whoever_has_the_event_on_the_day_is_or_is_not_at_risk_of_censoring(censoring, at_2):
    curve = observation_curve(first_events([1, 2, 2, 3], [2, 1, 0, 0]).table, censoring)

    np.testing.assert_allclose(curve.before([0, 1, 2, 2.5, 3, 4]), [1, 1, 1, at_2, at_2, 0])


def test_with_late_entry_the_weight_also_grows_with_those_who_have_come():
    people = {"time": [5, 6, 7, 8], "code": [2, 1, 1, 0], "entry": [0, 0, 3, 5]}
    curve = observation_curve(first_events(**people).table, "events-first")

    # entered before t: on day 5 one of three at risk just after has just come, on day 3 one of 3
    np.testing.assert_allclose(curve.before([1, 3, 4, 5, 6]), [4 / 9, 4 / 9, 2 / 3, 2 / 3, 1])


def test_a_day_on_which_everybody_has_just_entered_hides_what_came_before():
    people = {"time": [1, 5, 6, 7, 8], "code": [2, 1, 1, 1, 0], "entry": [0, 2, 2, 3, 3]}

    with pytest.raises(BadInput, match="1 competing events come before a day"):
        fine_gray([1, 0, 1, 0, 0], **people)
