"""Devices held against the standard, with cases that can be counted by hand."""

import numpy as np
import pandas as pd
import pytest

from analytics.device_learning import device_learning
from analytics.errors import TooFewEvents
from analytics.learning import standard_of
from analytics.risk_model import Factor

FACTORS = [Factor("stage", "Stage", (("A", "early"), ("B", "late")))]


def units(devices=("NEW", "OLD", None), sites=("S1", "S2", "S3"), each=40):
    """As many cases at every site, a month apart; every fourth has the event."""
    n = each * len(sites)
    frame = pd.DataFrame(
        {
            "site_id": np.repeat(sites, each),
            "patient_no": np.arange(n),
            "index_month": np.tile(np.arange(each), len(sites)),
            "stage": np.resize(["A", "A", "B"], n),
            "outcome": np.resize([0.0, 1.0, 0.0, 0.0], n),
        }
    )
    return frame.assign(device=pd.Series(np.resize(np.array(devices, dtype=object), n)))


def held(frame, by_volume=False):
    standard = standard_of(frame, FACTORS)
    chosen = {"order": ("OLDEST", "NEW"), "by_volume": by_volume}
    return device_learning(frame, "COMPLICATION", standard, **chosen)


def test_every_device_has_its_cases_and_those_without_come_last():
    frame = units()
    found = held(frame)

    assert [group.device for group in found.groups] == ["NEW", "OLD", ""]
    assert [group.total.cases for group in found.groups] == [40, 40, 40]
    observed = frame.groupby(frame["device"].fillna(""))["outcome"].sum()
    assert {g.device: g.total.observed for g in found.groups} == observed.astype(int).to_dict()
    assert (found.cases, found.not_entered) == (120, 40)


def test_what_is_expected_of_all_devices_is_what_was_observed_of_all():
    found = held(units())

    expected = sum(group.total.expected for group in found.groups)
    assert expected == pytest.approx(sum(group.total.observed for group in found.groups))


def test_bands_of_volume_are_those_of_the_site_over_all_devices():
    frame = units()
    busy = frame["site_id"] == "S3"
    frame.loc[busy, "index_month"] = frame.loc[busy, "index_month"] // 4  # 40 cases in a year

    found = held(frame, by_volume=True)

    bands = {(g.device, g.first): (g.sites, g.total.cases) for g in found.groups}
    assert {band for _, band in bands} == {10, 25}  # S1 and S2: 12 cases a year
    assert bands["NEW", 10][0] == 2
    assert bands["NEW", 25][0] == 1
    assert sum(cases for _, cases in bands.values()) == 120


def test_without_any_device_a_sentence_says_so():
    with pytest.raises(TooFewEvents, match="No index procedure here has a device"):
        held(units(devices=(None,)))


def test_lesions_of_one_patient_are_one_case():
    frame = units()
    frame["patient_no"] //= 2
    frame["device"] = frame.groupby("patient_no")["device"].transform("first")

    found = held(frame)

    assert sum(group.total.cases for group in found.groups) == 60
    assert sum(group.total.units for group in found.groups) == 120
