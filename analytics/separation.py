"""Covariates that tell two groups apart without error, so that no model can weigh them."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linprog

from analytics.inputs import Bools, Floats

_FELT = 1e-6  # of the largest weight in a separating score


def separated_by_one(values: Floats, yes: Bools, names: Sequence[str]) -> tuple[str, ...]:
    """Return the covariates whose values in the groups at most touch.

    Parameters
    ----------
    values : Floats, shape (n, columns)
        Covariates, none constant.
    yes : Bools, shape (n,)
        Group of each patient.
    names : sequence of str
        Names of the columns.

    Notes
    -----
    This includes a level of a category that one group never has.
    """
    inside, outside = values[yes], values[~yes]
    above = inside.min(axis=0) >= outside.max(axis=0)
    below = inside.max(axis=0) <= outside.min(axis=0)
    return tuple(name for name, found in zip(names, above | below, strict=True) if found)


def separated_together(values: Floats, yes: Bools, names: Sequence[str]) -> tuple[str, ...]:
    """Return the covariates of a score that puts all of one group on one side, if there is one.

    Parameters
    ----------
    values : Floats, shape (n, columns)
        Covariates on a common scale, the first column being the intercept.
    yes : Bools, shape (n,)
        Group of each patient.
    names : sequence of str
        Names of the columns without the intercept.

    Notes
    -----
    Linear programme: maximise the sum of s_i x_i'b subject to s_i x_i'b >= 0 and |b| <= 1,
    with s_i = 1 in one group and -1 in the other. Its optimum is 0 unless there is
    (quasi-)complete separation.

    References
    ----------
    Konis (2007), Linear programming algorithms for detecting separated data in binary
    logistic regression models, University of Oxford.
    """
    signed = np.where(yes[:, None], values, -values)
    found = linprog(-signed.sum(axis=0), A_ub=-signed, b_ub=np.zeros(yes.size), bounds=(-1, 1))
    if found.x is None or -found.fun <= _FELT * yes.size:
        return ()
    felt = np.abs(found.x[1:]) > _FELT
    return tuple(name for name, counts in zip(names, felt, strict=True) if counts)
