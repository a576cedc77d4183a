"""Funnel limits: how far a site may lie from the target by chance."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import binom, poisson

from analytics.accrual_rates import checked_exposure
from analytics.errors import BadInput, TooFewEvents
from analytics.inputs import Bools, Floats, Ints

Kind: TypeAlias = Literal["binomial", "poisson"]
Flag: TypeAlias = Literal["far below", "below", "within", "above", "far above", "too few"]

LEVELS = (0.95, 0.998)  # of the inner and the outer limits, both two-sided

_LEAST_SITES = 10  # below, one extreme site would widen the limits that are to show it
_WINSORISED = 0.10  # share of sites at either end that is drawn in before dispersion is measured


@dataclass(frozen=True, eq=False)
class FunnelLimits:
    """Limits at given denominators; arrays have one entry per denominator."""

    denominator: Floats
    outer_lower: Floats  # 99.8 %
    inner_lower: Floats  # 95 %
    inner_upper: Floats
    outer_upper: Floats


@dataclass(frozen=True, eq=False)
class Funnel:
    """Sites against a common target; arrays have one entry per site."""

    kind: Kind
    count: Ints
    denominator: Floats  # people, or exposure, or expected events
    estimate: Floats  # count / denominator; nan where there is no denominator
    flag: tuple[Flag, ...]  # "too few" where the denominator is below the least one
    limits: FunnelLimits  # nan where there are too few
    target: float
    target_is_pooled: bool  # else it was given
    dispersion: float  # mean squared z of the sites with enough; 1 if sites differ by chance
    inflation: float  # factor by which limits were widened; 1: not
    least: float  # smallest denominator that is compared


def funnel_limits(
    counts: ArrayLike,
    denominators: ArrayLike,
    *,
    kind: Kind = "binomial",
    target: float | None = None,
    over_dispersion: bool = True,
    least: float = 10,
) -> Funnel:
    """Compare sites with a target, within limits that chance alone would keep.

    Parameters
    ----------
    counts : array-like of int, shape (sites,)
        Events of each site.
    denominators : array-like of float, shape (sites,)
        Binomial: people, whole numbers. Poisson: exposure, or expected events (target 1).
    kind : {"binomial", "poisson"}
        Whether an event can happen once per person, or often per exposure.
    target : float, optional
        Share or rate to compare with; that of all sites together if left out.
    over_dispersion : bool
        Whether limits widen when ten or more sites differ by more than chance.
    least : float
        Smallest denominator that is compared; smaller sites count in the pooled target only.

    Raises
    ------
    BadInput
        If counts, denominators or target are impossible.
    TooFewEvents
        If no site has enough people, or the pooled target is 0 (or 1 for shares).

    Notes
    -----
    Limits interpolate the distribution function between whole counts. Dispersion is the mean
    squared z of the sites, the outer tenths drawn in to the 10th and 90th percentile; if
    above 1, its root stretches the limits away from the target. Limits are kept possible.

    References
    ----------
    Spiegelhalter (2005), doi:10.1002/sim.1970.
    """
    events, size = _checked(counts, denominators, kind)
    enough = size >= max(least, np.finfo(float).tiny)
    if not enough.any():
        raise TooFewEvents(f"No site has a denominator of {least:g}.", "Widen the period.")
    pooled = float(events.sum() / size.sum())
    aim = _checked_target(pooled if target is None else target, kind)
    dispersion = _dispersion(events[enough], size[enough], aim, kind)
    widen = over_dispersion and enough.sum() >= _LEAST_SITES
    inflation = float(np.sqrt(max(dispersion, 1.0))) if widen else 1.0
    limits = limits_around(aim, np.where(enough, size, np.nan), kind=kind, inflation=inflation)
    with np.errstate(invalid="ignore"):  # nobody at a site
        estimate = events / size
    return Funnel(
        kind=kind,
        count=events,
        denominator=size,
        estimate=estimate,
        flag=_flags(estimate, limits, enough),
        limits=limits,
        target=aim,
        target_is_pooled=target is None,
        dispersion=dispersion,
        inflation=inflation,
        least=least,
    )


def limits_around(
    target: float, denominators: ArrayLike, *, kind: Kind = "binomial", inflation: float = 1.0
) -> FunnelLimits:
    """Return limits at any denominators, as for the curves of a funnel.

    Parameters
    ----------
    target : float
        Share or rate.
    denominators : array-like of float, shape (k,)
        Whole numbers for binomial limits; nan gives nan.
    kind : {"binomial", "poisson"}
        As in `funnel_limits`.
    inflation : float
        Factor by which limits lie further from the target.
    """
    size = np.asarray(denominators, dtype=np.float64)
    most = 1.0 if kind == "binomial" else np.inf

    def limit(tail: float) -> Floats:
        exact = _interpolated(tail, target, size, kind)
        return np.clip(target + inflation * (exact - target), 0.0, most)

    inner, outer = ((1 - level) / 2 for level in LEVELS)
    return FunnelLimits(size, limit(outer), limit(inner), limit(1 - inner), limit(1 - outer))


def _checked(counts: ArrayLike, denominators: ArrayLike, kind: Kind) -> tuple[Ints, Floats]:
    if kind not in get_args(Kind):
        raise BadInput(f"There is no funnel {kind!r}.", f"Use one of {', '.join(get_args(Kind))}.")
    events, size = checked_exposure(counts, denominators)
    if kind == "binomial":
        wrong = (size != np.rint(size)) | (events > size)
        if wrong.any():
            raise BadInput(
                f"At {int(wrong.sum())} of {wrong.size} sites there are more events than people, "
                "or people are no whole number.",
                "Count people, or use the Poisson funnel for exposure.",
            )
    return events, size


def _checked_target(target: float, kind: Kind) -> float:
    if target == 0 or (kind == "binomial" and target == 1):
        raise TooFewEvents(
            f"The target is {target:g}: chance leaves no room around it.",
            "Choose another outcome or widen the period.",
        )
    if not 0 < target < (1 if kind == "binomial" else np.inf):
        raise BadInput(f"The target is {target}.", "Give a share or a rate that can be.")
    return target


def _dispersion(events: Ints, size: Floats, target: float, kind: Kind) -> float:
    spread = target * (1 - target) if kind == "binomial" else target
    z = (events / size - target) / np.sqrt(spread / size)
    drawn_in = np.clip(z, *np.quantile(z, [_WINSORISED, 1 - _WINSORISED]))
    return float(np.mean(drawn_in**2))


def _interpolated(tail: float, target: float, size: Floats, kind: Kind) -> Floats:
    """Return the share or rate at which the distribution function crosses `tail`."""
    law = binom(size, target) if kind == "binomial" else poisson(size * target)
    count = law.ppf(tail)
    reached = law.cdf(count)
    limit: Floats = (count - (reached - tail) / (reached - law.cdf(count - 1))) / size
    return limit


def _flags(estimate: Floats, limits: FunnelLimits, enough: Bools) -> tuple[Flag, ...]:
    cases: list[tuple[Bools, Flag]] = [
        (~enough, "too few"),
        (estimate < limits.outer_lower, "far below"),
        (estimate < limits.inner_lower, "below"),
        (estimate > limits.outer_upper, "far above"),
        (estimate > limits.inner_upper, "above"),
    ]
    return tuple(
        next((flag for holds, flag in cases if holds[site]), "within")
        for site in range(estimate.size)
    )
