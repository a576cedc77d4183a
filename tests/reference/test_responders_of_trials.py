"""Responders by arm in 19 randomised trials of colorectal cancer (R package Surrogate 3.4.1).

188 of 1,539 and 356 of 1,653 patients responded, counted from the published table. Here arms were
drawn by lot before anybody responded; responders and non-responders were not, so survival from
randomisation by response would carry immortal time.
"""

import pandas as pd
import pytest

from analytics.response_by_group import response_by_group

CODES = {1: "CR", 2: "PR", 3: "SD", 4: "PD"}


@pytest.fixture(scope="module")
def by_arm(shared):
    table = pd.read_csv(shared / "data" / "crc-26-trials" / "colorectal4.csv")
    patient = table["patid"].astype(str) + "-" + table["center"].astype(str)
    readings = pd.DataFrame(
        {"patient": patient, "day": float("nan"), "response": table["surrogend"].map(CODES)}
    )
    people = pd.DataFrame(
        {"patient": patient, "group": table["treatn"], "new_treatment_day": float("nan")}
    ).sort_values("group", kind="stable", ignore_index=True)
    return response_by_group(readings, people, criterion="WHO", reader="UNSTATED")


@pytest.mark.parametrize(("arm", "responders", "n"), [(0, 188, 1539), (1, 356, 1653)])
def test_responders_are_those_of_the_trials(by_arm, arm, responders, n):
    share = by_arm.groups[arm].rates.objective

    assert (share.successes, share.n) == (responders, n)
    assert by_arm.undated == 3192
