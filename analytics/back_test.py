"""Back-test: what past forecasts of enrolment would have said, and what happened."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.accrual_rates import checked_exposure
from analytics.enrolment import enrolment
from analytics.errors import BadInput, TooFewEvents
from analytics.inputs import Floats, Ints
from analytics.limits import check_confidence
from analytics.site_rates import rate_posterior


@dataclass(frozen=True, eq=False)
class BackTest:
    """Forecasts made at past months, oldest first; every array has one entry per forecast."""

    known_months: Ints  # months that each forecast could see
    ahead: int  # months that it looked ahead
    median: Ints  # patients enrolled within those months
    lower: Ints
    upper: Ints
    observed: Ints
    confidence: float
    notes: tuple[str, ...]  # sentences for the caption

    @property
    def n_within(self) -> int:
        """Forecasts whose interval held what happened."""
        return int(((self.lower <= self.observed) & (self.observed <= self.upper)).sum())


def back_test(
    counts: ArrayLike,
    exposure: ArrayLike,
    *,
    ahead: int = 6,
    forecasts: int = 6,
    confidence: float = 0.95,
) -> BackTest:
    """Repeat the last forecasts as of their month and hold them against what happened.

    Parameters
    ----------
    counts : array-like of int, shape (sites, months)
        Patients enrolled by site and whole calendar month, oldest first.
    exposure : array-like of float, shape (sites, months)
        Days that each site was open in the month; 0 before it opened.
    ahead : int
        Months that each forecast looks ahead.
    forecasts : int
        Forecasts to repeat: one a month, the last of them `ahead` months ago.
    confidence : float
        Level of the prediction intervals.

    Raises
    ------
    BadInput
        If counts or exposure are impossible, or nothing is asked.
    TooFewEvents
        If no forecast could have been made `ahead` months ago.

    Notes
    -----
    Sites open and close as they did, so errors of the opening plan are not tested. Windows
    of neighbouring forecasts share months: six hits are less than six independent proofs.
    """
    check_confidence(confidence)
    if ahead < 1 or forecasts < 1:
        raise BadInput(
            f"{forecasts} forecasts of {ahead} months are asked.", "Ask for at least one of each."
        )
    patients, time = _by_month(counts, exposure)
    origins = _origins(patients, time, ahead=ahead, forecasts=forecasts)
    tail = (1 - confidence) / 2
    rows = []
    for known in origins:
        posterior = rate_posterior(patients[:, :known].sum(axis=1), time[:, :known].sum(axis=1))
        window = slice(known, known + ahead)
        coming = enrolment(posterior, time[:, window].sum(axis=1, keepdims=True))
        limits = [coming.quantile(q)[0] for q in (0.5, tail, 1 - tail)]
        rows.append([*limits, patients[:, window].sum()])
    median, lower, upper, observed = np.array(rows, dtype=np.int64).T
    notes: tuple[str, ...] = ()
    if origins.size < forecasts:
        notes = (f"{origins.size} of {forecasts} forecasts: before, too little was known.",)
    return BackTest(origins, ahead, median, lower, upper, observed, confidence, notes)


def _by_month(counts: ArrayLike, exposure: ArrayLike) -> tuple[Ints, Floats]:
    patients, time = np.asarray(counts), np.asarray(exposure)
    if patients.ndim != 2 or patients.shape != time.shape:  # noqa: PLR2004  # sites and months
        raise BadInput(
            f"counts has shape {patients.shape} and exposure {time.shape}.",
            "Give sites in rows and months in columns, for both.",
        )
    checked, days = checked_exposure(patients.ravel(), time.ravel())
    return checked.reshape(patients.shape), days.reshape(patients.shape)


def _origins(patients: Ints, time: Floats, *, ahead: int, forecasts: int) -> Ints:
    """Return the months known to each forecast that could have been made."""
    n_months = patients.shape[1]
    last = n_months - ahead
    possible = np.arange(max(last - forecasts, 0) + 1, last + 1)
    enrolled = np.cumsum(patients.sum(axis=0))
    n_open = (np.cumsum(time, axis=1) > 0).sum(axis=0)
    # From one site nothing can be said of others, so two must have been open, or all sites were.
    known = [m for m in possible if enrolled[m - 1] > 0 and _enough(n_open[m - 1], n_open[-1])]
    if not known:
        raise TooFewEvents(
            f"{n_months} months are known; no forecast of {ahead} months could have been made.",
            "Wait, or look fewer months ahead.",
        )
    return np.array(known, dtype=np.int64)


def _enough(n_open: int, n_all: int) -> bool:
    return n_open > 1 or n_all == 1
