"""Variance of one number read off a survival curve, or of the difference of two."""

from dataclasses import dataclass

import numpy as np

from analytics.errors import BadInput
from analytics.inputs import Floats
from analytics.product_limit import SurvivalCurve, log_survival_increments
from analytics.robust_survival import Uncertainty, few_cluster_correction, unit_influence


@dataclass(frozen=True, eq=False)
class Spread:
    """Variance of a number, and what every independent unit adds to it."""

    variance: float
    by_unit: Floats  # empty where counts carry the variance
    uncertainty: Uncertainty  # of the curve that the number was read off


def spread_of(curve: SurvivalCurve, reach: Floats) -> Spread:
    """Return the variance of a number that falls as -log S grows.

    Parameters
    ----------
    curve : SurvivalCurve
        The curve; what carries its variance carries this one.
    reach : Floats, shape (steps,)
        How much the number falls for each unit that -log S grows at a step.

    Notes
    -----
    Counts: sum of reach^2 d / (n (n - d)). Robust and clustered: see `unit_influence`.

    References
    ----------
    Williams (1995), doi:10.1007/BF00985258.
    """
    uncertainty, steps = curve.uncertainty, log_survival_increments(curve)
    if uncertainty.moves is None:
        return Spread(float(reach**2 @ steps.drain), np.empty(0), uncertainty)
    by_unit = unit_influence(uncertainty.moves, steps, reach)
    return Spread(uncertainty.factor * float(by_unit @ by_unit), by_unit, uncertainty)


def variance_of_difference(one: Spread, other: Spread) -> tuple[float, float]:
    """Return the variance of the difference of two numbers, and its degrees of freedom.

    Parameters
    ----------
    one, other : Spread
        Numbers of two groups that share no people.

    Returns
    -------
    tuple of float
        The variance; the degrees of freedom of Student's t, infinite for the normal.

    Raises
    ------
    BadInput
        If one is clustered and the other is not.

    Notes
    -----
    Without clusters the groups are independent. Patients of one cluster may be in both
    groups: what a cluster adds to one is then set against what it adds to the other.

    References
    ----------
    Williams (1995), doi:10.1007/BF00985258.
    """
    if one.uncertainty.method != "clustered" and other.uncertainty.method != "clustered":
        return one.variance + other.variance, np.inf
    return _clustered(one, other)


def _clustered(one: Spread, other: Spread) -> tuple[float, float]:
    moves = [spread.uncertainty.moves for spread in (one, other)]
    names = [its.names for its in moves if its is not None and its.names]
    choices = [spread.uncertainty.few_clusters for spread in (one, other)]
    if len(names) < 2 or choices[0] != choices[1]:  # noqa: PLR2004  # both of the two
        raise BadInput(
            "The limits of the two groups do not rest on the same clusters.",
            "Estimate both with the same `cluster` and `few_clusters`.",
        )
    place = {name: row for row, name in enumerate(dict.fromkeys(names[0] + names[1]))}
    total = np.zeros(len(place))
    for spread, its, sign in ((one, names[0], 1), (other, names[1], -1)):
        np.add.at(total, [place[name] for name in its], sign * spread.by_unit)
    factor, df = few_cluster_correction(total.size, choices[0])
    return factor * float(total @ total), df
