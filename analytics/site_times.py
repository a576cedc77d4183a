"""How long sites take from agreement, ethics approval and activation to their first patient."""

from dataclasses import dataclass

import numpy as np

from analytics.accrual import DAYS_A_MONTH
from analytics.inputs import Bools, Floats, Ints
from analytics.openings import Days, Openings, month_of
from analytics.product_limit import kaplan_meier
from analytics.survival import quantile


@dataclass(frozen=True, eq=False)
class KnownSites:
    """Sites as they are known at the data cut-off; every array has one entry per site."""

    site_id: tuple[str, ...]
    place: tuple[str, ...]  # name or label, as the reader may read it
    country: tuple[str, ...]  # codes
    region: tuple[str, ...]  # codes
    agreement: Days
    ethics: Days
    activation: Days
    first_month: Ints  # first enrolment, 12 x year + month - 1; -1: none with a month
    last_month: Ints
    enrolled: Ints  # with and without a month
    openings: Openings


@dataclass(frozen=True, eq=False)
class StepTime:
    """Time from one milestone to another over sites, those still waiting censored."""

    start: str
    end: str
    n: int  # sites that have reached the start and whose dates are usable
    n_reached: int  # of these, those that have reached the end
    median: float  # days; nan where half have not reached the end
    lower: float  # log(-log) limits of the median
    upper: float
    n_left_out: int  # a date is missing although the milestone was passed, or in another order


@dataclass(frozen=True, eq=False)
class SiteTimes:
    """Sites with their dates, and the time that each step took."""

    sites: KnownSites
    steps: tuple[StepTime, ...]  # empty where no site has dates


def site_times(sites: KnownSites) -> SiteTimes:
    """Estimate the time between milestones, up to activation and up to the first patient.

    Notes
    -----
    Medians are Kaplan-Meier's: a site that still waits counts until the data cut-off or its
    closure, since the mean of those that have finished is too short. The day of the first
    patient is not kept, only the month: times to it are whole calendar months.
    """
    found = [
        _step("agreement", sites.agreement, "activation", sites),
        _step("ethics approval", sites.ethics, "activation", sites),
        _step("agreement", sites.agreement, "first patient", sites),
        _step("ethics approval", sites.ethics, "first patient", sites),
        _step("activation", sites.activation, "first patient", sites),
    ]
    return SiteTimes(sites, tuple(step for step in found if step is not None))


def _step(start: str, since: Days, end: str, sites: KnownSites) -> StepTime | None:
    cut = np.datetime64(sites.openings.cutoff, "D")
    started = ~np.isnat(since) & (since <= cut)
    if end == "activation":
        days, reached, is_lost = _until_activation(since, sites)
    else:
        days, reached, is_lost = _until_first_patient(since, sites)
    passed = ~np.isnat(sites.openings.opened)
    left_out = (started & (is_lost | (days < 0))) | (~started & passed)
    used = started & ~left_out
    if not used.any():
        return None
    curve = kaplan_meier(days[used], reached[used])
    median = quantile(curve)
    return StepTime(
        start=start,
        end=end,
        n=int(used.sum()),
        n_reached=int(reached[used].sum()),
        median=median.estimate,
        lower=median.lower,
        upper=median.upper,
        n_left_out=int(left_out.sum()),
    )


def _until_activation(since: Days, sites: KnownSites) -> tuple[Floats, Bools, Bools]:
    cut = np.datetime64(sites.openings.cutoff, "D")
    reached = ~np.isnat(sites.activation) & (sites.activation <= cut)
    reached &= np.array([state != "overdue" for state in sites.openings.state])
    end = np.where(reached, sites.activation, cut)
    # Open without an activation date: it took place on an unknown day.
    is_lost = ~reached & ~np.isnat(sites.openings.opened)
    return (end - since).astype(np.float64), reached, is_lost


def _until_first_patient(since: Days, sites: KnownSites) -> tuple[Floats, Bools, Bools]:
    reached = sites.first_month >= 0
    closed = sites.openings.closed
    end = np.where(np.isnat(closed), np.datetime64(sites.openings.cutoff, "D"), closed)
    months = np.where(reached, sites.first_month, month_of(end)) - month_of(since)
    # Patients without a month: the first of them came on an unknown day.
    is_lost = ~reached & (sites.enrolled > 0)
    return (months * DAYS_A_MONTH).astype(np.float64), reached, is_lost
