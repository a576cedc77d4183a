"""Adjusted estimates of one arm: curves, people under observation, values at landmarks."""

from dataclasses import dataclass

import numpy as np

from analytics.curve_variance import curve_variance
from analytics.errors import BadInput
from analytics.inputs import Floats, Ints
from analytics.stacked_variance import (
    Dependence,
    reach_of,
    stacked_influence,
    standard_errors,
)
from analytics.weighted_curves import (
    ArmFollowUp,
    WeightedPath,
    area,
    area_slopes,
    arms_follow_up,
    incidence_path,
    slopes_at,
    survival_path,
    values_at,
)
from analytics.weighted_follow_up import WeightedFollowUp

EVENT_FREE = 0  # cause of a curve that shows the probability of no event of any kind


@dataclass(frozen=True, eq=False)
class WeightedCurve:
    """Adjusted curve of one arm; every array has one entry per step."""

    arm: str
    cause: int  # 0: probability of no event of any kind; 1..: cumulative incidence of that code
    time: Floats  # days, first entry 0
    value: Floats  # probability by `time`
    se: Floats  # robust standard error
    lower: Floats  # pointwise limits, log(-log) scale; nan where the scale has none
    upper: Floats
    confidence: float


@dataclass(frozen=True, eq=False)
class WeightedAtRisk:
    """People under observation in one arm, and what they amount to after weighting."""

    arm: str
    time: Floats  # days, as asked
    people: Ints  # under observation just before `time`
    effective: Floats  # effective sample size of these people
    share: Floats  # their weight as a share of the arm's, 0 to 1


@dataclass(frozen=True, eq=False)
class Estimate:
    """One number of one arm with its limits."""

    value: float
    se: float
    lower: float
    upper: float


@dataclass(frozen=True, eq=False)
class ArmEstimates:
    """Adjusted estimates of one arm; influences have one row per patient of all arms."""

    arm: str
    event_free: Floats  # probability of no event of any kind at landmarks, shape (k,)
    risk: Floats  # cumulative incidence of the event at landmarks, shape (k,)
    mean_time: float  # days free of any event up to the horizon
    time_lost: float  # days lost to the event up to the horizon
    event_free_influence: Floats  # shape (n, k)
    risk_influence: Floats  # shape (n, k)
    mean_time_influence: Floats  # shape (n, 1)
    time_lost_influence: Floats  # shape (n, 1)
    curves: tuple[WeightedCurve, ...]  # event-free; with competing events every cause too
    at_risk: WeightedAtRisk


def estimate_arms(
    follow_up: WeightedFollowUp, *, horizon: float, landmarks: Floats
) -> tuple[ArmEstimates, ...]:
    """Estimate every arm.

    Parameters
    ----------
    follow_up : WeightedFollowUp
        Patients with their weights.
    horizon : float
        Day up to which means are restricted; within follow-up of every arm.
    landmarks : Floats, shape (k,)
        Days at which probabilities are read; beyond an arm's follow-up they are nan.

    Raises
    ------
    BadInput
        If the horizon is not positive or beyond follow-up.
    """
    arms = arms_follow_up(follow_up.people, follow_up.member, follow_up.arms)
    for arm in arms:
        _refuse_far_horizon(arm, horizon)
    return tuple(_one_arm(follow_up, arm, horizon, landmarks) for arm in arms)


def limits_of(value: Floats, se: Floats, depends: Dependence) -> tuple[Floats, Floats]:
    """Return limits of a probability, symmetric on the log(-log) scale, nan at 0 and 1."""
    inside = (value > 0) & (value < 1) & (se > 0)
    safe = np.where(inside, value, 1 / 2)
    width = reach_of(depends) * se / (safe * np.abs(np.log(safe)))
    lower, upper = safe ** np.exp(width), safe ** np.exp(-width)
    return np.where(inside, lower, np.nan), np.where(inside, upper, np.nan)


def standard_error(influence: Floats, depends: Dependence) -> float:
    """Return the standard error of one estimate from influences of shape (n, 1)."""
    return float(standard_errors(influence, depends)[0])


