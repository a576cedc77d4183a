"""Design of an adjusted comparison of two arms: scores, weights or pairs, overlap, balance.

No outcome enters here: a design is fixed, and can be judged, before any outcome is read.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.balance import BalanceTable, balance
from analytics.baseline_covariates import CovariateInput, check_covariates, check_two_arms
from analytics.errors import BadInput, TooFewEvents
from analytics.inputs import Bools, Floats, Ints
from analytics.limit_scores import limit_scores
from analytics.matching import Order, Pairs, match_nearest
from analytics.overlap import Overlap, overlap, refuse_without_overlap
from analytics.score_models import (
    Model,
    Scores,
    boosted_scores,
    check_model,
    logistic_scores,
)
from analytics.score_strata import ScoreStrata, score_strata
from analytics.trimming import Trim, TrimRule, trim
from analytics.weights import (
    ESTIMANDS,
    Estimand,
    Weighting,
    check_estimand,
    known_weights,
    weighting,
)

Method: TypeAlias = Literal["weighting", "matching", "stratification"]

MIN_PATIENTS = 30  # of each arm
USUAL: dict[Method, Estimand] = {"weighting": "ATO", "matching": "ATT", "stratification": "ATE"}


@dataclass(frozen=True)
class DesignOptions:
    """Choices of a design beside the estimand and the method."""

    model: Model = "logistic"
    stabilised: bool = False  # ATE weights times the share of the own arm
    truncate_at: float | None = None  # share of weights, as 0.99, above which they are cut
    order: Order = "largest"  # whose score chooses a match first
    n_strata: int = 5
    keeps_absent: bool = False  # whoever has a level that an arm lacks keeps a score near 0 or 1


@dataclass(frozen=True, eq=False)
class PropensityDesign:
    """Design of a comparison. Arrays have one entry per patient kept by the trimming rule."""

    arms: tuple[str, str]  # reference, treated
    estimand: Estimand
    method: Method
    options: DesignOptions
    caliper: float | None  # in standard deviations of the logit; matching only
    seed: int
    all_scores: Scores  # of all patients, before trimming
    overlap: Overlap  # of all patients
    trim: Trim  # who is kept of all patients
    scores: Scores  # of those kept, fitted again if any were left out
    weighting: Weighting
    pairs: Pairs | None
    strata: ScoreStrata | None
    balance: BalanceTable
    places: pd.DataFrame | None  # site, region of those kept

    @property
    def treated(self) -> Ints:
        """1 in the treated arm, else 0."""
        return self.scores.treated

    @property
    def weights(self) -> Floats:
        """What each patient counts for; 0 without a match."""
        return self.weighting.weights

    @property
    def n(self) -> tuple[int, int]:
        """Patients who count, by arm."""
        return self.balance.n

    @property
    def ess(self) -> tuple[float, float]:
        """Effective sample size, by arm."""
        return self.balance.ess

    @property
    def title(self) -> str:
        """Arms and estimand in words, for headings."""
        return f"{self.arms[1]} against {self.arms[0]}: {ESTIMANDS[self.estimand]}"


def scores(
    covariates: CovariateInput,
    arm: ArrayLike,
    *,
    model: Model = "logistic",
    seed: int = 1,
    keeps_absent: bool = False,
) -> Scores:
    """Estimate propensity scores.

    Parameters
    ----------
    covariates : DataFrame or array-like, shape (n, k)
        What was known at the index procedure, one row per patient; no missing values.
    arm : array-like, shape (n,)
        Two arms; the second in order is the treated one.
    model : {"logistic", "boosted"}
        Logistic regression with main effects, or boosted trees, cross-fitted in 5 folds.
    seed : int
        Start of the random numbers of a boosted model.
    keeps_absent : bool
        Whether a level that an arm lacks is let into a logistic model, see `limit_scores`.

    Raises
    ------
    BadInput
        If a covariate is missing, constant, repeated, or separates the arms.
    DidNotConverge
        If the logistic model does not settle.

    References
    ----------
    Rosenbaum & Rubin (1983), doi:10.1093/biomet/70.1.41.
    McCaffrey, Ridgeway & Morral (2004), doi:10.1037/1082-989X.9.4.403.
    """
    check_model(model)
    checked = check_covariates(covariates)
    treated, arms = check_two_arms(arm, checked.n)
    estimate = logistic_scores if model == "logistic" else boosted_scores
    if keeps_absent and model == "logistic":
        return limit_scores(checked, treated, arms, seed=seed)
    return estimate(checked, treated, arms, seed=seed)


def design(  # noqa: PLR0913  # the published options of the design, all keyword-only
    covariates: CovariateInput,
    arm: ArrayLike,
    *,
    estimand: Estimand | None = None,
    method: Method = "weighting",
    trim: TrimRule | float | None = None,
    caliper: float | None = 0.2,
    seed: int = 1,
    options: DesignOptions = DesignOptions(),
    places: pd.DataFrame | None = None,
) -> PropensityDesign:
    """Design an adjusted comparison of two arms.

    Parameters
    ----------
    covariates, arm, seed
        As in `scores`.
    estimand : {"ATO", "ATE", "ATT", "ATC", "ATM"}, optional
        Whose effect. Left out: overlap for weighting, treated for matching, all for
        stratification. Matching answers for the treated only.
    method : {"weighting", "matching", "stratification"}
        Weights of the score, 1:1 pairs without replacement, or strata of the score.
    trim : str, float or None
        Rule by which patients are left out, see `analytics.trimming.trim`; the scores are
        fitted again to those kept.
    caliper : float or None
        Largest distance of a pair, in standard deviations of the logit of the score.
    options : DesignOptions
        Score model, stabilisation, truncation, order of matching, number of strata.
    places : DataFrame, shape (n, ...), optional
        Labels such as `site` and `region` of each patient, for clusters and influence.

    Raises
    ------
    BadInput
        As in `scores`, or if options do not fit together.
    TooFewEvents
        If an arm has under 30 patients, at first, after trimming or after matching.
    NoOverlap
        If the arms hardly share a range of scores, or a stratum lacks an arm.
    """
    asked = _estimand(estimand, method)
    everybody = scores(
        covariates, arm, model=options.model, seed=seed, keeps_absent=options.keeps_absent
    )
    _refuse_small_arms(everybody.treated, everybody.arms, "")
    found = overlap(everybody.probability, everybody.treated, everybody.arms)
    refuse_without_overlap(found)
    trimmed = _trimmed(everybody, trim)
    kept = _fitted_again(everybody, trimmed.kept, keeps_absent=options.keeps_absent)
    pairs, strata = None, None
    if method == "matching":
        pairs = match_nearest(kept.logit, kept.treated, caliper=caliper, order=options.order)
    elif method == "stratification":
        strata = score_strata(kept.probability, kept.treated, options.n_strata)
    weights = _weighting(kept, asked, options, pairs=pairs, strata=strata)
    _refuse_small_arms(kept.treated[weights.weights > 0], kept.arms, " after matching")
    named = np.take(np.array(kept.arms, dtype=object), kept.treated)
    return PropensityDesign(
        arms=kept.arms,
        estimand=asked,
        method=method,
        options=options,
        caliper=caliper if method == "matching" else None,
        seed=seed,
        all_scores=everybody,
        overlap=found,
        trim=trimmed,
        scores=kept,
        weighting=weights,
        pairs=pairs,
        strata=strata,
        balance=balance(
            kept.covariates.frame,
            pd.Categorical(named, categories=list(kept.arms)),
            weights.weights,
            estimand=asked,
        ),
        places=_places(places, trimmed.kept),
    )


def design_again(base: PropensityDesign, rows: Bools) -> PropensityDesign:
    """Design the same comparison for some of its patients, from the start.

    Parameters
    ----------
    base : PropensityDesign
        The design to repeat.
    rows : Bools, shape (patients kept,)
        Whom to take.
    """
    members = np.flatnonzero(rows)
    named = np.take(np.array(base.arms, dtype=object), base.treated[members])
    return design(
        base.scores.covariates.frame.iloc[members],
        pd.Categorical(named, categories=list(base.arms)),
        estimand=base.estimand,
        method=base.method,
        caliper=base.caliper,
        seed=base.seed,
        options=base.options,
        places=None if base.places is None else base.places.iloc[members],
    )


def _estimand(estimand: Estimand | None, method: Method) -> Estimand:
    if method not in USUAL:
        raise BadInput(f"There is no method {method!r}.", f"Use one of {', '.join(USUAL)}.")
    asked = USUAL[method] if estimand is None else estimand
    check_estimand(asked)
    if method == "matching" and asked != "ATT":
        raise BadInput(
            f"Matching the treated 1:1 cannot give the {asked}.",
            "Ask for the ATT, or use weighting.",
        )
    return asked


def _trimmed(everybody: Scores, rule: TrimRule | float | None) -> Trim:
    trimmed = trim(everybody.probability, everybody.treated, rule)
    _refuse_small_arms(everybody.treated[trimmed.kept], everybody.arms, " after trimming")
    return trimmed


def _fitted_again(everybody: Scores, kept: Bools, *, keeps_absent: bool) -> Scores:
    if kept.all():
        return everybody
    frame = everybody.covariates.frame[kept]
    named = np.take(np.array(everybody.arms, dtype=object), everybody.treated[kept])
    arm = pd.Categorical(named, categories=list(everybody.arms))
    return scores(frame, arm, model=everybody.model, seed=everybody.seed, keeps_absent=keeps_absent)


def _weighting(
    kept: Scores,
    estimand: Estimand,
    options: DesignOptions,
    *,
    pairs: Pairs | None,
    strata: ScoreStrata | None,
) -> Weighting:
    if pairs is not None:
        weights = np.zeros(kept.treated.size)
        weights[pairs.treated_row] = weights[pairs.reference_row] = 1.0
        return known_weights(weights)
    probability, matrix, influence = kept.probability, kept.matrix, kept.influence
    if strata is not None:
        probability, matrix, influence = strata.share, strata.matrix, strata.influence
    return weighting(
        probability,
        kept.treated,
        estimand,
        matrix=matrix,
        influence=influence,
        stabilised=options.stabilised,
        truncate_at=options.truncate_at,
    )


def _places(places: pd.DataFrame | None, kept: Bools) -> pd.DataFrame | None:
    if places is None:
        return None
    if len(places) != kept.size:
        raise BadInput(f"places has {len(places)} rows for {kept.size} patients.", "Give all.")
    return places.reset_index(drop=True)[kept].reset_index(drop=True)


def _refuse_small_arms(treated: Ints, arms: tuple[str, str], when: str) -> None:
    n = np.bincount(treated, minlength=2)
    for count, name in zip(n, arms, strict=True):
        if count < MIN_PATIENTS:
            raise TooFewEvents(
                f"{name} has {count} patients{when}; {MIN_PATIENTS} are needed.",
                "Widen the period, join techniques, or trim less.",
            )
