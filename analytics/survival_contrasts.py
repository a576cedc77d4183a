"""How far two survival curves lie apart: in restricted mean, and on one day."""

from dataclasses import dataclass, replace

import numpy as np

from analytics.errors import BadInput, TooFewEvents
from analytics.limits import critical_value
from analytics.product_limit import SurvivalCurve
from analytics.restricted_mean import RestrictedMean, areas_to_horizon, restricted_mean
from analytics.survival import survival_at
from analytics.survival_spread import Spread, spread_of, variance_of_difference
from analytics.tails import log_two_sided_tail


@dataclass(frozen=True, eq=False)
class Contrast:
    """One number of a group against that of its reference, with limits and test."""

    estimate: float
    se: float  # of a ratio: standard error of its logarithm
    lower: float
    upper: float
    p: float  # two-sided; 0.0 where it is below the smallest number: export `log_p`
    log_p: float  # natural logarithm
    df: float  # of Student's t behind limits and test; infinite: normal


@dataclass(frozen=True, eq=False)
class RestrictedMeanContrast:
    """Restricted means of two groups, and how far they lie apart."""

    group: str
    reference: str
    mean: RestrictedMean
    reference_mean: RestrictedMean
    difference: Contrast  # days: group minus reference
    ratio: Contrast  # group over reference
    horizon: float  # days
    confidence: float


@dataclass(frozen=True, eq=False)
class SurvivalContrast:
    """Survival of two groups on one day, and how far it lies apart."""

    group: str
    reference: str
    day: float
    survival: float
    reference_survival: float
    difference: Contrast  # group minus reference
    log_log: Contrast  # of log(-log S): above 0, the group has the lower survival
    confidence: float


def restricted_mean_contrast(
    curve: SurvivalCurve, reference: SurvivalCurve, horizon: float
) -> RestrictedMeanContrast:
    """Compare the days without the event up to a horizon between two groups.

    Parameters
    ----------
    curve, reference : SurvivalCurve
        Groups that share no people, with one confidence level; either may be clustered only
        if both are.
    horizon : float
        Days; within the follow-up of both groups.

    Raises
    ------
    BadInput
        If a curve ends before the horizon, or the curves do not fit each other.
    TooFewEvents
        If a group has no event before the horizon, so that its mean has no variance, or the
        difference has none.

    References
    ----------
    Royston & Parmar (2013), doi:10.1186/1471-2288-13-152.
    """
    confidence = _shared_confidence(curve, reference)
    areas = [areas_to_horizon(its, horizon) for its in (curve, reference)]
    for its in (curve, reference):
        if not its.events[its.time < horizon].any():
            raise TooFewEvents(
                f"{its.group} has no event before day {horizon:g}: its mean has no variance.",
                "Choose a later horizon.",
            )
    mean, reference_mean = restricted_mean(curve, horizon), restricted_mean(reference, horizon)
    log_ratio = _contrast(
        float(np.log(mean.estimate / reference_mean.estimate)),
        spread_of(curve, areas[0] / mean.estimate),
        spread_of(reference, areas[1] / reference_mean.estimate),
        confidence,
    )
    return RestrictedMeanContrast(
        group=curve.group,
        reference=reference.group,
        mean=mean,
        reference_mean=reference_mean,
        difference=_contrast(
            mean.estimate - reference_mean.estimate,
            spread_of(curve, areas[0]),
            spread_of(reference, areas[1]),
            confidence,
        ),
        ratio=_exponentiated(log_ratio),
        horizon=horizon,
        confidence=confidence,
    )


def survival_contrast(
    curve: SurvivalCurve, reference: SurvivalCurve, day: float
) -> SurvivalContrast:
    """Compare survival on one day between two groups.

    Parameters
    ----------
    curve, reference : SurvivalCurve
        Groups that share no people, with one confidence level; both clustered or neither.
    day : float
        Day chosen beforehand, within the follow-up of both groups.

    Raises
    ------
    BadInput
        If follow-up ends before the day, or the curves do not fit each other.
    TooFewEvents
        If survival of a group is 1 or 0 on the day, and so has no standard error, or the
        difference has none.

    Notes
    -----
    The log(-log) scale keeps the error of the test at its level in small groups.

    References
    ----------
    Klein, Logan, Harhoff & Andersen (2007), doi:10.1002/sim.2864.
    """
    confidence = _shared_confidence(curve, reference)
    ours, theirs = (_survival_on(its, day) for its in (curve, reference))
    by_then, by_then_reference = (
        (its.time <= day).astype(np.float64) for its in (curve, reference)
    )
    return SurvivalContrast(
        group=curve.group,
        reference=reference.group,
        day=day,
        survival=ours,
        reference_survival=theirs,
        difference=_contrast(
            ours - theirs,
            spread_of(curve, ours * by_then),
            spread_of(reference, theirs * by_then_reference),
            confidence,
        ),
        log_log=_contrast(
            float(np.log(np.log(ours) / np.log(theirs))),
            spread_of(curve, by_then / np.log(ours)),
            spread_of(reference, by_then_reference / np.log(theirs)),
            confidence,
        ),
        confidence=confidence,
    )


def _shared_confidence(curve: SurvivalCurve, reference: SurvivalCurve) -> float:
    if curve.confidence != reference.confidence:
        raise BadInput(
            f"One curve has limits at {curve.confidence:g}, the other at {reference.confidence:g}.",
            "Estimate both at one level.",
        )
    return curve.confidence


def _survival_on(curve: SurvivalCurve, day: float) -> float:
    survival = float(survival_at(curve, day).survival[0])
    if np.isnan(survival):
        raise BadInput(
            f"Follow-up of {curve.group} ends on day {curve.time[-1]:g}, before day {day:g}.",
            "Choose a day within the follow-up of both groups.",
        )
    if not 0 < survival < 1:
        raise TooFewEvents(
            f"Survival of {curve.group} is {survival:g} on day {day:g}: it has no standard error.",
            "Choose another day, or compare restricted means.",
        )
    return survival


def _contrast(estimate: float, one: Spread, other: Spread, confidence: float) -> Contrast:
    variance, df = variance_of_difference(one, other)
    if variance <= 0:
        raise TooFewEvents(
            "The difference of the two groups does not vary between clusters.",
            "Compare groups that share no people, or leave out the clusters.",
        )
    se = float(np.sqrt(variance))
    reach = critical_value(confidence, df) * se
    log_p = log_two_sided_tail(estimate / se, df)
    return Contrast(
        estimate, se, estimate - reach, estimate + reach, float(np.exp(log_p)), log_p, df
    )


def _exponentiated(contrast: Contrast) -> Contrast:
    estimate, lower, upper = np.exp([contrast.estimate, contrast.lower, contrast.upper]).tolist()
    return replace(contrast, estimate=estimate, lower=lower, upper=upper)
