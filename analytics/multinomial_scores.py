"""Propensity scores and balancing weights of more than two arms."""

from dataclasses import dataclass

import numpy as np
from scipy.special import log_softmax
from statsmodels.discrete.discrete_model import MNLogit
from statsmodels.tools.sm_exceptions import PerfectSeparationError

from analytics.baseline_covariates import Covariates
from analytics.errors import BadInput, DidNotConverge
from analytics.inputs import Floats, Ints
from analytics.logistic_model import WILD, refuse_repetition
from analytics.separation import separated_by_one
from analytics.weights import Weighting

_EXTREME = 1e-8  # a score this near 0 is a sign of separation
_SETTLED = 1e-8  # of a patient: largest score equation left at the maximum

WHAT = "The propensity model"


@dataclass(frozen=True, eq=False)
class MultinomialScores:
    """Scores of L arms by a multinomial logistic model; q = columns + 1."""

    arms: tuple[str, ...]  # the first is the reference of the model
    member: Ints  # place of each patient's arm
    probability: Floats  # of each arm given the covariates, shape (n, L)
    coefficients: Floats  # log odds against the first arm, intercept first, shape (q, L - 1)
    log_likelihood: float
    covariates: Covariates
    matrix: Floats  # intercept and covariates, shape (n, q)
    influence: Floats  # of each patient on each coefficient, arm by arm, shape (n, (L - 1) q)


def multinomial_scores(
    covariates: Covariates, member: Ints, arms: tuple[str, ...]
) -> MultinomialScores:
    """Fit scores of several arms with main effects.

    Parameters
    ----------
    covariates : Covariates
        Checked covariates of n patients.
    member : Ints, shape (n,)
        Place of each patient's arm in `arms`.
    arms : tuple of str
        Names; every one occurs.

    Raises
    ------
    BadInput
        If a covariate repeats others or separates an arm from the rest.
    DidNotConverge
        If the fit does not settle.
    """
    values, names = covariates.columns, covariates.names
    for place, arm in enumerate(arms):
        separating = separated_by_one(values, member == place, names)
        if separating:
            raise BadInput(
                f"{WHAT} is separated: {', '.join(separating)} tells {arm} from the other arms "
                "without error.",
                "Leave the covariate out, join its levels, or join arms.",
            )
    centre, scale = values.mean(axis=0), values.std(axis=0)
    standard = np.column_stack([np.ones(member.size), (values - centre) / scale])
    refuse_repetition(standard, names, WHAT)
    found = _settled(standard, member, len(arms))
    slopes = found[1:] / scale[:, None]
    coefficients = np.vstack([found[0] - centre @ slopes, slopes])
    matrix = covariates.with_intercept()
    logs = _log_probability(matrix, coefficients)
    probability = np.exp(logs)
    if probability.min() < _EXTREME:
        raise BadInput(
            f"{WHAT} gives some patients a score of {probability.min():.1g} for an arm.",
            "Leave out covariates or patients for whom an arm is no choice.",
        )
    return MultinomialScores(
        arms=arms,
        member=member,
        probability=probability,
        coefficients=coefficients,
        log_likelihood=float(logs[np.arange(member.size), member].sum()),
        covariates=covariates,
        matrix=matrix,
        influence=_influence(matrix, probability, member),
    )


def multinomial_weighting(scores: MultinomialScores, estimand: str) -> Weighting:
    """Return balancing weights of several arms and how they move with the score model.

    Parameters
    ----------
    scores : MultinomialScores
        Scores.
    estimand : str
        "ATO" for the overlap of all arms, "ATE" for all patients, or the name of the arm
        whose patients the effect is for.

    Raises
    ------
    BadInput
        If there is no such estimand or arm.

    Notes
    -----
    Weight = h / e of the own arm: h = 1 / (sum over arms of 1 / e) for the overlap, 1 for all,
    e of the named arm for that arm's patients.

    References
    ----------
    Li & Li (2019), doi:10.1214/19-AOAS1282.
    """
    e, n = scores.probability, scores.member.size
    own = (scores.member[:, None] == np.arange(len(scores.arms))).astype(np.float64)
    own_score = e[np.arange(n), scores.member]
    if estimand == "ATE":
        tilt, by_logit = np.ones(n), np.zeros_like(e)  # derivative of log h by the logits
    elif estimand == "ATO":
        tilt = 1 / (1 / e).sum(axis=1)
        by_logit = tilt[:, None] / e - e
    elif estimand in scores.arms:
        tilt = e[:, scores.arms.index(estimand)]
        by_logit = (np.arange(len(scores.arms)) == scores.arms.index(estimand)) - e
    else:
        raise BadInput(
            f"There is no estimand {estimand!r} for several arms.",
            f"Use ATO, ATE, or one of {', '.join(scores.arms)}.",
        )
    weights = tilt / own_score
    slopes = weights[:, None] * (by_logit - (own - e))
    gradient = slopes[:, 1:, None] * scores.matrix[:, None, :]
    return Weighting(
        weights=weights,
        gradient=gradient.reshape(n, -1),
        influence=scores.influence,
        stabilised=False,
        truncate_at=None,
        cut=np.inf,
        n_truncated=0,
    )


def _settled(standard: Floats, member: Ints, n_arms: int) -> Floats:
    """Return coefficients on the standardised scale, shape (q, arms - 1)."""
    shape = (standard.shape[1], n_arms - 1)

    def watch(coefficients: Floats) -> None:
        if np.abs(standard @ coefficients.reshape(shape, order="F")).max() > WILD:
            raise PerfectSeparationError

    refusal = DidNotConverge(f"{WHAT} found no stable answer.", "Take fewer covariates.")
    options = {"maxiter": 50, "tol": 1e-10, "disp": False, "warn_convergence": False}
    try:
        fit = MNLogit(member, standard, check_rank=False).fit(
            method="newton", callback=watch, **options
        )
    except (PerfectSeparationError, np.linalg.LinAlgError) as error:
        raise refusal from error
    found: Floats = np.asarray(fit.params).reshape(shape)
    own = member[:, None] == np.arange(1, n_arms)
    left = standard.T @ (own - np.exp(_log_probability(standard, found))[:, 1:])
    if not fit.mle_retvals["converged"] or np.abs(left).max() > _SETTLED * member.size:
        raise refusal
    return found


def _log_probability(matrix: Floats, coefficients: Floats) -> Floats:
    logits = matrix @ coefficients
    return np.asarray(log_softmax(np.column_stack([np.zeros(len(matrix)), logits]), axis=1))


def _influence(matrix: Floats, probability: Floats, member: Ints) -> Floats:
    """Return inverse information times each patient's score, arm by arm."""
    others = probability[:, 1:]
    n_arms, size = others.shape[1], matrix.shape[1]
    own = member[:, None] == np.arange(1, n_arms + 1)
    score = ((own - others)[:, :, None] * matrix[:, None, :]).reshape(member.size, -1)
    information = np.empty((n_arms, size, n_arms, size))
    for first in range(n_arms):
        for second in range(n_arms):
            spread = others[:, first] * ((first == second) - others[:, second])
            information[first, :, second] = matrix.T @ (matrix * spread[:, None])
    flat = information.reshape(n_arms * size, n_arms * size)
    scale = 1 / np.sqrt(np.diag(flat))
    both = np.outer(scale, scale)
    return np.asarray(score @ (np.linalg.inv(flat * both) * both))
