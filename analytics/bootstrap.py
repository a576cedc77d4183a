"""Bootstrap of an adjusted comparison, the scores fitted again: referee of the sandwich."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.endpoints import TimeToEvent
from analytics.errors import BadInput, DidNotConverge
from analytics.inputs import Floats, Ints, asked_days
from analytics.propensity import PropensityDesign
from analytics.resampled_curves import DayCounter, SampleEstimates
from analytics.resampling import Resample, Resampler
from analytics.sample_weights import SampleWeigher
from analytics.weighted_follow_up import WeightedFollowUp, follow_up_of

_BLOCK = 25  # samples at a time
MOST_FAILED = 0.1  # share of samples


@dataclass(frozen=True, eq=False)
class BootstrapEffect:
    """One contrast, treated - reference, over bootstrap samples."""

    name: str
    se: float  # standard deviation over samples
    lower: float  # percentiles
    upper: float
    samples: Floats  # contrast in each sample that could be estimated


@dataclass(frozen=True, eq=False)
class Bootstrap:
    """Bootstrap of an adjusted comparison."""

    restricted_mean: BootstrapEffect  # days free of any event up to the horizon
    time_lost: BootstrapEffect  # days lost to the event up to the horizon
    event_free: tuple[BootstrapEffect, ...]  # per landmark
    risk: tuple[BootstrapEffect, ...]  # per landmark, cumulative incidence of the event
    horizon: float
    landmarks: Floats
    resample: Resample
    n_samples: int
    n_failed: int  # samples without an arm, or whose scores separate
    fits_scores: bool  # whether scores were fitted again; if not, they count as known
    seed: int
    confidence: float


@dataclass(frozen=True)
class BootstrapOptions:
    """Choices of a bootstrap beside what it estimates."""

    n_samples: int = 500
    resample: Resample = "clusters"
    seed: int = 1
    confidence: float = 0.95


def bootstrap(
    design: PropensityDesign,
    follow_up: TimeToEvent,
    *,
    horizon: float,
    landmarks: ArrayLike | None = None,
    cluster: ArrayLike | str | None = None,
    options: BootstrapOptions = BootstrapOptions(),
) -> Bootstrap:
    """Draw patients or clusters again and repeat scores, weights and curves.

    Parameters
    ----------
    design, follow_up, horizon, landmarks, cluster
        As in `compare`; landmarks may be left out.
    options : BootstrapOptions
        Samples, way to resample, seed, level of the limits. Matched pairs are drawn as pairs,
        or within their clusters' patients not at all.

    Raises
    ------
    BadInput
        If options do not fit, or follow-up cannot be counted.
    DidNotConverge
        If over 10 % of the samples cannot be estimated.

    Notes
    -----
    A sample is how often each patient is drawn. Its scores are three Newton steps from those
    of all patients, with the information of the sample at the first; a test holds them against
    full fits. Trimming, the cut of truncated weights and cuts of strata stay as they are;
    boosted scores and matches count as known.

    References
    ----------
    Austin (2016), doi:10.1002/sim.7084. Austin & Small (2014), doi:10.1002/sim.6276.
    """
    joined = follow_up_of(design, follow_up, cluster)
    days = np.zeros(0) if landmarks is None else asked_days("landmarks", landmarks)
    units = _units(joined, options.resample)
    rng = np.random.default_rng(options.seed)
    sampler = Resampler(units, joined.member.size, options.resample, rng)
    weigh = SampleWeigher(design)
    arms = [
        DayCounter(joined.people, np.flatnonzero(joined.member == arm), horizon, days)
        for arm in (0, 1)
    ]
    blocks = []
    for first in range(0, options.n_samples, _BLOCK):
        drawn = sampler.draw(min(_BLOCK, options.n_samples - first))
        weights = weigh.weights(drawn)
        blocks.append(_contrasts(*(arm.estimate(weights) for arm in arms)))
    samples = np.concatenate(blocks, axis=1)
    return _described(samples, days, horizon, options, fits_scores=weigh.fits_scores)


def _units(joined: WeightedFollowUp, resample: Resample) -> Ints | None:
    """Return what is drawn whole, or within which patients are drawn."""
    cluster, pair = joined.depends.cluster, joined.depends.pair
    if pair is None:
        return cluster
    if cluster is not None or resample != "clusters":
        raise BadInput(
            "Matched pairs run across clusters.", "Draw pairs: no cluster, whole clusters."
        )
    return pair


def _contrasts(reference: SampleEstimates, treated: SampleEstimates) -> Floats:
    """Return treated - reference: mean, time lost, event-free and risk at landmarks."""
    return np.vstack(
        [
            treated.mean_time - reference.mean_time,
            treated.time_lost - reference.time_lost,
            treated.event_free - reference.event_free,
            treated.risk - reference.risk,
        ]
    )


def _described(
    samples: Floats,
    days: Floats,
    horizon: float,
    options: BootstrapOptions,
    *,
    fits_scores: bool,
) -> Bootstrap:
    known = np.isfinite(samples).all(axis=0)
    n_failed = int((~known).sum())
    if n_failed > MOST_FAILED * known.size:
        raise DidNotConverge(
            f"{n_failed} of {known.size} bootstrap samples lack an arm or separate.",
            "Take fewer covariates, join small clusters, or resample within clusters.",
        )
    at = [f"{day:g}" for day in days.tolist()]
    names = ["restricted mean", "days lost", *[f"event-free at {x}" for x in at]]
    names += [f"risk at {x}" for x in at]
    tails = (1 - options.confidence) / 2
    effects = [
        BootstrapEffect(
            name,
            float(row.std(ddof=1)),
            float(np.quantile(row, tails)),
            float(np.quantile(row, 1 - tails)),
            row,
        )
        for name, row in zip(names, samples[:, known], strict=True)
    ]
    return Bootstrap(
        restricted_mean=effects[0],
        time_lost=effects[1],
        event_free=tuple(effects[2 : 2 + days.size]),
        risk=tuple(effects[2 + days.size :]),
        horizon=horizon,
        landmarks=days,
        resample=options.resample,
        n_samples=options.n_samples,
        n_failed=n_failed,
        fits_scores=fits_scores,
        seed=options.seed,
        confidence=options.confidence,
    )
