"""Gray's test between cumulative incidence curves."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.errors import BadInput, TooFewEvents
from analytics.event_table import EventTable
from analytics.first_events import known_codes
from analytics.inputs import Counts, Floats, Ints
from analytics.rank_tests import LogRank, counted_groups, quadratic_form
from analytics.tails import log_chi_squared_tail

_ROUNDED = 1e-9  # of the largest eigenvalue of a variance; smaller ones are rounding


def gray_test(
    time: ArrayLike | Sequence[EventTable],
    code: ArrayLike | None = None,
    group: ArrayLike | None = None,
    *,
    cause: int = 1,
    strata: ArrayLike | None = None,
    rho: float = 0.0,
) -> LogRank:
    """Test whether groups differ in the cumulative incidence of one cause.

    Parameters
    ----------
    time : array-like of float, shape (n,), or sequence of EventTable
        Days from index procedure to the first event or censoring. Or people already counted,
        one table per group (with strata: per group and stratum).
    code : array-like of int, shape (n,)
        What ended follow-up: 0 censored, 1 the event, 2.. competing events.
    group : array-like, shape (n,)
        Group of each person.
    cause : int
        Code of the event whose incidence is compared; the result carries it.
    strata : array-like, shape (n,) or one per table, optional
        Groups are compared within strata only.
    rho : float
        Weight of a day: 1 - pooled incidence just before it, to the power rho.

    Returns
    -------
    LogRank
        `observed` and `expected` are weighted events of the cause, expected if all groups had
        one subdistribution hazard.

    Raises
    ------
    BadInput
        If there are fewer than two groups, the cause is no event, counts are weighted, or
        somebody enters late.
    TooFewEvents
        If nobody has the event, or too many events share a day for a variance.
    NoOverlap
        If no event happens while two groups are under observation.

    Notes
    -----
    With n_r at risk, S_r event-free and F_r the incidence of the cause in group r, let
    h_r = n_r / S_r(t-) and R_r = h_r (1 - F_r(t-)). Score of group r: the sum over days of
    L (d_r - R_r d / R), L being the weight, d and R sums over groups. Variance: from the
    martingales of the cause and of all other causes, the incidence of the cause pooled as
    under the hypothesis, dF = d / sum h_r. On days with ties there is a choice, made so that
    the statistic is that of R's cuminc: S and 1 - F are taken after the day in the variance,
    and each part of it is multiplied by 1 - (d - 1) / (n - 1).

    References
    ----------
    Gray (1988), doi:10.1214/aos/1176350951.
    """
    codes = None if code is None else known_codes(code)
    tables, stratum = counted_groups(time, codes, group, entry=None, strata=strata)
    groups = tuple(dict.fromkeys(table.group for table in tables))
    _refuse_what_cannot_be_compared(tables, groups, cause=cause, rho=rho)
    member = np.array([groups.index(table.group) for table in tables])
    people = np.zeros((len(groups), 2), dtype=np.int64)
    np.add.at(people, member, [(t.n, int(_row(t.n_by_code, cause))) for t in tables])
    if not people[:, 1].any():
        raise TooFewEvents(
            f"Nobody had an event of cause {cause}.", "Widen the period or choose another cause."
        )
    scores = _Scores.none(len(groups))
    for each in np.unique(stratum):
        rows = np.flatnonzero(stratum == each)
        days = _Days.of([tables[row] for row in rows], member[rows], len(groups), cause)
        scores = scores.plus(days, rho)
    _refuse_lost_variance(scores.variance)
    statistic, df = quadratic_form(scores.observed - scores.expected, scores.variance)
    log_p = log_chi_squared_tail(statistic, df)
    return LogRank(
        statistic=statistic,
        df=df,
        p=float(np.exp(log_p)),
        log_p=log_p,
        observed=scores.observed,
        expected=scores.expected,
        variance=scores.variance,
        groups=groups,
        n=people[:, 0],
        n_events=people[:, 1],
        n_strata=np.unique(stratum).size,
        rho=rho,
        cause=cause,
    )


def _refuse_what_cannot_be_compared(
    tables: Sequence[EventTable], groups: Sequence[str], *, cause: int, rho: float
) -> None:
    if len(groups) < 2:  # noqa: PLR2004  # a comparison needs two
        raise BadInput("There is one group only.", "Choose at least two groups.")
    if not 0 <= rho < np.inf:
        raise BadInput(f"The weight rho is {rho}.", "Give 0, or a larger number for early days.")
    if cause < 1:
        raise BadInput(
            f"Code {cause} is no event.", "Compare code 1 or a competing code from 2 on."
        )
    if any(table.is_weighted for table in tables):
        raise BadInput(
            "Gray's test of weighted counts has no valid p-value.",
            "Compare the weighted incidences at a day, with their robust standard errors.",
        )
    if any(table.entered is not None and table.entered.any() for table in tables):
        raise BadInput(
            "Gray's test knows no late entry.", "Use a Fine-Gray model, which can respect entry."
        )


def _refuse_lost_variance(variance: Floats) -> None:
    # Where nearly all events of very unlike groups share days, the correction can exceed the rest.
    values = np.linalg.eigvalsh(variance)
    if values[0] < -_ROUNDED * np.abs(values).max():
        raise TooFewEvents(
            f"So many events share a day that they leave a variance of {values[0]:.2g}.",
            "Use finer times, or compare the incidences at a day.",
        )


@dataclass(frozen=True, eq=False)
class _Days:
    """One stratum on the days of any event; every array has the shape (groups, days)."""

    at_risk: Floats
    cause: Floats  # events of the cause that is compared
    other: Floats  # events of all other causes

    @classmethod
    def of(cls, tables: Sequence[EventTable], member: Ints, n_groups: int, cause: int) -> "_Days":
        had = [table.leaving[1:].sum(axis=0) > 0 for table in tables]
        days = np.unique(np.concatenate([t.time[its] for t, its in zip(tables, had, strict=True)]))
        at_risk, events, every = (np.zeros((n_groups, days.size)) for _ in range(3))
        for row, table, its in zip(member, tables, had, strict=True):
            place = np.searchsorted(days, table.time[its])
            at_risk[row] = table.at_risk(days)
            events[row, place] = _row(table.leaving, cause)[its]
            every[row, place] = table.leaving[1:, its].sum(axis=0)
        return cls(at_risk, events, every - events)


@dataclass(frozen=True, eq=False)
class _Scores:
    """Weighted sums over event days, added up over strata."""

    observed: Floats
    expected: Floats
    variance: Floats

    @classmethod
    def none(cls, n_groups: int) -> "_Scores":
        return cls(np.zeros(n_groups), np.zeros(n_groups), np.zeros((n_groups, n_groups)))

    def plus(self, days: _Days, rho: float) -> "_Scores":
        """Add one stratum."""
        curves = _Curves.of(days)
        weight = curves.pooled_before**rho
        adjusted = curves.scale * (1 - curves.incidence_before)
        events = days.cause.sum(axis=0)
        share = adjusted / adjusted.sum(axis=0)
        return _Scores(
            self.observed + (weight * days.cause).sum(axis=1),
            self.expected + (weight * events * share).sum(axis=1),
            self.variance + _variance(days, curves, weight),
        )


@dataclass(frozen=True, eq=False)
class _Curves:
    """Probabilities of one stratum: by group, shape (groups, days), and pooled, shape (days,)."""

    before: Floats  # event-free just before the day
    event_free: Floats  # event-free at the day
    incidence_before: Floats  # of the cause, just before the day
    scale: Floats  # h: at risk / event-free just before; 0 where nobody is at risk
    step: Floats  # pooled incidence of the cause on the day, were all groups alike
    pooled_before: Floats  # 1 - pooled incidence just before the day
    pooled: Floats  # 1 - pooled incidence at the day

    @classmethod
    def of(cls, days: _Days) -> "_Curves":
        n = np.where(days.at_risk > 0, days.at_risk, 1)
        event_free = np.cumprod(1 - (days.cause + days.other) / n, axis=1, dtype=np.float64)
        before = _shifted(event_free, 1.0)
        incidence = np.cumsum(before * days.cause / n, axis=1)
        scale = np.divide(days.at_risk, before, out=np.zeros_like(n), where=days.at_risk > 0)
        step = days.cause.sum(axis=0) / scale.sum(axis=0)
        pooled = np.maximum(1 - np.cumsum(step), 0.0)  # very unequal groups can sum above 1
        return cls(
            before=before,
            event_free=event_free,
            incidence_before=_shifted(incidence, 0.0),
            scale=scale,
            step=step,
            pooled_before=_shifted(pooled, 1.0),
            pooled=pooled,
        )


def _variance(days: _Days, curves: _Curves, weight: Floats) -> Floats:
    """Return the variance of the scores, shape (groups, groups), from each group's martingales."""
    n_groups = days.at_risk.shape[0]
    everybody = curves.scale.sum(axis=0)
    hazard = _ratio(curves.step, curves.pooled_before)
    total = days.cause.sum(axis=0)
    variance = np.zeros((n_groups, n_groups))
    for group in np.flatnonzero(days.at_risk.any(axis=1)):
        scale, before = curves.scale[group], curves.before[group]
        here = -weight * scale * curves.scale / everybody
        here[group] += weight * scale
        later = _after(here * hazard)
        left = _ratio(curves.pooled, curves.event_free[group])
        cause = here + (1 - left) * later
        other = left * later
        of_cause = _ratio(curves.step, scale) * _untied(total, everybody * before)
        of_other = _ratio(days.other[group], scale**2)
        of_other = of_other * _untied(days.other[group], days.at_risk[group])
        variance += (cause * of_cause) @ cause.T + (other * of_other) @ other.T
    return variance


def _untied(events: Floats, at_risk: Floats) -> Floats:
    """Return 1 - (d - 1) / (n - 1): what ties leave of a variance."""
    return np.where(events > 1, 1 - _ratio(events - 1, at_risk - 1), 1.0)


def _ratio(part: Floats, whole: Floats) -> Floats:
    """Return part / whole, 0 where there is no whole."""
    return np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0)


def _after(terms: Floats) -> Floats:
    """Return the sums over later days."""
    total = np.cumsum(terms, axis=1)
    return total[:, -1:] - total


def _shifted(values: Floats, first: float) -> Floats:
    return np.concatenate([np.full_like(values[..., :1], first), values[..., :-1]], axis=-1)


def _row(by_code: Counts, code: int) -> Counts:
    """Return the entries of a code; zeros for a code that nobody has."""
    row: Counts = by_code[code] if code < len(by_code) else np.zeros_like(by_code[0])
    return row
