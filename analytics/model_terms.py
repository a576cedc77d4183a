"""Covariates as a clinician counts them: per step or doubling, or against a reference level."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analytics.errors import BadInput

FEWEST = 10  # people in a level of its own; smaller levels are taken together
_TWO = 2
MERGED = "other levels"  # what the small ones are called together


@dataclass(frozen=True)
class Scale:
    """What one unit of a term is: a step of the covariate, or a multiple of it."""

    step: float = 1.0  # units of the covariate
    base: float | None = None  # per doubling (2) or tenfold (10); None: per step


@dataclass(frozen=True)
class Variable:
    """A covariate of a model."""

    name: str  # column
    label: str
    unit: str = ""
    levels: tuple[tuple[str, str], ...] = ()  # code and label, in their order; empty: a number
    unknown: tuple[str, ...] = ("UNK",)  # codes that say no more than an empty cell
    scale: Scale = Scale()

    @property
    def is_number(self) -> bool:
        """Whether it enters as one number."""
        return not self.levels


@dataclass(frozen=True, eq=False)
class Prepared:
    """Covariates ready for a model, as far as they are known."""

    # one column per variable, named by its label: scaled numbers, or labels as categories
    frame: pd.DataFrame
    merged: tuple[str, ...]  # "variable: level (n)" that had too few people of its own
    constant: tuple[str, ...]  # labels of variables that are the same for all, left out

    @property
    def is_complete(self) -> "pd.Series[bool]":
        """Who has a value everywhere."""
        return self.frame.notna().all(axis=1)


def prepared(people: pd.DataFrame, variables: Sequence[Variable]) -> Prepared:
    """Scale numbers and order levels, the reference first.

    Parameters
    ----------
    people : DataFrame, shape (n, k)
        One row per person, a column per variable; missing values as None or nan.
    variables : sequence of Variable
        What to prepare; order is kept.

    Raises
    ------
    BadInput
        If a number to be counted per doubling is not above 0 (after half its smallest
        positive value was put for 0).

    Notes
    -----
    The reference is N for yes or no, else the first level in its order that a tenth of the
    people have, else the most frequent. Levels of fewer than 10 people are taken together.
    """
    columns: dict[str, pd.Series[Any]] = {}
    merged: list[str] = []
    constant: list[str] = []
    for variable in variables:
        if variable.is_number:
            column = _number(people[variable.name], variable)
        else:
            column, few = _levels(people[variable.name], variable)
            merged += few
        if column.nunique(dropna=True) < _TWO:
            constant.append(variable.label)
        else:
            columns[variable.label] = column
    return Prepared(pd.DataFrame(columns, index=people.index), tuple(merged), tuple(constant))


def _number(given: "pd.Series[Any]", variable: Variable) -> "pd.Series[Any]":
    values: pd.Series[Any] = pd.to_numeric(given).astype(np.float64)
    scale = variable.scale
    if scale.base is None:
        return values / scale.step
    if (values < 0).any():
        raise BadInput(
            f"{variable.label} is below 0 in {int((values < 0).sum())} people, who have no "
            "doubling.",
            "Check these values.",
        )
    least = values[values > 0].min()
    logarithm = np.log(values.where(values != 0, least / 2).to_numpy(dtype=np.float64))
    return pd.Series(logarithm / np.log(scale.base), index=values.index)


def _levels(given: "pd.Series[Any]", variable: Variable) -> tuple["pd.Series[Any]", list[str]]:
    labels = dict(variable.levels)
    known = given.where(given.notna() & ~given.isin(variable.unknown))
    counts = known.value_counts()
    order = [code for code in labels if code in counts.index]
    order += sorted(set(counts.index) - set(order))  # an unlisted code is shown, not dropped
    small = [code for code in order if counts[code] < FEWEST] if len(order) > _TWO else []
    together = _with_a_neighbour(small, order)
    joint = " or ".join(labels.get(code, code) for code in together)
    joint = MERGED if len(together) > _TWO else joint
    names = {code: joint if code in together else labels.get(code, code) for code in order}
    few = [f"{variable.label}: {labels.get(code, code)} ({counts[code]})" for code in small]
    return _ordered(known.map(names), list(dict.fromkeys(names.values())), order), few


def _with_a_neighbour(small: list[str], order: list[str]) -> list[str]:
    # One small level alone joins the level before it in order, the first the one after.
    if len(small) != 1:
        return small
    place = order.index(small[0])
    return order[max(place - 1, 0) : max(place, 1) + 1]


def _ordered(named: "pd.Series[Any]", names: list[str], codes: list[str]) -> "pd.Series[Any]":
    counts = named.value_counts()
    frequent = [name for name in names if counts.get(name, 0) >= counts.sum() / 10]
    reference = frequent[0] if frequent else str(counts.index[0])
    if set(codes) == {"Y", "N"}:
        reference = names[codes.index("N")]
    ordered = [reference, *(name for name in names if name != reference)]
    return pd.Series(pd.Categorical(named, categories=ordered), index=named.index)
