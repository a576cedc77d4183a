"""Whether a site still enrols as it used to: its last months against its own record."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from analytics.accrual import DAYS_A_MONTH
from analytics.accrual_rates import Rate, RateRatio, rate, rate_ratio
from analytics.inputs import Floats, Ints

Verdict: TypeAlias = Literal[
    "dormant", "slower", "no patient yet", "quiet", "as before", "faster", "too short to judge"
]

WINDOW = 3  # whole months that are held against all before
LEAST_DAYS = 180.0  # open before these, so that there is a record to be held against
UNLIKELY = 0.025  # one-sided, as a 95 % interval that leaves 1 on one side


@dataclass(frozen=True, eq=False)
class SitePace:
    """One open site, judged over whole months."""

    place: str
    open_months: float  # of 30.4375 days, up to the last whole month
    overall: Rate  # per site-month
    before: int  # enrolled until the last three whole months
    before_months: float  # exposure until then
    recent: Rate | None  # per month in the last three; None: not open in them
    ratio: RateRatio | None  # recent over before; None where there is no record
    silent_months: int  # whole months since the last one with an enrolment
    p_silent: float  # chance of a silence as long, were the rate constant; nan without patients
    verdict: Verdict


@dataclass(frozen=True, eq=False)
class SitePaces:
    """Every site that is open, and the months that it was judged by."""

    sites: tuple[SitePace, ...]  # most in need of a call first
    last_month: int  # last whole month, 12 x year + month - 1
    not_open: int  # sites that are on hold, closed, planned or of unknown opening

    def count(self, verdict: Verdict) -> int:
        """Return the number of sites with a verdict."""
        return sum(site.verdict == verdict for site in self.sites)


def site_paces(
    places: Sequence[str], counts: Ints, exposure: Floats, *, last_month: int, not_open: int
) -> SitePaces:
    """Judge open sites by the enrolment of their last three whole months.

    Parameters
    ----------
    places : sequence of str
        Names of the sites.
    counts : Ints, shape (sites, months)
        Enrolled in each whole month, oldest first.
    exposure : Floats, shape (sites, months)
        Days open in each of them.
    last_month : int
        Month of the last column.
    not_open : int
        Sites left out because they do not enrol.
    """
    judged = [
        site_pace(place, row, days)
        for place, row, days in zip(places, counts, exposure, strict=True)
        if days.sum() > 0
    ]
    judged.sort(key=lambda site: (_ORDER.index(site.verdict), -site.silent_months))
    return SitePaces(tuple(judged), last_month, not_open)


_ORDER: tuple[Verdict, ...] = (
    *("dormant", "slower", "no patient yet", "quiet"),
    *("as before", "faster", "too short to judge"),
)


def site_pace(place: str, counts: Ints, exposure: Floats) -> SitePace:
    """Judge one site.

    Parameters
    ----------
    place : str
        Name of the site.
    counts, exposure : Ints and Floats, shape (months,)
        Enrolled, and days open, in each whole month; open in at least one.

    Notes
    -----
    Under a constant rate, given the number enrolled, enrolments lie evenly over the time open.
    So the chance that all n lie within its first share s is s^n: that of so long a silence. The
    last three months are held against those before by the exact ratio of two Poisson rates.
    After three silent months a site is dormant if the silence is unlikely (2.5 %), else quiet: its
    own rate can explain it. It is slower if the ratio's upper limit is under 1. With fewer than
    180 days open before the three months it is not judged.
    """
    months = exposure / DAYS_A_MONTH
    before, recent = slice(None, -WINDOW), slice(-WINDOW, None)
    total, open_months = int(counts.sum()), float(months.sum())
    silent = _silent(counts)
    has_record = exposure[before].sum() >= LEAST_DAYS and exposure[recent].sum() > 0
    ratio = None
    if has_record and total:
        ratio = rate_ratio(
            int(counts[recent].sum()),
            float(months[recent].sum()),
            int(counts[before].sum()),
            float(months[before].sum()),
        )
    p_silent = np.nan
    if total:
        p_silent = float((months[: counts.size - silent].sum() / open_months) ** total)
    seen = float(months[recent].sum())
    return SitePace(
        place=place,
        open_months=open_months,
        overall=rate(total, open_months),
        before=int(counts[before].sum()),
        before_months=float(months[before].sum()),
        recent=rate(int(counts[recent].sum()), seen) if seen else None,
        ratio=ratio,
        silent_months=silent,
        p_silent=p_silent,
        verdict=_verdict(total, silent, p_silent, ratio) if has_record else "too short to judge",
    )


def _silent(counts: Ints) -> int:
    enrolled = np.flatnonzero(counts)
    return int(counts.size - 1 - enrolled[-1]) if enrolled.size else int(counts.size)


def _verdict(total: int, silent: int, p_silent: float, ratio: RateRatio | None) -> Verdict:
    if ratio is None or not total:
        return "no patient yet"
    if silent >= WINDOW:
        return "dormant" if p_silent <= UNLIKELY else "quiet"
    if ratio.upper < 1:
        return "slower"
    return "faster" if ratio.lower > 1 else "as before"
