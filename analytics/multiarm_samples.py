"""Bootstrap of a comparison of several arms, the multinomial scores fitted again in each sample."""

import numpy as np
from scipy.special import softmax

from analytics.bootstrap import MOST_FAILED
from analytics.errors import DidNotConverge
from analytics.inputs import Floats
from analytics.multiarm import MultiDesign
from analytics.resampled_curves import DayCounter
from analytics.resampling import Resampler
from analytics.weighted_follow_up import WeightedFollowUp

_BLOCK = 20  # samples at a time
_STEPS = 5  # of Newton's method, from the scores of all patients
_FAR = 20.0  # log odds; a sample whose scores go this far is separated
_SEED = 1


class ArmSampleWeigher:
    """Weights of bootstrap samples of several arms.

    Parameters
    ----------
    design : MultiDesign
        The design of all patients, from whose scores those of a sample start.
    """

    def __init__(self, design: MultiDesign) -> None:
        self._design, self._matrix = design, design.scores.matrix
        self._member = design.scores.member
        size = len(design.arms)
        self._own = (self._member[:, None] == np.arange(size)).astype(np.float64)

    def weights(self, drawn: Floats) -> Floats:
        """Return weights times how often each patient is drawn, shape (n, samples)."""
        logits = self._fitted(drawn)
        far = np.abs(logits).max(axis=(0, 1)) > _FAR
        e = softmax(logits, axis=1)
        own = np.take_along_axis(e, self._member[:, None, None], axis=1)[:, 0]
        weights = drawn * self._tilt(e) / own
        return np.where(far, np.nan, weights)

    def _tilt(self, e: Floats) -> Floats:
        estimand = self._design.estimand
        if estimand == "ATO":
            return np.asarray(1 / (1 / e).sum(axis=1))
        if estimand == "ATE":
            return np.ones((e.shape[0], e.shape[2]))
        return e[:, self._design.arms.index(estimand)]

    def _fitted(self, drawn: Floats) -> Floats:
        """Return the logits of every patient in every sample, shape (n, arms, samples)."""
        n, samples = drawn.shape
        start = np.log(self._design.scores.probability)
        start = start - start[:, :1]
        information = self._informations(drawn)
        others, size = start.shape[1] - 1, self._matrix.shape[1]
        moved = np.zeros((samples, others * size))
        logits = np.repeat(start[:, :, None], samples, axis=2)
        for _ in range(_STEPS):
            left = drawn[:, None, :] * (self._own[:, :, None] - softmax(logits, axis=1))[:, 1:]
            score = np.einsum("nq,nas->saq", self._matrix, left, optimize=True)
            step = np.linalg.solve(information, score.reshape(samples, -1, 1))[:, :, 0]
            moved = moved + np.clip(step, -1e6, 1e6)
            by_arm = moved.reshape(samples, others, size)
            change = np.einsum("nq,saq->nas", self._matrix, by_arm, optimize=True)
            logits = start[:, :, None] + np.concatenate([np.zeros((n, 1, samples)), change], axis=1)
        return np.asarray(logits)

    def _informations(self, drawn: Floats) -> Floats:
        """Return the information of each sample, at the scores of all patients."""
        others = self._design.scores.probability[:, 1:]
        size, n_arms = self._matrix.shape[1], others.shape[1]
        found = np.empty((drawn.shape[1], n_arms, size, n_arms, size))
        for first in range(n_arms):
            for second in range(first, n_arms):
                spread = others[:, first] * ((first == second) - others[:, second])
                for column in range(size):
                    products = self._matrix * (self._matrix[:, column] * spread)[:, None]
                    found[:, first, column, second] = found[:, second, column, first] = (
                        drawn.T @ products
                    )
        flat = found.reshape(drawn.shape[1], n_arms * size, n_arms * size)
        diagonal = np.einsum("bii->bi", flat)
        diagonal += np.maximum(1e-10 * diagonal, 1e-10)  # a level that nobody drawn has
        return flat


def sampled_arms(
    design: MultiDesign,
    joined: WeightedFollowUp,
    *,
    horizon: float,
    days: Floats,
    n_samples: int,
) -> Floats:
    """Draw patients or whole sites again, and repeat scores, weights and curves of every arm.

    Returns
    -------
    Floats, shape (arms, 1 + landmarks, samples)
        Days free of any event up to the horizon, then the incidence of the event by landmark.

    Raises
    ------
    DidNotConverge
        If over 10 % of the samples lack an arm or separate; the others are left out.

    References
    ----------
    Austin (2016), doi:10.1002/sim.7084. Field & Welsh (2007),
    doi:10.1111/j.1467-9868.2007.00593.x.
    """
    weigh, rng = ArmSampleWeigher(design), np.random.default_rng(_SEED)
    sampler = Resampler(joined.depends.cluster, joined.member.size, "clusters", rng)
    counters = [
        DayCounter(joined.people, np.flatnonzero(joined.member == arm), horizon, days)
        for arm in range(len(design.arms))
    ]
    blocks = []
    for first in range(0, n_samples, _BLOCK):
        weights = weigh.weights(sampler.draw(min(_BLOCK, n_samples - first)))
        found = [counter.estimate(weights) for counter in counters]
        blocks.append(np.stack([np.vstack([each.mean_time, each.risk]) for each in found]))
    samples = np.concatenate(blocks, axis=2)
    known = np.isfinite(samples[:, 0]).all(axis=0)
    failed = int((~known).sum())
    if failed > MOST_FAILED * known.size:
        raise DidNotConverge(
            f"{failed} of {known.size} bootstrap samples lack an arm or separate.",
            "Take fewer covariates, or join techniques.",
        )
    return np.asarray(samples[:, :, known])
