"""Weighted survival and cumulative incidence of one arm, and how each patient's weight moves them.

Robust standard errors rest on the derivative of an estimate by each weight, which is exact here:
ties, delayed entry, competing events and fractional weights included.
"""

from dataclasses import dataclass

import numpy as np

from analytics.event_table import EventTable, tables_by_group
from analytics.inputs import ROUNDING, Floats, FollowUp, Ints


@dataclass(frozen=True, eq=False)
class ArmFollowUp:
    """Weighted follow-up of one arm, counted by day; step 0 stands before the first day."""

    arm: str
    rows: Ints  # places of the arm's m patients among all, shape (m,)
    table: EventTable
    time: Floats  # days, shape (steps,); the first is 0
    event_free: Floats  # weighted Kaplan-Meier estimate of no event of any kind, shape (steps,)
    at_risk: Floats  # weight under observation just before the day, shape (steps,)
    by_code: Floats  # weight leaving on the day, by code, shape (codes, steps)
    exit_step: Ints  # step on which each patient leaves, shape (m,)
    entry_step: Ints  # last step not after entry; 0: watched from the start
    code: Ints  # why each patient left
    last_day: float  # on which somebody of the arm leaves


@dataclass(frozen=True, eq=False)
class WeightedPath:
    """A curve and its derivative by each weight, in a form that never needs patients x days.

    At step t the derivative by the weight of patient i is 0 before entry,
    level[t] + entry_slope[i] * drift[t] + entry_shift[i] while at risk, and
    exit_shift[i] + exit_slope[i] * drift[t] from the exit step on.
    """

    value: Floats  # probability, shape (steps,)
    level: Floats  # shape (steps,)
    drift: Floats  # shape (steps,)
    entry_slope: Floats  # shape (m,)
    entry_shift: Floats
    exit_slope: Floats
    exit_shift: Floats


def arms_follow_up(
    people: FollowUp, member: Ints, arms: tuple[str, ...]
) -> tuple[ArmFollowUp, ...]:
    """Count weighted follow-up by arm and day.

    Parameters
    ----------
    people : FollowUp
        Checked follow-up of n patients with their weights.
    member : Ints, shape (n,)
        Place of each patient's arm in `arms`.
    arms : tuple of str
        Names of the arms.
    """
    tables = tables_by_group(people, member, arms)
    return tuple(
        _one_arm(people, np.flatnonzero(member == place), table)
        for place, table in enumerate(tables)
    )


def survival_path(arm: ArmFollowUp) -> WeightedPath:
    """Return the event-free curve and its derivative.

    Notes
    -----
    With A(t) = sum of d / (n (n - d)) over days with n > d, the derivative of S(t) is
    -S(t) (event_i / (n - d at exit) - A(min(t, exit)) + A(entry)).

    References
    ----------
    Xie & Liu (2005), doi:10.1002/sim.2174.
    """
    cumulated, at_exit = _hazard(arm)
    entered = cumulated[arm.entry_step]
    none = np.zeros_like(entered)
    return WeightedPath(
        value=arm.event_free,
        level=arm.event_free * cumulated,
        drift=-arm.event_free,
        entry_slope=entered,
        entry_shift=none,
        exit_slope=at_exit - (cumulated[arm.exit_step] - entered),
        exit_shift=none,
    )


def incidence_path(arm: ArmFollowUp, cause: int) -> WeightedPath:
    """Return the cumulative incidence of one cause and its derivative.

    Notes
    -----
    F(t) = sum of S(s-) d_k / n. By the weight of somebody at risk from the start it moves by
    alpha(t) = sum of S(s-) (A(s-) d_k / n - d_k / n^2), at an own event of the cause by
    S(s-) / n more, and afterwards only through S.

    References
    ----------
    Aalen & Johansen (1978), Scand J Stat 5:141-150.
    """
    cumulated, at_exit = _hazard(arm)
    before = np.append(1.0, arm.event_free[:-1])
    cumulated_before = np.append(0.0, cumulated[:-1])
    per_person = _divided(np.ones_like(arm.at_risk), arm.at_risk)
    share = arm.by_code[cause] * per_person
    incidence = np.cumsum(before * share)
    alpha = np.cumsum(before * share * (cumulated_before - per_person))
    slope = cumulated[arm.entry_step]
    shift = slope * incidence[arm.entry_step] - alpha[arm.entry_step]
    exit_slope = at_exit - (cumulated[arm.exit_step] - slope)
    own = np.where(arm.code == cause, (before * per_person)[arm.exit_step], 0.0)
    reached = incidence[arm.exit_step]
    at_leaving = alpha[arm.exit_step] - slope * reached + shift + own
    return WeightedPath(
        value=incidence,
        level=alpha,
        drift=-incidence,
        entry_slope=slope,
        entry_shift=shift,
        exit_slope=exit_slope,
        exit_shift=at_leaving + exit_slope * reached,
    )


