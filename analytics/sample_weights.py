"""Weights of bootstrap samples, from scores fitted to each sample."""

from collections.abc import Sequence

import numpy as np
from scipy.special import expit

from analytics.inputs import Floats
from analytics.propensity import PropensityDesign
from analytics.weighted_follow_up import counting_rows
from analytics.weights import Estimand, balancing_weights

_STEPS = 3  # of Newton's method, from the scores of all patients
_FAR = 20.0  # log odds; a sample whose scores go this far is separated


class SampleWeigher:
    """Weights of a sample, from scores fitted to that sample.

    Parameters
    ----------
    design : PropensityDesign
        The design of all patients, from whose scores those of a sample start.
    """

    def __init__(self, design: PropensityDesign) -> None:
        rows = counting_rows(design)
        self._design, self._base = design, design.weights[rows]
        self._treated = design.treated[rows]
        scores, strata = design.scores, design.strata
        self._matrix = scores.matrix if strata is None else strata.matrix
        self._probability = (scores.probability if strata is None else strata.share)[rows]
        self.fits_scores = design.weighting.gradient is not None and self._matrix is not None

    def weights(self, drawn: Floats) -> Floats:
        """Return weights times how often each patient is drawn, shape (n, samples)."""
        return self.by_estimand(drawn, (self._design.estimand,))[0]

    def once(self, estimand: Estimand) -> Floats:
        """Return the weights of all patients under an estimand, shape (n,)."""
        if estimand == self._design.estimand:
            return self._base
        return balancing_weights(self._probability, self._treated == 1, estimand)

    def by_estimand(self, drawn: Floats, estimands: Sequence[Estimand]) -> tuple[Floats, ...]:
        """Return the same as `weights` for several estimands of one score.

        Parameters
        ----------
        drawn : Floats, shape (n, samples)
            How often each patient is drawn.
        estimands : sequence of Estimand
            Whose effects; one other than the design's is neither stabilised nor cut.
        """
        if not self.fits_scores or self._matrix is None:
            return tuple(drawn * self.once(estimand)[:, None] for estimand in estimands)
        logit = self._fitted(self._matrix, drawn)
        failed = np.abs(logit).max(axis=0) > _FAR
        return tuple(
            np.where(failed, np.nan, drawn * self._of(logit, estimand)) for estimand in estimands
        )

    def _of(self, logit: Floats, estimand: Estimand) -> Floats:
        own = self._treated == 1
        weights = balancing_weights(expit(logit), own[:, None], estimand)
        if estimand != self._design.estimand:
            return weights
        if self._design.weighting.stabilised:  # the cut is on the scale of these
            share = self._treated.mean()
            weights = weights * np.where(own, share, 1 - share)[:, None]
        return np.minimum(weights, self._design.weighting.cut)

    def _fitted(self, matrix: Floats, drawn: Floats) -> Floats:
        """Return the logit of every patient's score in every sample."""
        probability = self._probability[:, None]
        start = np.log(probability / (1 - probability))
        information = _informations(matrix, drawn, self._probability)
        moved = np.zeros((matrix.shape[1], drawn.shape[1]))
        logit = np.broadcast_to(start, drawn.shape)
        for step in range(_STEPS):
            fitted = expit(logit) if step else np.broadcast_to(probability, drawn.shape)
            score = matrix.T @ (drawn * (self._treated[:, None] - fitted))
            moved = moved + np.linalg.solve(information, score.T[:, :, None])[:, :, 0].T
            logit = start + matrix @ np.clip(moved, -1e6, 1e6)
        return np.asarray(logit)


def _informations(matrix: Floats, drawn: Floats, probability: Floats) -> Floats:
    """Return the information of each sample, shape (samples, q, q)."""
    size = matrix.shape[1]
    found = np.empty((drawn.shape[1], size, size))
    spread = (probability * (1 - probability))[:, None]
    for column in range(size):
        products = matrix[:, column:] * (matrix[:, [column]] * spread)
        found[:, column, column:] = drawn.T @ products
        found[:, column:, column] = found[:, column, column:]
    ridge = 1e-10 * np.einsum("bii->bi", found)  # a level that nobody drawn has
    found[:, np.arange(size), np.arange(size)] += np.maximum(ridge, 1e-10)
    return found
