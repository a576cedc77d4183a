"""Clark's C, worked out by hand on named patients."""

import pandas as pd
import pytest

from analytics.errors import BadInput
from analytics.follow_up_quality import completeness

PATIENTS = pd.DataFrame(
    {"time": [100, 300, 60, 0.5], "event": [1, 0, 0, 1], "to_cutoff": [400, 300, 240, 0]},
    index=["died", "seen at the cut-off", "lost", "died on the day of the cut-off"],
)


def test_observed_days_are_set_against_days_to_event_or_cut_off():
    result = completeness(PATIENTS["time"], PATIENTS["event"], PATIENTS["to_cutoff"])

    assert result.observed == 100 + 300 + 60 + 0.5
    assert result.potential == 100 + 300 + 240 + 0.5
    assert result.estimate == pytest.approx(460.5 / 640.5)
    assert (result.n, result.n_short) == (4, 1)


def test_only_days_after_entry_can_be_observed():
    result = completeness([100, 60], [1, 0], [400, 240], entry=[20, 40])

    assert (result.observed, result.potential) == (80 + 20, 80 + 200)


def test_a_last_look_on_the_day_of_procedure_and_cut_off_is_complete():
    assert completeness([0.5, 10], [0, 0], [0, 10]).estimate == 1


def test_follow_up_beyond_the_cut_off_is_refused_with_its_count():
    with pytest.raises(BadInput, match="1 of 2 people are followed beyond the data cut-off"):
        completeness([100, 50], [0, 0], [90, 50])


@pytest.mark.parametrize(
    ("to_cutoff", "reason"),
    [([100], "to_cutoff has 1 rows and time has 2"), ([100, None], "to_cutoff is missing in 1")],
)
def test_cut_offs_that_do_not_fit_are_refused(to_cutoff, reason):
    with pytest.raises(BadInput, match=reason):
        completeness([10, 20], [0, 1], to_cutoff)


def test_nobody_with_any_potential_is_refused():
    with pytest.raises(BadInput, match="Nobody could be followed"):
        completeness([0], [1], [0])
