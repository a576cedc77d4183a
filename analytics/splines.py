"""Restricted cubic splines: covariates whose effect need not be a straight line."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.errors import BadInput
from analytics.inputs import Floats, numbers
from analytics.regression import JointTest, Regression, contrast, wald_test

_OUTER = {3: 0.10, 4: 0.05, 5: 0.05, 6: 0.05, 7: 0.025}  # share of people below the first knot


@dataclass(frozen=True, eq=False)
class SplineEffect:
    """Hazard ratio along a covariate, against a reference value; arrays have shape (k,)."""

    name: str
    at: Floats  # values of the covariate, as asked
    ratio: Floats  # 1 at the reference
    lower: Floats
    upper: Floats
    reference: float
    nonlinearity: JointTest  # that a straight line would do
    confidence: float


def spline_knots(values: ArrayLike, n: int = 4) -> Floats:
    """Return knots at Harrell's percentiles, shape (n,).

    Parameters
    ----------
    values : array-like of float
        The covariate; nobody missing.
    n : int
        Knots, 3 to 7. Three: percentiles 10, 50, 90; four: 5, 35, 65, 95; five: 5, 27.5, 50,
        72.5, 95; six: 5, 23, .. 95; seven: 2.5, 18.33, .. 97.5.

    Raises
    ------
    BadInput
        If the number is none of these, or so many people share a value that knots coincide.

    References
    ----------
    Harrell (2015), Regression Modeling Strategies, 2.4.6, doi:10.1007/978-3-319-19425-7.
    """
    if n not in _OUTER:
        raise BadInput(f"{n} knots were asked for.", "Use 3 to 7; 4 suit most covariates.")
    given = numbers("values", values)
    if not given.size:
        raise BadInput("There is nobody to analyse.", "Widen the filters.")
    knots = np.quantile(given, np.linspace(_OUTER[n], 1 - _OUTER[n], n))
    if (np.diff(knots) <= 0).any():
        raise BadInput(
            f"{n} knots fall on {np.unique(knots).size} values only.",
            "Use fewer knots, name them, or take the covariate as it is.",
        )
    return np.asarray(knots)


def restricted_cubic(values: ArrayLike, knots: ArrayLike, *, name: str) -> pd.DataFrame:
    """Return the columns of a restricted cubic spline of a covariate.

    Parameters
    ----------
    values : array-like of float, shape (n,)
        The covariate.
    knots : array-like of float, shape (k,)
        At least 3, ascending; the curve is straight before the first and after the last.
    name : str
        Name of the first column, which is the covariate itself; the others add a prime each.

    Returns
    -------
    DataFrame, shape (n, k - 1)
        A straight line if all but the first coefficient are 0.

    Raises
    ------
    BadInput
        If there are fewer than 3 knots, or they do not ascend.

    Notes
    -----
    Column j + 1 is [(x - t_j)+^3 - (x - t_k-1)+^3 (t_k - t_j) / (t_k - t_k-1)
    + (x - t_k)+^3 (t_k-1 - t_j) / (t_k - t_k-1)] / (t_k - t_1)^2, in the units of x.

    References
    ----------
    Stone & Koo (1985), Proc Stat Comput Sect ASA. Durrleman & Simon (1989),
    doi:10.1002/sim.4780080504.
    """
    x, t = numbers(name, values), numbers("knots", knots)
    if t.size < 3 or (np.diff(t) <= 0).any():  # noqa: PLR2004  # two knots make a straight line
        raise BadInput(f"{t.size} knots do not make a spline.", "Give 3 or more, ascending.")
    cubes = np.maximum(x[:, None] - t, 0) ** 3
    last = t[-1] - t[-2]
    inner = t[:-2]
    bent = cubes[:, :-2]
    bent = bent - cubes[:, [-2]] * (t[-1] - inner) / last
    bent = bent + cubes[:, [-1]] * (t[-2] - inner) / last
    columns = {name: x} | {
        name + "'" * (j + 1): bent[:, j] / (t[-1] - t[0]) ** 2 for j in range(inner.size)
    }
    return pd.DataFrame(columns)


def spline_effect(
    fit: Regression, name: str, knots: ArrayLike, *, at: ArrayLike, reference: float
) -> SplineEffect:
    """Read the hazard ratio along a spline off a fit.

    Parameters
    ----------
    fit : Regression
        A model that has the columns of `restricted_cubic(.., knots, name=name)` among its terms.
    name : str
        Name of the covariate.
    knots : array-like of float
        The knots of the fit.
    at : array-like of float, shape (k,)
        Values of the covariate.
    reference : float
        Value at which the hazard ratio is 1.

    Raises
    ------
    BadInput
        If the fit lacks a column of the spline.
    """
    asked = numbers("at", np.atleast_1d(np.asarray(at)))
    patterns, level = (
        _patterns(fit, restricted_cubic(values, knots, name=name))
        for values in (asked, np.array([reference]))
    )
    bent = list(restricted_cubic(asked[:1], knots, name=name).columns[1:])
    compared = contrast(fit, patterns, level)
    return SplineEffect(
        name=name,
        at=asked,
        ratio=np.exp(compared.coef),
        lower=np.exp(compared.lower),
        upper=np.exp(compared.upper),
        reference=reference,
        nonlinearity=wald_test(fit, bent),
        confidence=fit.confidence,
    )


def _patterns(fit: Regression, basis: pd.DataFrame) -> pd.DataFrame:
    absent = [column for column in basis.columns if column not in fit.terms]
    if absent:
        raise BadInput(f"The model has no term {', '.join(absent)}.", "Name the spline's terms.")
    patterns = pd.DataFrame(0.0, index=basis.index, columns=list(fit.terms))
    return patterns.assign(**{str(column): basis[column] for column in basis.columns})
