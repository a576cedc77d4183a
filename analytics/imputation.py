"""Multiple imputation of covariates: complete tables that differ where values were missing."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sklearn.experimental import enable_iterative_imputer  # noqa: F401  # unlocks the next import
from sklearn.impute import IterativeImputer

from analytics.errors import BadInput, DidNotConverge
from analytics.inputs import Bools, Floats, labels

_ROUNDS = 10  # passes over all covariates per imputed table


@dataclass(frozen=True, eq=False)
class Imputations:
    """Imputed covariates; observed values are the same in every table."""

    tables: tuple[pd.DataFrame, ...]  # numbers only; a category is indicators of all but a level
    n_missing: "pd.Series[int]"  # patients without a value, by covariate
    m: int
    seed: int


def impute(
    covariates: pd.DataFrame, *, also: pd.DataFrame | None = None, m: int = 20, seed: int = 1
) -> Imputations:
    """Fill missing covariates m times with draws from their predictive distribution.

    Parameters
    ----------
    covariates : DataFrame, shape (n, k)
        Numbers, yes/no and categories; missing values as nan or None.
    also : DataFrame, shape (n, j), optional
        Complete numbers that predict missing values but are not returned: the arm, and for an
        outcome analysis the event and the cumulative hazard at the time of follow-up.
    m : int
        Tables, two or more.
    seed : int
        Start of the random numbers.

    Raises
    ------
    BadInput
        If nothing is missing, a covariate is missing for everybody, or `also` is incomplete.
    DidNotConverge
        If a draw is no finite number.

    Notes
    -----
    Chained Bayesian ridge regressions with draws from the posterior predictive distribution.
    Indicators are imputed as numbers and not rounded: rounding biases their means. Assumes
    that values are missing at random given all columns.

    References
    ----------
    van Buuren (2018), Flexible Imputation of Missing Data, doi:10.1201/9780429492259.
    Horton, Lipsitz & Parzen (2003), doi:10.1198/0003130032314.
    White & Royston (2009), doi:10.1002/sim.3618 (the outcome in `also`).
    """
    _check_request(covariates, also, m)
    names, values = _as_numbers(covariates)
    n_columns = values.shape[1]
    helpers = None if also is None else also.to_numpy(dtype=np.float64)
    table = values if helpers is None else np.column_stack([values, helpers])
    starts = np.random.default_rng(seed).integers(2**31, size=m)
    tables = tuple(
        pd.DataFrame(_filled(table, int(start))[:, :n_columns], columns=names) for start in starts
    )
    return Imputations(tables, covariates.isna().sum(), m, seed)


def _check_request(covariates: pd.DataFrame, also: pd.DataFrame | None, m: int) -> None:
    missing = covariates.isna()
    if m < 2:  # noqa: PLR2004  # one table hides that values are made up
        raise BadInput(f"{m} imputations are asked.", "Ask for two or more; 20 are usual.")
    if not missing.to_numpy().any():
        raise BadInput("No covariate is missing.", "Use the covariates as they are.")
    empty = [str(name) for name in covariates.columns[missing.all()]]
    if empty:
        raise BadInput(f"{', '.join(empty)} is missing for everybody.", "Leave it out.")
    if also is not None and (len(also) != len(covariates) or also.isna().to_numpy().any()):
        raise BadInput("`also` is incomplete.", "Give one complete row per patient.")


def _as_numbers(covariates: pd.DataFrame) -> tuple[list[str], Floats]:
    """Return columns of numbers, nan where missing, and their names."""
    names: list[str] = []
    columns: list[Floats] = []
    for name in covariates.columns:
        given = covariates[name]
        known = given.notna().to_numpy()
        if pd.api.types.is_numeric_dtype(given.dtype):
            names.append(str(name))
            columns.append(given.to_numpy(dtype=np.float64, na_value=np.nan))
            continue
        levels, indicators = _indicators(str(name), given, known)
        names += levels
        columns += indicators
    return names, np.column_stack(columns)


def _indicators(name: str, given: "pd.Series[Any]", known: Bools) -> tuple[list[str], list[Floats]]:
    place, found = labels(name, given[known])
    names, columns = [], []
    for level in np.unique(place)[1:]:
        column = np.full(known.size, np.nan)
        column[known] = place == level
        names.append(f"{name}: {found[level]}")
        columns.append(column)
    return names, columns


def _filled(table: Floats, start: int) -> Floats:
    chain = IterativeImputer(sample_posterior=True, max_iter=_ROUNDS, random_state=start)
    filled: Floats = np.asarray(chain.fit_transform(table))
    if not np.isfinite(filled).all():
        raise DidNotConverge("Imputation gave no finite number.", "Take fewer covariates.")
    return filled
