"""Weighted means of two arms and their contrast, limits by a bootstrap that refits the scores."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from analytics.bootstrap import MOST_FAILED
from analytics.comparison_plan import unadjusted
from analytics.errors import DidNotConverge
from analytics.inputs import Floats, Ints
from analytics.propensity import PropensityDesign
from analytics.resampling import Resampler
from analytics.sample_weights import SampleWeigher
from analytics.stacked_variance import (
    Dependence,
    Effect,
    dependence,
    difference,
    ratio,
    standard_errors,
)
from analytics.weighted_follow_up import counting_rows, pairs_of
from analytics.weights import Estimand, effective_sample_size

CRUDE = "crude"
SAMPLES = 500
_BLOCK = 50  # samples at a time
_SEED = 1


@dataclass(frozen=True, eq=False)
class MeanContrast:
    """Means of two arms under one set of weights; pairs are reference, treated."""

    population: str  # "crude", or an estimand
    means: tuple[float, float]  # shares, where the outcome is yes or no
    ess: tuple[float, float]
    difference: Effect
    ratio: Effect  # nan where a mean is 0 or below, in the sample or in too many draws


def mean_contrasts(
    made: PropensityDesign,
    outcome: Floats,
    estimands: Sequence[Estimand],
    *,
    name: str = "risk",
    n_samples: int = SAMPLES,
) -> tuple[MeanContrast, ...]:
    """Contrast the means of both arms, crude and under the weights of each estimand.

    Parameters
    ----------
    made : PropensityDesign
        Weights, pairs or strata of the patients.
    outcome : Floats, shape (n,)
        Of the patients kept, in their order; 1 and 0 for yes and no.
    estimands : sequence of Estimand
        Whose effects; the design's own first. Pairs answer for their own only.
    name : str
        What the means are called in effects.
    n_samples : int
        Bootstrap samples.

    Raises
    ------
    DidNotConverge
        If over 10 % of the samples lack an arm, or their scores separate.

    Notes
    -----
    Weighted means (Hájek). Whole sites are drawn with replacement, and the scores are fitted
    again to each sample; with one site patients are drawn. Limits reach as many bootstrap
    standard errors as Student's t with G - 1 degrees of freedom says where there are under 40
    sites, the variance then times G / (G - 1); those of a ratio are made on the log scale.
    Matched pairs are not drawn: their limits are robust, by pair and site.

    References
    ----------
    Cameron, Gelbach & Miller (2008), doi:10.1162/rest.90.3.414.
    Austin (2016), doi:10.1002/sim.7084.
    """
    plain = unadjusted(made)
    if made.pairs is not None:
        return (
            _of_pairs(plain, outcome, CRUDE, name),
            _of_pairs(made, outcome, made.estimand, name),
        )
    people, weigh = _People(outcome, made.treated, _depends(made), name), SampleWeigher(made)
    weights = [np.ones(outcome.size), *(weigh.once(estimand) for estimand in estimands)]

    def drawn_weights(drawn: Floats) -> tuple[Floats, ...]:
        return (drawn, *weigh.by_estimand(drawn, estimands))

    samples = _samples(people, drawn_weights, n_samples)
    return tuple(
        _contrast(people, population, own, _errors(drawn))
        for population, own, drawn in zip((CRUDE, *estimands), weights, samples, strict=True)
    )


@dataclass(frozen=True, eq=False)
class _People:
    """Patients who count."""

    outcome: Floats
    treated: Ints
    depends: Dependence
    name: str  # of their means, in effects

    def means(self, weights: Floats) -> Floats:
        """Return the weighted mean of each arm, shape (2, samples); nan where nobody was drawn."""
        in_arm = np.stack([self.treated == 0, self.treated == 1]).astype(np.float64)
        total, carried = in_arm @ weights, (in_arm * self.outcome) @ weights
        return np.divide(carried, total, out=np.full_like(total, np.nan), where=total > 0)


def _depends(made: PropensityDesign) -> Dependence:
    rows = counting_rows(made)
    pair = pairs_of(made)
    site = None if made.places is None else made.places["site"][rows]
    many = site is not None and site.nunique() > 1
    return dependence(site if many else None, None if pair is None else pair[rows], int(rows.sum()))


def _samples(
    people: _People, weigh: Callable[[Floats], tuple[Floats, ...]], n_samples: int
) -> tuple[Floats, ...]:
    """Return the means of both arms in every sample, shape (2, samples), per set of weights."""
    rng = np.random.default_rng(_SEED)
    sampler = Resampler(people.depends.cluster, people.outcome.size, "clusters", rng)
    blocks = []
    for first in range(0, n_samples, _BLOCK):
        drawn = sampler.draw(min(_BLOCK, n_samples - first))
        blocks.append([people.means(weights) for weights in weigh(drawn)])
    return tuple(np.concatenate(parts, axis=1) for parts in zip(*blocks, strict=True))


def _errors(samples: Floats) -> tuple[float, float]:
    """Return the standard errors of difference and log ratio over samples; nan where unknown."""
    known = np.isfinite(samples).all(axis=0)
    failed = int((~known).sum())
    if failed > MOST_FAILED * known.size:
        raise DidNotConverge(
            f"{failed} of {known.size} bootstrap samples lack an arm or separate.",
            "Take fewer covariates, or an outcome that more patients have.",
        )
    means = samples[:, known]
    positive = means[:, (means > 0).all(axis=0)]
    by_ratio = np.nan
    if positive.shape[1] >= (1 - MOST_FAILED) * known.size:
        by_ratio = float(np.log(positive[1] / positive[0]).std(ddof=1))
    return float((means[1] - means[0]).std(ddof=1)), by_ratio


def _of_pairs(made: PropensityDesign, outcome: Floats, population: str, name: str) -> MeanContrast:
    rows = counting_rows(made)
    people = _People(outcome[rows], made.treated[rows], _depends(made), name)
    weights, treated = made.weights[rows], people.treated
    means = people.means(weights[:, None])[:, 0]
    in_arm = np.stack([treated == 0, treated == 1], axis=1)
    influence = weights[:, None] * in_arm * (people.outcome[:, None] - means) / (weights @ in_arm)
    sides = [influence[:, 1] - influence[:, 0]]
    if (means > 0).all():
        sides.append(influence[:, 1] / means[1] - influence[:, 0] / means[0])
    found = standard_errors(np.stack(sides, axis=1), people.depends)
    # The variance already carries the factor for few sites.
    plain = [*(found / np.sqrt(people.depends.factor)).tolist(), np.nan]
    return _contrast(people, population, weights, (plain[0], plain[1]))


def _contrast(
    people: _People, population: str, weights: Floats, errors: tuple[float, float]
) -> MeanContrast:
    reference, other = people.means(weights[:, None])[:, 0].tolist()
    scale, depends = float(np.sqrt(people.depends.factor)), people.depends
    log_ratio = float(np.log(other / reference)) if min(reference, other) > 0 else np.nan
    return MeanContrast(
        population=population,
        means=(reference, other),
        ess=(
            effective_sample_size(weights[people.treated == 0]),
            effective_sample_size(weights[people.treated == 1]),
        ),
        difference=difference(
            f"{people.name} difference", other - reference, scale * errors[0], depends
        ),
        ratio=ratio(f"{people.name} ratio", log_ratio, scale * errors[1], depends),
    )
