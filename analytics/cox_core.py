"""Partial likelihood of the Cox model: value, score and information from risk-set sums."""

from dataclasses import dataclass, replace

import numpy as np

from analytics.cox_rows import CoxRows
from analytics.inputs import Floats
from analytics.newton import Point
from analytics.risk_sets import RiskSets

_BLOCK = 4096  # rows of a product that stay in the processor's cache


@dataclass(frozen=True, eq=False)
class Tied:
    """Sums that Efron's method takes off the risk sets of tied events; shape (slots,)."""

    sums: Floats  # shape (p, slots): sum of risk x over the events of the day
    rate: Floats  # sum over steps of share / S0
    cross: Floats  # sum over steps of share / S0^2
    square: Floats  # sum over steps of share^2 / S0^2


@dataclass(frozen=True, eq=False)
class Moments:
    """Sums over the risk sets at one coefficient.

    A day with d events has d steps; step j takes the share j / d of the events off the risk
    set (Efron) or none (Breslow): S0_j = sum of risk - share x sum of risk of the events.
    """

    sets: RiskSets  # those of the rows, exact where relative hazards need it
    risk: Floats  # shape (n,): weight times relative hazard, divided by exp(`shift`)
    shift: float  # largest log relative hazard
    log_likelihood: float
    step_total: Floats  # shape (events,): S0_j of each step
    sums: Floats  # shape (p, slots): sum of risk x over the risk set
    rate: Floats  # shape (slots,): sum over steps of 1 / S0; the step of the baseline hazard
    square: Floats  # shape (slots,): sum over steps of 1 / S0^2
    tied: Tied | None  # None: no day lacks a share of its events

    def times(self, by_day: Floats) -> "Moments":
        """Multiply what each event day adds; `by_day` has shape (slots,)."""
        tied = self.tied
        if tied is not None:
            tied = replace(
                tied,
                rate=tied.rate * by_day,
                cross=tied.cross * by_day,
                square=tied.square * by_day,
            )
        return replace(self, rate=self.rate * by_day, square=self.square * by_day, tied=tied)


def moments(rows: CoxRows, coef: Floats) -> Moments:
    """Sum over all risk sets at a coefficient of the standardised covariates.

    Notes
    -----
    Log-likelihood: sum of w x'b over events minus sum over steps of w log S0_j, w being the
    mean weight of the tied events.

    References
    ----------
    Efron (1977), doi:10.1080/01621459.1977.10480613. Breslow (1974), doi:10.2307/2529620.
    """
    sets = rows.sets
    log_hazard = coef @ rows.x
    shift = float(log_hazard.max())
    log_hazard -= shift
    risk = np.exp(log_hazard)
    risk *= rows.weights
    at_events = risk[sets.event_rows]
    at_risk = sets.at_risk(risk)
    sets = sets.for_totals(at_risk)
    total = (sets.at_risk(risk) if sets.is_exact else at_risk)[sets.event_slot]
    if sets.is_tied:
        total -= sets.share * sets.on_event_days(at_events)[sets.event_slot]
    inverse = sets.step_weight / total
    log_likelihood = rows.weights[sets.event_rows] @ log_hazard[sets.event_rows]
    log_likelihood -= sets.step_weight @ np.log(total)
    return Moments(
        sets=sets,
        risk=risk,
        shift=shift,
        log_likelihood=float(log_likelihood),
        step_total=total,
        sums=np.stack([sets.at_risk(risk * x) for x in rows.x]),
        rate=sets.on_event_days(inverse),
        square=sets.on_event_days(inverse / total),
        tied=_tied(rows, at_events, inverse, total) if sets.is_tied else None,
    )


def partial_likelihood(rows: CoxRows, coef: Floats) -> Point:
    """Return log-likelihood, score and information at a coefficient."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):  # a step may go too far
        at = moments(rows, coef)
        return Point(at.log_likelihood, score(rows, at), information(rows, at))


def score(rows: CoxRows, at: Moments, by_day: Floats | None = None) -> Floats:
    """Return the score, shape (p,); with `by_day` each event weighs as its day says.

    Notes
    -----
    Sum of x times the martingale residual, so that no sum by day is needed.
    """
    mass = -expected(rows, at)
    gained = rows.weights[rows.sets.event_rows]
    mass[rows.sets.event_rows] += gained if by_day is None else gained * _of_events(rows, by_day)
    return rows.x @ mass


def information(rows: CoxRows, at: Moments) -> Floats:
    """Return the information, shape (p, p).

    Notes
    -----
    The sum over steps of S2 / S0 is X' diag(expected) X. The sum of (S1 - share D1)
    (S1 - share D1)' / S0^2, D1 being the sum over tied events, completes to one square in S1
    and one in D1. No matrix is kept by day.
    """
    first = weighted_products(rows.x, expected(rows, at))
    if at.tied is None:
        return first - weighted_products(at.sums, at.square)
    tied, has_event = at.tied, at.square != 0
    ratio = np.divide(tied.cross, at.square, out=np.zeros_like(at.square), where=has_event)
    second = weighted_products(at.sums - ratio * tied.sums, at.square)
    third = weighted_products(tied.sums, tied.square - ratio * tied.cross)
    return first - second - third


def expected(rows: CoxRows, at: Moments) -> Floats:
    """Return the events expected of each row while it was at risk, times its weight."""
    cumulated = at.sets.while_at_risk(at.rate)
    if at.tied is not None:
        cumulated[rows.sets.event_rows] -= _of_events(rows, at.tied.rate)
    return at.risk * cumulated


def weighted_products(x: Floats, weight: Floats) -> Floats:
    """Return x diag(weight) x', shape (p, p), in blocks of columns of x, shape (p, m)."""
    products = np.zeros((x.shape[0], x.shape[0]))
    for start in range(0, weight.size, _BLOCK):
        block = x[:, start : start + _BLOCK]
        products += (block * weight[start : start + _BLOCK]) @ block.T
    return products


def _of_events(rows: CoxRows, by_day: Floats) -> Floats:
    return by_day[rows.sets.event_slot]


def _tied(rows: CoxRows, at_events: Floats, inverse: Floats, total: Floats) -> Tied:
    sets = rows.sets
    gone = sets.share * inverse
    return Tied(
        sums=np.stack([sets.on_event_days(at_events * x[sets.event_rows]) for x in rows.x]),
        rate=sets.on_event_days(gone),
        cross=sets.on_event_days(gone / total),
        square=sets.on_event_days(sets.share * gone / total),
    )
