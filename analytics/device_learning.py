"""Outcomes by device generation, and by device and yearly volume, beside what was expected."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.errors import TooFewEvents
from analytics.learning import BANDS, Standard, cases_a_year, cases_of
from analytics.observed_expected import Tally, tally

NOT_ENTERED = ""  # stands for the device of whoever has none entered


@dataclass(frozen=True)
class DeviceGroup:
    """Cases of one device, of all sites or of those of one volume band."""

    device: str  # code; empty: not entered
    first: int | None  # cases a year from; None: whatever the volume
    last: int | None  # cases a year below; None: no upper end, or whatever the volume
    sites: int
    total: Tally


@dataclass(frozen=True, eq=False)
class DeviceLearning:
    """Devices of the sites in reach, held against the standard."""

    outcome: str
    standard: Standard
    groups: tuple[DeviceGroup, ...]  # those without a device last
    cases: int
    not_entered: int  # of the cases


def device_learning(
    units: pd.DataFrame,
    outcome: str,
    standard: Standard,
    *,
    order: Sequence[str],
    by_volume: bool,
) -> DeviceLearning:
    """Hold the cases of each device against the standard.

    Parameters
    ----------
    units : DataFrame
        As in `learning`, with `device`: code of the device of the index procedure, None where
        none is entered.
    outcome : str
        Key of the outcome.
    standard : Standard
        Of all sites.
    order : sequence of str
        Codes of devices in the order of display; others follow by code.
    by_volume : bool
        Whether cases of one device are told apart by the yearly volume of their site, over all
        devices together.

    Raises
    ------
    TooFewEvents
        If no case has a known outcome and month, or none has a device.

    Notes
    -----
    Limits are as wide as sites (or lesions of a patient) differ, as for volume: a device belongs
    to its sites.
    """
    cases = cases_of(units, standard)
    known = units.drop_duplicates(["site_id", "patient_no"])
    device = known.set_index(["site_id", "patient_no"])["device"].fillna(NOT_ENTERED)
    keys = pd.MultiIndex.from_frame(cases[["site_id", "patient_no"]])
    cases = cases.assign(device=device.reindex(keys).to_numpy())
    if (cases["device"] == NOT_ENTERED).all():
        raise TooFewEvents(
            "No index procedure here has a device entered, so devices cannot be told apart.",
            "Enter the device generation of procedures to see them.",
        )
    volume = cases.groupby("site_id", sort=False)["index_month"].agg(cases_a_year)
    of_case = cases["site_id"].map(volume)
    groups = []
    listed = [code for code in order if code in set(cases["device"])]
    others = sorted(set(cases["device"]) - {*listed, NOT_ENTERED})
    for code in (*listed, *others, NOT_ENTERED):
        for first, last in BANDS if by_volume else ((None, None),):
            inside = of_case >= (first or 0)
            inside &= of_case < (np.inf if last is None else last)
            rows = cases[(cases["device"] == code) & inside]
            if not rows.empty:
                groups.append(_group(code, (first, last), rows, standard))
    return DeviceLearning(
        outcome=outcome,
        standard=standard,
        groups=tuple(groups),
        cases=len(cases),
        not_entered=int((cases["device"] == NOT_ENTERED).sum()),
    )


def _group(
    device: str, band: tuple[int | None, int | None], rows: pd.DataFrame, standard: Standard
) -> DeviceGroup:
    total = tally(
        int(rows["observed"].sum()),
        float(rows["expected"].sum()),
        cases=len(rows),
        units=int(rows["units"].sum()),
        dispersion=max(standard.within, standard.between),
    )
    return DeviceGroup(device, *band, int(rows["site_id"].nunique()), total)
