"""Lesions complete at the first control, by hand."""

import numpy as np
import pandas as pd
import pytest

from analytics.errors import TooFewEvents
from analytics.lesion_efficacy import lesion_efficacy

CONTROLS = pd.DataFrame(
    [
        ("a", 1, "MWA", 0.0, 30.0, "COMPLETE"),
        ("a", 1, "MWA", 0.0, 60.0, "LTP"),
        ("b", 1, "MWA", 0.0, 30.0, "RESIDUAL"),
        ("b", 1, "MWA", 0.0, 60.0, "COMPLETE"),  # made complete later: not at the first control
        ("c", 2, "MWA", 100.0, 60.0, "COMPLETE"),  # before its own treatment
        ("d", 2, "MWA", 0.0, 120.0, "COMPLETE"),  # too late
        ("e", 3, "MWA", 0.0, 80.0, "NO_LTP"),
        ("f", 4, "TAE", 0.0, np.nan, None),
    ],
    columns=["lesion", "patient_no", "group", "origin_day", "day", "status"],
)


def test_the_first_control_within_90_days_decides():
    found = lesion_efficacy(CONTROLS)

    share = found.groups[0].share
    assert (share.successes, share.n, share.n_clusters) == (2, 3, 2)
    assert (found.groups[0].lesions, found.groups[0].not_assessed) == (5, 2)


def test_a_group_without_controls_or_with_one_patient_says_so():
    one = CONTROLS[CONTROLS["patient_no"].isin([1, 4])]
    found = lesion_efficacy(one)

    assert "one cluster" in found.groups[0].why_none
    assert found.groups[1].why_none == "no control"
    assert found.groups[1].share is None


def test_nowhere_a_control_is_refused():
    with pytest.raises(TooFewEvents, match="control within 90 days"):
        lesion_efficacy(CONTROLS[CONTROLS["group"] == "TAE"])