def values_at(arm: ArmFollowUp, path: WeightedPath, days: Floats) -> Floats:
    """Return the curve at given days, shape (k,)."""
    return path.value[_step(arm, days)]


def slopes_at(arm: ArmFollowUp, path: WeightedPath, days: Floats) -> Floats:
    """Return the derivative of the curve at given days by each weight, shape (m, k)."""
    step = _step(arm, days)
    at_risk = path.level[step] + path.entry_slope[:, None] * path.drift[step]
    at_risk = at_risk + path.entry_shift[:, None]
    left = path.exit_shift[:, None] + path.exit_slope[:, None] * path.drift[step]
    entered = arm.entry_step[:, None] < step
    return np.where(arm.exit_step[:, None] <= step, left, np.where(entered, at_risk, 0.0))


def area(arm: ArmFollowUp, path: WeightedPath, horizon: float) -> float:
    """Return the area under the curve up to a horizon, in days."""
    return float(_areas(arm, path.value, horizon)[-1])


def area_slopes(arm: ArmFollowUp, path: WeightedPath, horizon: float) -> Floats:
    """Return the derivative of the area by each weight, shape (m,), days per unit of weight."""
    level, drift = (_areas(arm, values, horizon) for values in (path.level, path.drift))
    days = np.minimum(np.append(arm.time, horizon), horizon)
    entry, leave, end = arm.entry_step, arm.exit_step, arm.time.size
    while_at_risk = level[leave] - level[entry]
    while_at_risk = while_at_risk + path.entry_slope * (drift[leave] - drift[entry])
    while_at_risk = while_at_risk + path.entry_shift * (days[leave] - days[entry])
    after = path.exit_shift * (horizon - days[leave])
    moved: Floats = while_at_risk + after + path.exit_slope * (drift[end] - drift[leave])
    return moved


def _one_arm(people: FollowUp, rows: Ints, table: EventTable) -> ArmFollowUp:
    leaving = table.leaving.astype(np.float64)
    at_risk = np.asarray(table.at_risk(table.time), dtype=np.float64)
    events = leaving[1:].sum(axis=0)
    staying = at_risk - events
    staying = np.where(np.abs(staying) < ROUNDING * np.maximum(1.0, at_risk), 0.0, staying)
    event_free = np.cumprod(np.where(at_risk > 0, _divided(staying, at_risk), 1.0))
    entry_step = np.zeros(rows.size, dtype=np.int64)
    if people.entry is not None:
        late = people.entry[rows] > 0
        entry_step[late] = np.searchsorted(table.time, people.entry[rows][late], side="right")
    return ArmFollowUp(
        arm=table.group,
        rows=rows,
        table=table,
        time=np.append(0.0, table.time),
        event_free=np.append(1.0, event_free),
        at_risk=np.append(at_risk[:1], at_risk),
        by_code=np.column_stack([np.zeros(leaving.shape[0]), leaving]),
        exit_step=np.searchsorted(table.time, people.time[rows]) + 1,
        entry_step=entry_step,
        code=people.code[rows],
        last_day=float(people.time[rows].max()),
    )


def _hazard(arm: ArmFollowUp) -> tuple[Floats, Floats]:
    """Return A(t), shape (steps,), and event_i / (n - d) at each patient's exit, shape (m,)."""
    events = arm.by_code[1:].sum(axis=0)
    staying = np.where(arm.event_free > 0, arm.at_risk - events, 0.0)
    per_stayer = _divided(np.ones_like(staying), staying)
    cumulated = np.cumsum(_divided(events, arm.at_risk) * per_stayer)
    return cumulated, np.where(arm.code > 0, per_stayer[arm.exit_step], 0.0)


def _divided(upper: Floats, lower: Floats) -> Floats:
    """Divide, giving 0 where there is nobody to divide by."""
    return np.divide(upper, lower, out=np.zeros_like(upper), where=lower > 0)


def _step(arm: ArmFollowUp, days: Floats) -> Ints:
    return np.searchsorted(arm.time, days, side="right") - 1


def _areas(arm: ArmFollowUp, values: Floats, horizon: float) -> Floats:
    """Return areas up to each step and to the horizon, none beyond it, shape (steps + 1,)."""
    edges = np.minimum(np.append(arm.time, horizon), horizon)
    return np.append(0.0, np.cumsum(values * np.diff(edges)))
