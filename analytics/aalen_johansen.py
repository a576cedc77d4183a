"""Probabilities of being free of any event, or of having had each, from counted follow-up."""

from dataclasses import dataclass

import numpy as np

from analytics.event_table import EventTable
from analytics.inputs import ROUNDING, Counts, Floats

_SURE = 1e-12  # a sum of probabilities that misses 1 by less is 1


@dataclass(frozen=True, eq=False)
class States:
    """Aalen-Johansen probabilities on every day of a table; they add up to 1 on each."""

    time: Floats  # days, ascending
    at_risk: Counts  # under observation just before `time`
    events: Counts  # shape (causes, days): events of cause 1, 2.. at `time`
    before: Floats  # probability of no event of any cause just before `time`
    event_free: Floats  # the same at `time`
    incidence: Floats  # shape (causes, days): probability of each cause by `time`


def states_of(table: EventTable) -> States:
    """Estimate the probability of each state on every day of a table.

    Parameters
    ----------
    table : EventTable
        Follow-up of one group, counted by day; code 0 censored, 1.. causes.

    Notes
    -----
    With n at risk (entry < t <= exit), d_k events of cause k and d of any on a day:
    S(t) = prod (1 - d / n), F_k(t) = sum S(t-) d_k / n. Causes that share a day share S(t-),
    so no order among them is needed.

    References
    ----------
    Aalen & Johansen (1978), Scand J Statist 5:141.
    """
    at_risk = table.at_risk(table.time)
    present = np.where(at_risk > 0, at_risk, 1)  # nobody at risk: nothing happens
    events = table.leaving[1:]
    staying = present - events.sum(axis=0)
    staying = np.where(np.abs(staying) < ROUNDING, 0, staying)
    event_free = np.cumprod(staying / present, dtype=np.float64)
    before = np.concatenate([[1.0], event_free[:-1]])
    incidence = np.cumsum(before * events / present, axis=1)
    return States(
        time=table.time,
        at_risk=at_risk,
        events=events,
        before=before,
        event_free=event_free,
        incidence=np.where(incidence > 1 - _SURE, 1.0, incidence),
    )
