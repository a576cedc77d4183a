"""Folds of a cross-fit: whom a model learns from, and whom it is asked about."""

import numpy as np
from numpy.typing import ArrayLike
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

from analytics.errors import BadInput
from analytics.inputs import Ints


def folds_of(
    stratum: Ints, n_folds: int, rng: np.random.Generator, *, cluster: ArrayLike | None = None
) -> Ints:
    """Return the fold of each patient, 0 to n_folds - 1, shape (n,).

    Parameters
    ----------
    stratum : Ints, shape (n,)
        What every fold gets a fair share of, as the arm.
    n_folds : int
        Folds, two or more.
    rng : Generator
        Source of randomness.
    cluster : array-like, shape (n,), optional
        Patients of one cluster stay in one fold.

    Raises
    ------
    BadInput
        If there are fewer clusters, or patients of a stratum, than folds.
    """
    smallest = int(np.bincount(stratum)[np.unique(stratum)].min())
    units = smallest if cluster is None else min(smallest, int(np.unique(cluster).size))
    if n_folds < 2 or units < n_folds:  # noqa: PLR2004  # one to learn from, one to ask about
        raise BadInput(f"{units} units do not fill {n_folds} folds.", "Take at least 2, fewer.")
    kind = StratifiedKFold if cluster is None else StratifiedGroupKFold
    splits = kind(n_folds, shuffle=True, random_state=int(rng.integers(2**31)))
    fold = np.empty(stratum.size, dtype=np.int64)
    for place, (_, asked) in enumerate(splits.split(stratum, stratum, cluster)):
        fold[asked] = place
    return fold
