"""Adjusted comparison of two arms by a yes/no outcome, as response or a complication."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.arm_estimates import Estimate, limits_of, standard_error
from analytics.errors import BadInput, TooFewEvents
from analytics.inputs import Floats, Ints, indicators
from analytics.propensity import PropensityDesign
from analytics.stacked_variance import (
    Dependence,
    Effect,
    dependence,
    difference,
    ratio,
    stacked_influence,
    standard_errors,
)
from analytics.weighted_follow_up import (
    MIN_EVENTS,
    clusters_of,
    counting_rows,
    pairs_of,
    some_weights,
)


@dataclass(frozen=True, eq=False)
class BinaryComparison:
    """Adjusted risks of two arms; pairs are reference, treated."""

    design: PropensityDesign
    risk: tuple[Estimate, Estimate]
    risk_difference: Effect
    risk_ratio: Effect
    odds_ratio: Effect
    n: Ints  # people who count, by arm
    n_events: Ints  # of them with the outcome, by arm
    depends: Dependence
    counts_scores: bool  # whether standard errors carry that the scores are estimated


def compare_binary(
    design: PropensityDesign,
    outcome: ArrayLike,
    *,
    cluster: ArrayLike | str | None = None,
    confidence: float = 0.95,
) -> BinaryComparison:
    """Compare both arms of a design by a yes/no outcome.

    Parameters
    ----------
    design : PropensityDesign
        Weights, pairs or strata of the patients.
    outcome : array-like of 0 and 1, shape (n,)
        Outcome of all patients that the design was made from, in their order.
    cluster : array-like, shape (n,), or str, optional
        Cluster of those patients, or a column of the design's `places`.
    confidence : float
        Level of the limits.

    Raises
    ------
    BadInput
        If an outcome is missing or lengths differ.
    TooFewEvents
        If an arm has under 10 patients with the outcome, or everybody has it.

    Notes
    -----
    Weighted shares (Hájek), stacked on the logistic score model; see `stacked_influence`.

    References
    ----------
    Lunceford & Davidian (2004), doi:10.1002/sim.1903.
    """
    rows = counting_rows(design)
    y = outcome_of(design, outcome)[rows]
    treated = design.treated[rows]
    group, pair = clusters_of(design, cluster), pairs_of(design)
    depends = dependence(
        None if group is None else group[rows],
        None if pair is None else pair[rows],
        y.size,
        confidence=confidence,
    )
    weights = some_weights(design.weighting, rows)
    n_events = events_by_arm(y, treated, design.arms)
    in_arm = np.stack([treated == 0, treated == 1], axis=1)
    per_arm = weights.weights @ in_arm
    risk = (weights.weights * y) @ in_arm / per_arm
    influence = stacked_influence(in_arm * (y[:, None] - risk) / per_arm, weights)
    effects = contrasts_of_risk(risk, influence, depends)
    return BinaryComparison(
        design=design,
        risk=estimates_of_risk(risk, influence, depends),
        risk_difference=effects[0],
        risk_ratio=effects[1],
        odds_ratio=effects[2],
        n=np.bincount(treated, minlength=2),
        n_events=n_events,
        depends=depends,
        counts_scores=weights.gradient is not None,
    )


def outcome_of(design: PropensityDesign, outcome: ArrayLike) -> Floats:
    """Return the outcome of the patients kept, checked.

    Raises
    ------
    BadInput
        If it is not 0 or 1, missing, or of another length.
    """
    given = indicators("outcome", outcome)
    if given.size != design.trim.kept.size:
        raise BadInput(
            f"outcome has {given.size} rows for {design.trim.kept.size} patients.",
            "Give the patients that the design was made from, in their order.",
        )
    return given[design.trim.kept].astype(np.float64)


def events_by_arm(outcome: Floats, treated: Ints, arms: tuple[str, str]) -> Ints:
    """Count the outcome by arm, and refuse too few for a comparison.

    Raises
    ------
    TooFewEvents
        If an arm has under 10 patients with the outcome, or nobody without.
    """
    yes, n = np.bincount(treated, outcome, 2).astype(np.int64), np.bincount(treated, minlength=2)
    for count, total, name in zip(yes, n, arms, strict=True):
        if count < MIN_EVENTS or count == total:
            raise TooFewEvents(
                f"{count} of {total} patients of {name} have the outcome; at least {MIN_EVENTS} "
                "and not all are needed.",
                "Widen the period, or choose another outcome.",
            )
    return yes


def estimates_of_risk(
    risk: Floats, influence: Floats, depends: Dependence
) -> tuple[Estimate, Estimate]:
    """Return both risks with limits on the log(-log) scale."""
    se = standard_errors(influence, depends)
    lower, upper = limits_of(risk, se, depends)
    rows = zip(risk.tolist(), se.tolist(), lower.tolist(), upper.tolist(), strict=True)
    reference, treated = (Estimate(*row) for row in rows)
    return reference, treated


def contrasts_of_risk(
    risk: Floats, influence: Floats, depends: Dependence
) -> tuple[Effect, Effect, Effect]:
    """Return risk difference, risk ratio and odds ratio of two risks.

    Parameters
    ----------
    risk : Floats, shape (2,)
        Reference, treated; between 0 and 1.
    influence : Floats, shape (n, 2)
        Influence of each patient on both.
    """
    on_log, odds = influence / risk, influence / (risk * (1 - risk))
    log_odds = np.log(risk / (1 - risk))
    contrasts = (
        ("risk difference", risk[1] - risk[0], influence, difference),
        ("risk ratio", np.log(risk[1] / risk[0]), on_log, ratio),
        ("odds ratio", log_odds[1] - log_odds[0], odds, ratio),
    )
    by_difference, by_ratio, by_odds = (
        effect(
            name,
            float(estimate),
            standard_error(part[:, 1:] - part[:, :1], depends),
            depends,
        )
        for name, estimate, part, effect in contrasts
    )
    return by_difference, by_ratio, by_odds
