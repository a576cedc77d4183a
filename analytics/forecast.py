"""Forecast of enrolment: how many by a day, and when a target is reached."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.accrual_rates import checked_exposure
from analytics.enrolment import enrolment
from analytics.errors import BadInput, TooFewEvents
from analytics.inputs import Bools, Floats, Ints, asked_days, indicators, numbers, whole_numbers
from analytics.limits import check_confidence
from analytics.site_rates import (
    RatePosterior,
    SiteRates,
    fit_site_rates,
    rate_posterior,
)

_FEW_SITES = 5  # below, the assumed spread between sites weighs more than the seen one
_LONGEST = 18_263  # days, fifty years: a target further away is not reached


@dataclass(frozen=True, eq=False)
class TargetDate:
    """When a target is reached; days from the data cut-off, nan where it is not."""

    target: int
    median: float  # as likely before as after
    earliest: float  # limits of the prediction interval
    latest: float
    probability: Floats  # of having reached it by each of the forecast's days
    words: str  # what a reader must know; empty where the days tell all


@dataclass(frozen=True, eq=False)
class Forecast:
    """Number enrolled by each asked day, those enrolled so far included."""

    enrolled: int  # by the data cut-off
    days: Floats  # from the data cut-off, as asked
    median: Ints  # as likely fewer as more
    lower: Ints  # limits of the prediction interval
    upper: Ints
    confidence: float
    rates: SiteRates | None  # per day and site; None: one site cannot show how sites differ
    n_sites: int  # that were open so far
    n_planned: int
    targets: tuple[TargetDate, ...]
    notes: tuple[str, ...]  # sentences for the caption


def forecast(  # noqa: PLR0913, PLR0917  # the published signature
    site_counts: ArrayLike,
    exposure: ArrayLike,
    openings: ArrayLike,
    horizon: ArrayLike,
    targets: ArrayLike = (),
    *,
    enrolling: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Forecast:
    """Forecast enrolment from what each site has enrolled and how long it was open.

    Parameters
    ----------
    site_counts : array-like of int, shape (sites,)
        Patients enrolled so far by each site that has opened; 0 counts as well.
    exposure : array-like of float, shape (sites,)
        Days that each site was open.
    openings : array-like of float, shape (planned,)
        Days from the data cut-off until each planned site opens; may be empty.
    horizon : array-like of float, shape (days,)
        Days from the data cut-off for which the number is asked; one may come alone.
    targets : array-like of int, shape (targets,), optional
        Numbers enrolled in all for which the day is asked.
    enrolling : array-like of bool, shape (sites,), optional
        Whether each site still enrols; all do if left out.
    confidence : float
        Level of the prediction intervals, between 0 and 1.

    Raises
    ------
    BadInput
        If counts, days or targets are impossible.
    TooFewEvents
        If nobody was enrolled so far, or new sites are to be forecast from a single one.

    Notes
    -----
    Poisson counts with gamma rates over sites (see `rate_posterior`). Intervals hold chance,
    the differences between sites and what is unknown of both. They assume that a site goes
    on as it did and that sites open as planned: `back_test` shows how well that held.

    References
    ----------
    Anisimov & Fedorov (2007), doi:10.1002/sim.2956.
    """
    check_confidence(confidence)
    counts, time = checked_exposure(site_counts, exposure)
    starts = _starts(time.size, openings, enrolling)
    n_planned = starts.size - time.size
    _refuse_new_sites_from_one(time, n_planned)
    counts = np.append(counts, np.zeros(n_planned, dtype=np.int64))
    time = np.append(time, np.zeros(n_planned))
    days, enrolled = asked_days("horizon", horizon), int(counts.sum())
    posterior = rate_posterior(counts, time)
    coming = enrolment(posterior, _open_days(starts, days))
    tail = (1 - confidence) / 2
    was_open = time > 0
    asked = _asked_targets(targets)
    return Forecast(
        enrolled=enrolled,
        days=days,
        median=enrolled + coming.quantile(0.5),
        lower=enrolled + coming.quantile(tail),
        upper=enrolled + coming.quantile(1 - tail),
        confidence=confidence,
        rates=fit_site_rates(counts, time) if was_open.sum() > 1 else None,
        n_sites=int(was_open.sum()),
        n_planned=n_planned,
        targets=tuple(
            _target_date(int(n), enrolled, posterior, starts, days=days, tail=tail) for n in asked
        ),
        notes=_notes(counts, was_open, starts),
    )


def _starts(n_sites: int, openings: ArrayLike, enrolling: ArrayLike | None) -> Floats:
    """Return the day from which each site enrols; infinite for one that does no more."""
    planned = numbers("openings", openings)
    if (planned < 0).any():
        raise BadInput(
            f"{int((planned < 0).sum())} planned sites open before the data cut-off.",
            "Give a site that has opened with its count and its days open.",
        )
    goes_on = np.ones(n_sites) if enrolling is None else indicators("enrolling", enrolling)
    if goes_on.size != n_sites:
        raise BadInput(
            f"enrolling has {goes_on.size} rows, not {n_sites}.", "Give one for each site."
        )
    return np.append(np.where(goes_on == 1, 0.0, np.inf), planned)


def _refuse_new_sites_from_one(exposure: Floats, n_planned: int) -> None:
    n_seen = int((exposure > 0).sum())
    n_new = exposure.size - n_seen + n_planned
    if n_seen == 1 and n_new:
        raise TooFewEvents(
            f"One site was open so far; it cannot tell what {n_new} new ones will enrol.",
            "Forecast without planned sites, or wait until a second site is open.",
        )


def _asked_targets(targets: ArrayLike) -> Ints:
    asked = whole_numbers("targets", np.atleast_1d(np.asarray(targets)))
    if (asked < 0).any():
        raise BadInput(
            f"{int((asked < 0).sum())} targets are negative.", "Ask for a number of patients."
        )
    return asked


def _open_days(starts: Floats, days: Floats) -> Floats:
    """Return the days that each site will have been open, shape (sites, days)."""
    return np.maximum(days - starts[:, None], 0.0)


def _target_date(
    target: int,
    enrolled: int,
    posterior: RatePosterior,
    starts: Floats,
    *,
    days: Floats,
    tail: float,
) -> TargetDate:
    missing = target - enrolled
    if missing <= 0:
        words = f"Reached: {enrolled} are enrolled for a target of {target}."
        if target == 0:
            words = "The target is 0: there is nothing to reach."
        return TargetDate(target, 0.0, 0.0, 0.0, np.ones(days.size), words)
    levels = np.array([0.5, tail, 1 - tail])
    until = _days_until(missing, levels, posterior, starts)
    words = ""
    if np.isnan(until).any():
        words = f"{target} may not be reached within {_LONGEST // 365} years."
    return TargetDate(
        target=target,
        median=float(until[0]),
        earliest=float(until[1]),
        latest=float(until[2]),
        probability=_reached(missing, days, posterior, starts),
        words=words,
    )


def _days_until(missing: int, levels: Floats, posterior: RatePosterior, starts: Floats) -> Floats:
    """Return the first whole day by which the missing are enrolled with each chance."""
    before, by = np.zeros(levels.size), np.full(levels.size, float(_LONGEST))
    never = _reached(missing, by, posterior, starts) < levels
    while (by - before > 1).any():
        middle = np.floor((before + by) / 2)
        reached = _reached(missing, middle, posterior, starts) >= levels
        before, by = np.where(reached, before, middle), np.where(reached, middle, by)
    return np.where(never, np.nan, by)


def _reached(missing: int, days: Floats, posterior: RatePosterior, starts: Floats) -> Floats:
    coming = enrolment(posterior, _open_days(starts, days))
    return 1 - coming.at_most(np.full(days.size, missing - 1))


def _notes(counts: Ints, was_open: Bools, starts: Floats) -> tuple[str, ...]:
    n_open, n_idle = int(was_open.sum()), int((was_open & (counts == 0)).sum())
    said: Sequence[tuple[bool, str]] = [
        (n_open == 1, "One site: nothing shows how sites differ."),
        (
            1 < n_open < _FEW_SITES,
            f"{n_open} sites so far: how much sites differ is largely assumed.",
        ),
        (n_idle > 0, f"{n_idle} of {n_open} sites have enrolled nobody so far, and count."),
        (bool(np.isinf(starts).all()), "No site is enrolling or planned: the number stays."),
    ]
    return tuple(sentence for holds, sentence in said if holds)
