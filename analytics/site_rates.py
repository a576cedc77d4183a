"""Enrolment rates that differ between sites."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.accrual_rates import checked_exposure
from analytics.errors import TooFewEvents
from analytics.gamma_rates import likeliest_log_rate, likeliest_shape, log_likelihood
from analytics.inputs import Floats, Ints

_SHAPES, _RATES = 16, 13  # nodes of the posterior; doubling them moves limits by 1 % at most
_REACH = 4.5  # standard deviations of log rate that the nodes span
_LEAST_SHAPE = 0.25  # rates of sites have a coefficient of variation of 2 at most


@dataclass(frozen=True, eq=False)
class SiteRates:
    """Gamma distribution of the enrolment rate over sites, by maximum likelihood."""

    rate: float  # mean over sites, patients per unit of exposure
    shape: float  # 1 / squared coefficient of variation; infinite where sites are alike

    @property
    def variation(self) -> float:
        """Standard deviation of the rates between sites over their mean."""
        return float(1 / np.sqrt(self.shape))


@dataclass(frozen=True, eq=False)
class RatePosterior:
    """Distribution of every site's rate given what each has enrolled.

    A weighted set of gamma distributions per site: one for each pair of mean rate and shape
    that the data leave possible.
    """

    weight: Floats  # shape (nodes,), sums to 1
    size: Floats  # gamma shape of each site's rate, shape (nodes, sites)
    pace: Floats  # gamma rate parameter of the same, in units of exposure


def fit_site_rates(counts: ArrayLike, exposure: ArrayLike) -> SiteRates:
    """Estimate how fast sites enrol and how much they differ.

    Parameters
    ----------
    counts : array-like of int, shape (sites,)
        Patients enrolled by each site; 0 counts as well.
    exposure : array-like of float, shape (sites,)
        Time that each site was open; sites without any tell nothing.

    Raises
    ------
    TooFewEvents
        If fewer than two sites were open, or nobody was enrolled.

    Notes
    -----
    Rates are gamma distributed over sites and counts Poisson given the rate, so counts are
    negative binomial. The shape is infinite where counts spread no more than Poisson ones.

    References
    ----------
    Anisimov & Fedorov (2007), doi:10.1002/sim.2956.
    """
    events, time = _open_sites(counts, exposure)
    if time.size < 2:  # noqa: PLR2004  # differences need two
        raise TooFewEvents(
            "One site cannot show how sites differ.", "Wait until a second site is open."
        )
    shape = likeliest_shape([(events, time)])
    centre, _ = likeliest_log_rate(np.array([shape]), events, time)
    return SiteRates(rate=float(np.exp(centre[0])), shape=shape)


def rate_posterior(counts: ArrayLike, exposure: ArrayLike) -> RatePosterior:
    """Return what is known of each site's rate, its own record weighed against the others'.

    Parameters
    ----------
    counts, exposure
        As in `fit_site_rates`. A site without exposure is one that will open: all that is
        known of it is how sites differ.

    Raises
    ------
    TooFewEvents
        If nobody was enrolled so far.

    Notes
    -----
    Anisimov and Fedorov put the estimates of mean and shape in place of the true values.
    Here both are integrated out, as intervals are too short otherwise where sites or patients
    are few: the prior is flat in the log mean and in shape / (1 + shape), for shapes above
    0.25. The rate of a lone site is then gamma with shape count and rate exposure.

    References
    ----------
    Anisimov & Fedorov (2007), doi:10.1002/sim.2956. Christiansen & Morris (1997), J Am Stat
    Assoc 92:618.
    """
    events, time = checked_exposure(counts, exposure)
    seen = _open_sites(events, time)
    shapes = _posterior_shapes(*seen)
    centre, spread = likeliest_log_rate(shapes, *seen)
    log_rates = centre[:, None] + spread[:, None] * np.linspace(-_REACH, _REACH, _RATES)
    height = log_likelihood(shapes, log_rates, *seen)
    weight = np.exp(height - height.max(axis=1, keepdims=True))
    weight /= weight.sum(axis=1, keepdims=True) * _SHAPES
    shape = np.repeat(shapes, _RATES)[:, None]
    return RatePosterior(
        weight=weight.ravel(),
        size=shape + events,
        pace=shape * np.exp(-log_rates.reshape(-1, 1)) + time,
    )


def _open_sites(counts: ArrayLike, exposure: ArrayLike) -> tuple[Ints, Floats]:
    events, time = checked_exposure(counts, exposure)
    if not events.any():
        raise TooFewEvents(
            f"{time.size} sites have enrolled nobody so far: there is no rate to go on.",
            "Wait for the first patients.",
        )
    return events[time > 0], time[time > 0]


def _posterior_shapes(counts: Ints, exposure: Floats) -> Floats:
    """Return equally likely shapes: midpoints of the posterior, mean rate integrated out."""
    start = _LEAST_SHAPE / (1 + _LEAST_SHAPE)
    # The grid is of shape / (1 + shape), which is uniform by the prior.
    fine = start + (1 - start) * (np.arange(400) + 0.5) / 400
    shapes = fine / (1 - fine)
    centre, spread = likeliest_log_rate(shapes, counts, exposure)
    height = log_likelihood(shapes, centre[:, None], counts, exposure)[:, 0] + np.log(spread)
    density = np.exp(height - height.max())
    below = (np.cumsum(density) - density / 2) / density.sum()
    middle = np.interp((np.arange(_SHAPES) + 0.5) / _SHAPES, below, fine)
    return middle / (1 - middle)