def _one_arm(
    follow_up: WeightedFollowUp, arm: ArmFollowUp, horizon: float, landmarks: Floats
) -> ArmEstimates:
    free = survival_path(arm)
    causes = range(1, arm.by_code.shape[0]) if follow_up.has_competing else range(0)
    paths = {EVENT_FREE: free} | {cause: incidence_path(arm, cause) for cause in causes}
    event_free, free_influence = _at_landmarks(follow_up, arm, free, landmarks)
    mean_time, mean_influence = _mean(follow_up, arm, free, horizon)
    risk, risk_influence = 1 - event_free, -free_influence
    time_lost, lost_influence = horizon - mean_time, -mean_influence
    if follow_up.has_competing:
        risk, risk_influence = _at_landmarks(follow_up, arm, paths[1], landmarks)
        time_lost, lost_influence = _mean(follow_up, arm, paths[1], horizon)
    return ArmEstimates(
        arm=arm.arm,
        event_free=event_free,
        risk=risk,
        mean_time=mean_time,
        time_lost=time_lost,
        event_free_influence=free_influence,
        risk_influence=risk_influence,
        mean_time_influence=mean_influence,
        time_lost_influence=lost_influence,
        curves=tuple(_curve(follow_up, arm, path, cause) for cause, path in paths.items()),
        at_risk=_at_risk(follow_up, arm, landmarks),
    )


def _at_landmarks(
    follow_up: WeightedFollowUp, arm: ArmFollowUp, path: WeightedPath, landmarks: Floats
) -> tuple[Floats, Floats]:
    """Return values at landmarks and each patient's influence on them."""
    slopes = np.zeros((follow_up.member.size, landmarks.size))
    slopes[arm.rows] = slopes_at(arm, path, landmarks)
    known = (landmarks <= arm.last_day) | (arm.event_free[-1] == 0)
    values = np.where(known, values_at(arm, path, landmarks), np.nan)
    return values, stacked_influence(slopes, follow_up.weighting)


def _mean(
    follow_up: WeightedFollowUp, arm: ArmFollowUp, path: WeightedPath, horizon: float
) -> tuple[float, Floats]:
    slopes = np.zeros((follow_up.member.size, 1))
    slopes[arm.rows, 0] = area_slopes(arm, path, horizon)
    return area(arm, path, horizon), stacked_influence(slopes, follow_up.weighting)


def _curve(
    follow_up: WeightedFollowUp, arm: ArmFollowUp, path: WeightedPath, cause: int
) -> WeightedCurve:
    se = np.sqrt(curve_variance(arm, path, follow_up.weighting, follow_up.depends))
    keep = np.append(True, arm.by_code.sum(axis=0)[1:] > 0)  # days on which the arm loses somebody
    free = path.value if cause == EVENT_FREE else 1 - path.value
    lower, upper = limits_of(free, se, follow_up.depends)
    if cause != EVENT_FREE:
        lower, upper = 1 - upper, 1 - lower
    time, value, se, lower, upper = (x[keep] for x in (arm.time, path.value, se, lower, upper))
    confidence = follow_up.depends.confidence
    return WeightedCurve(arm.arm, cause, time, value, se, lower, upper, confidence)


def _at_risk(follow_up: WeightedFollowUp, arm: ArmFollowUp, days: Floats) -> WeightedAtRisk:
    people = follow_up.people
    time, weights = people.time[arm.rows], follow_up.weighting.weights[arm.rows]
    entry = np.zeros_like(time) if people.entry is None else people.entry[arm.rows]
    there = (time[:, None] >= days) & ((entry[:, None] < days) | (entry[:, None] == 0))
    total, square = weights @ there, weights**2 @ there
    effective = np.divide(total**2, square, out=np.zeros_like(total), where=square > 0)
    share = np.minimum(1.0, total / weights.sum())
    return WeightedAtRisk(arm.arm, days, there.sum(axis=0), effective, share)


def _refuse_far_horizon(arm: ArmFollowUp, horizon: float) -> None:
    if not 0 < horizon < np.inf:
        raise BadInput(f"The horizon is {horizon} days.", "Give a number of days above 0.")
    if horizon > arm.last_day and arm.event_free[-1] > 0:
        raise BadInput(
            f"Follow-up of {arm.arm} ends on day {arm.last_day:g}, before the horizon of day "
            f"{horizon:g}.",
            "Choose a horizon within the follow-up of every arm.",
        )
