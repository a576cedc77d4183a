"""Covariates known at the index procedure, as columns of numbers."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.errors import BadInput
from analytics.inputs import Floats, Ints, labels

CovariateInput: TypeAlias = pd.DataFrame | ArrayLike


@dataclass(frozen=True, eq=False)
class Covariates:
    """Checked covariates of n patients; nothing is missing, no column is constant."""

    frame: pd.DataFrame  # as given, one row per patient
    names: tuple[str, ...]  # of the columns; a level of a category is "category: level"
    columns: Floats  # shape (n, number of columns)

    @property
    def n(self) -> int:
        """Patients."""
        return int(self.columns.shape[0])

    def with_intercept(self) -> Floats:
        """Return the columns behind a column of ones, shape (n, columns + 1)."""
        return np.column_stack([np.ones(self.n), self.columns])


def check_covariates(covariates: CovariateInput, *, all_levels: bool = False) -> Covariates:
    """Return covariates that a model or a balance table may rely on.

    Parameters
    ----------
    covariates : DataFrame or array-like, shape (n, k)
        One row per patient, one column per covariate: numbers, yes/no, or categories. An
        array's columns are called x1, x2, ...
    all_levels : bool
        Whether a category with more than two levels gives a column for each level (a balance
        table), or for all but the first (a model). Levels that nobody has give none.

    Raises
    ------
    BadInput
        If there is nobody or nothing, a value is missing or infinite (refused by name and
        count), or a covariate is constant.
    """
    frame = _as_frame(covariates)
    _refuse_missing(frame)
    blocks = [_columns(str(name), frame[name], all_levels=all_levels) for name in frame.columns]
    names = tuple(name for block in blocks for name in block[0])
    values = np.column_stack([block[1] for block in blocks]).astype(np.float64)
    infinite = np.flatnonzero(~np.isfinite(values).all(axis=0))
    _refuse_columns(infinite, names, "infinite", "Give finite numbers.")
    constant = np.flatnonzero((values == values[:1]).all(axis=0))
    _refuse_columns(constant, names, "the same for everybody", "Leave it out of the model.")
    return Covariates(frame, names, values)


def check_two_arms(arm: ArrayLike, n: int) -> tuple[Ints, tuple[str, str]]:
    """Return who had the second arm (0 or 1, shape (n,)), and the names of both arms.

    The order is that of the categories of a categorical, else ascending: the first arm is the
    reference, the second is the one called treated.

    Raises
    ------
    BadInput
        If there are not exactly two arms, an arm is missing, or lengths differ.
    """
    member, names = labels("arm", arm)
    if member.size != n:
        raise BadInput(f"arm has {member.size} rows, the covariates {n}.", "Give one per patient.")
    used = np.unique(member)
    if used.size != 2:  # noqa: PLR2004  # a comparison has two sides
        raise BadInput(
            f"There are {used.size} arms: {', '.join(names[place] for place in used)}.",
            "Compare two arms; more than two have a comparison of their own.",
        )
    treated = (member == used[1]).astype(np.int64)
    return treated, (names[used[0]], names[used[1]])


def _as_frame(covariates: CovariateInput) -> pd.DataFrame:
    if isinstance(covariates, pd.DataFrame):
        frame = covariates.reset_index(drop=True)
    else:
        values = np.asarray(covariates)
        values = values[:, None] if values.ndim == 1 else values
        if values.ndim != 2:  # noqa: PLR2004  # rows and columns
            raise BadInput("Covariates are no table.", "Give one row per patient.")
        names = [f"x{place + 1}" for place in range(values.shape[1])]
        frame = pd.DataFrame(values, columns=names)
    if not frame.shape[0] or not frame.shape[1]:
        raise BadInput(
            f"There are {frame.shape[0]} patients and {frame.shape[1]} covariates.",
            "Widen the filters and choose at least one covariate.",
        )
    if frame.columns.has_duplicates:
        raise BadInput("Two covariates have one name.", "Name each covariate once.")
    return frame


def _refuse_missing(frame: pd.DataFrame) -> None:
    counts = frame.isna().sum()
    named = [f"{name} in {count}" for name, count in counts.items() if count]
    if named:
        raise BadInput(
            f"Of {len(frame)} patients a value is missing: {', '.join(named)}.",
            "Impute explicitly, give a category for 'not known', or leave the covariate out.",
        )


def _columns(
    name: str, given: "pd.Series[Any]", *, all_levels: bool
) -> tuple[tuple[str, ...], Floats]:
    """Return the columns of one covariate and their names."""
    if pd.api.types.is_numeric_dtype(given.dtype):  # yes/no is a number too
        numeric: Floats = given.to_numpy(dtype=np.float64)[:, None]
        return (name,), numeric
    if pd.api.types.is_datetime64_any_dtype(given.dtype):
        raise BadInput(f"{name} holds dates.", "Give years or days since a fixed date.")
    place, found = labels(name, given)
    used = np.unique(place)
    skip = 0 if all_levels and used.size > 2 else 1  # noqa: PLR2004  # two levels: one column
    shown = used[skip:] if used.size > 1 else used
    indicators: Floats = (place[:, None] == shown).astype(np.float64)
    return tuple(f"{name}: {found[level]}" for level in shown), indicators


def _refuse_columns(wrong: Ints, names: tuple[str, ...], what: str, remedy: str) -> None:
    if wrong.size:
        named = ", ".join(names[place] for place in wrong)
        raise BadInput(f"{named} is {what}.", remedy)
