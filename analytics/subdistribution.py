"""Partial likelihood of a subdistribution hazard, its maximum, and what each person adds to it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.errors import BadInput, DidNotConverge
from analytics.inputs import Floats
from analytics.subdistribution_sets import RiskSets

_MAX_STEPS = 30
_MAX_HALVINGS = 20
_SMALL_STEP = 1e-9  # of a standard deviation of a covariate
_ROUNDING = 1e-11  # relative: log-likelihoods that differ by less are the same
_SINGULAR = 1e-10  # smallest eigenvalue of an information scaled to a diagonal of ones


@dataclass(frozen=True, eq=False)
class Likelihood:
    """The partial likelihood at one set of p coefficients."""

    covariates: Floats  # shape (n, p), standardised
    risk_sets: RiskSets
    coef: Floats  # shape (p,)
    risk: Floats  # shape (n,): exp(x coef), up to one factor for all
    hazard: Floats  # shape (events,): 1 / sum of `risk` over the risk set
    mean: Floats  # shape (events, p): covariates averaged over the risk set
    value: float  # log partial likelihood

    @classmethod
    def at(cls, coef: Floats, covariates: Floats, risk_sets: RiskSets) -> "Likelihood":
        """Evaluate the likelihood."""
        predictor = covariates @ coef
        highest = predictor.max()  # taken out, so that nothing overflows
        risk = np.exp(predictor - highest)
        terms = np.column_stack([risk, risk[:, None] * covariates])
        sums = risk_sets.sums_by_event(terms)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            hazard = 1 / sums[:, 0]
            value = (predictor[risk_sets.failed] - highest + np.log(hazard)).sum()
            mean = sums[:, 1:] * hazard[:, None]
        return cls(covariates, risk_sets, coef, risk, hazard, mean, float(value))

    def score(self) -> Floats:
        """Return the gradient, shape (p,)."""
        gradient: Floats = (self.covariates[self.risk_sets.failed] - self.mean).sum(axis=0)
        return gradient

    def information(self) -> Floats:
        """Return minus the second derivatives, shape (p, p), in O(n p^2)."""
        expected = self.risk * self.risk_sets.sums_by_person(self.hazard[:, None])[:, 0]
        x, mean = self.covariates, self.mean
        result: Floats = x.T @ (expected[:, None] * x) - mean.T @ mean
        return result

    def cumulative_hazard(self) -> Floats:
        """Return the baseline subdistribution hazard summed up to each event day, shape (K,)."""
        steps = self.risk_sets.sums_by_day(self.hazard[:, None])[:, 0]
        highest = (self.covariates @ self.coef).max()
        total: Floats = np.cumsum(steps) * np.exp(-highest)
        return total

    def residuals(self) -> Floats:
        """Return each person's part of the score, the censoring curve taken as known, (n, p)."""
        hazard, sets = self.hazard[:, None], self.risk_sets
        sums = sets.sums_by_person(np.column_stack([hazard, hazard * self.mean]))
        parts = -self.risk[:, None] * (self.covariates * sums[:, :1] - sums[:, 1:])
        per_day = sets.sums_by_day(self.mean) / np.diff(sets.offset)[:, None]
        parts[sets.failed] += self.covariates[sets.failed] - per_day[sets.day]
        return parts


@dataclass(frozen=True, eq=False)
class Maximum:
    """Where the partial likelihood is largest."""

    likelihood: Likelihood
    information: Floats  # shape (p, p)
    null_value: float  # log partial likelihood with all coefficients 0
    iterations: int


def maximise(covariates: Floats, risk_sets: RiskSets, terms: Sequence[str]) -> Maximum:
    """Find the maximum of the partial likelihood by Newton's method with halved steps.

    Parameters
    ----------
    covariates : Floats, shape (n, p)
        Standardised: a step is then comparable between terms.
    risk_sets : RiskSets
        Who is at risk when.
    terms : sequence of str
        Names of the columns, for refusals.

    Raises
    ------
    BadInput
        If a term does not vary where it counts, or repeats others.
    DidNotConverge
        If a coefficient grows without end (separation), or no step helps.
    """
    now = Likelihood.at(np.zeros(len(terms)), covariates, risk_sets)
    null_value, information = now.value, now.information()
    _refuse_what_is_not_estimable(information, terms)
    for iteration in range(1, _MAX_STEPS + 1):
        step = _newton_step(information, now.score(), terms)
        now = _climb(now, step)
        information = now.information()
        if np.abs(step).max() < _SMALL_STEP:
            return Maximum(now, information, null_value, iteration)
    largest = int(np.abs(now.coef).argmax())
    raise DidNotConverge(
        f"The coefficient of {terms[largest]} still grows after {_MAX_STEPS} steps: it "
        "separates those with the event from all others.",
        "Leave the term out or join its levels, and show the incidence of each level instead.",
    )


def _climb(now: Likelihood, step: Floats) -> Likelihood:
    """Return the likelihood after a step, halved until it does not fall."""
    for halving in range(_MAX_HALVINGS):
        then = Likelihood.at(now.coef + step / 2**halving, now.covariates, now.risk_sets)
        if np.isfinite(then.value) and then.value >= now.value - _ROUNDING * abs(now.value):
            return then
    raise DidNotConverge(
        f"No step raises the log-likelihood of {now.value:.3f}.",
        "Look for extreme values of a covariate, or leave terms out.",
    )


def _newton_step(information: Floats, score: Floats, terms: Sequence[str]) -> Floats:
    try:
        step = np.asarray(np.linalg.solve(information, score), dtype=np.float64)
    except np.linalg.LinAlgError:
        step = np.full(score.size, np.nan)
    if not np.isfinite(step).all():
        raise DidNotConverge(
            f"The likelihood became flat in {', '.join(terms)}: they separate those with the "
            "event from all others.",
            "Leave terms out or join their levels.",
        )
    return step


def _refuse_what_is_not_estimable(information: Floats, terms: Sequence[str]) -> None:
    size = np.diag(information)
    flat = [term for term, its in zip(terms, size, strict=True) if its <= _SINGULAR * size.max()]
    if flat or size.max() <= 0:
        raise BadInput(
            f"{', '.join(flat or terms)} does not vary among those at risk of the event.",
            "Leave the term out.",
        )
    scale = np.sqrt(size)
    values, vectors = np.linalg.eigh(information / np.outer(scale, scale))
    if values[0] < _SINGULAR:
        share = np.abs(vectors[:, 0])
        repeated = [term for term, its in zip(terms, share, strict=True) if its > share.max() / 100]
        raise BadInput(f"{', '.join(repeated)} say the same.", "Leave one of them out.")
