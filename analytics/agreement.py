"""Agreement between two readers beyond chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import norm

from analytics.errors import BadInput, TooFewEvents
from analytics.inputs import Floats, Ints
from analytics.limits import check_confidence

Weighting: TypeAlias = Literal["none", "linear", "quadratic"]


@dataclass(frozen=True, eq=False)
class Kappa:
    """Cohen's kappa: 1 full agreement, 0 as by chance, below 0 less than by chance."""

    estimate: float
    se: float  # large-sample, around the estimate
    lower: float  # limits, cut to -1 and 1
    upper: float
    se_null: float  # if readers agreed by chance only; for a test of kappa = 0
    agreement: float  # share of full agreement, or weighted credit
    table: Ints  # first reader in rows, second in columns
    categories: tuple[str, ...]
    weights: Weighting
    n: int  # people or lesions read by both
    confidence: float


def kappa(
    first: ArrayLike,
    second: ArrayLike,
    categories: Sequence[str | int],
    *,
    weights: Weighting = "none",
    confidence: float = 0.95,
) -> Kappa:
    """Estimate how far two readers agree beyond chance.

    Parameters
    ----------
    first, second : array-like, shape (n,)
        Category that each reader gave to each unit.
    categories : sequence
        All categories in their order, used or not; at equal distances where weighted.
    weights : {"none", "linear", "quadratic"}
        Credit for near misses over m categories: none, 1 - d / (m - 1), or
        1 - d^2 / (m - 1)^2 at a distance of d.
    confidence : float
        Level of the two-sided normal limits, between 0 and 1.

    Raises
    ------
    BadInput
        If lengths differ, or a reading is missing or no category.
    TooFewEvents
        If both readers put everybody in one and the same category.

    Notes
    -----
    kappa = (A - C) / (1 - C), with A the mean credit seen and C that of independent readers
    with the same margins. Standard errors by the delta method.

    References
    ----------
    Cohen (1968), doi:10.1037/h0026256. Fleiss, Cohen & Everitt (1969), doi:10.1037/h0028106.
    """
    check_confidence(confidence)
    credit = _credit(len(categories), weights)
    table = _cross_table(first, second, categories)
    n = int(table.sum())
    share = table / n
    rows, columns = share.sum(axis=1), share.sum(axis=0)
    chance = np.outer(rows, columns)
    seen, expected = float((credit * share).sum()), float((credit * chance).sum())
    if 1 - expected < np.finfo(float).eps * n:
        raise TooFewEvents(
            f"Both readers put all {n} units in one category: agreement beyond chance "
            "cannot be told.",
            "Widen the filters or show the share of agreement.",
        )
    estimate = (seen - expected) / (1 - expected)
    # Mean credit that a unit of this row, or of this column, would get by chance.
    by_chance = (credit @ columns)[:, None] + (rows @ credit)[None, :]
    spread = float((share * (credit - by_chance * (1 - estimate)) ** 2).sum())
    spread -= (estimate - expected * (1 - estimate)) ** 2
    null = float((chance * (credit - by_chance) ** 2).sum()) - expected**2
    scale = np.sqrt(n) * (1 - expected)
    se = float(np.sqrt(max(spread, 0.0)) / scale)
    reach = float(norm.ppf((1 + confidence) / 2)) * se
    return Kappa(
        estimate=estimate,
        se=se,
        lower=max(estimate - reach, -1.0),
        upper=min(estimate + reach, 1.0),
        se_null=float(np.sqrt(max(null, 0.0)) / scale),
        agreement=seen,
        table=table,
        categories=tuple(str(category) for category in categories),
        weights=weights,
        n=n,
        confidence=confidence,
    )


def _credit(m: int, weights: Weighting) -> Floats:
    if weights not in get_args(Weighting):
        known = ", ".join(get_args(Weighting))
        raise BadInput(f"There are no weights {weights!r}.", f"Use one of {known}.")
    if m < 2:  # noqa: PLR2004  # readers must have a choice
        raise BadInput(f"There are {m} categories.", "Name at least two.")
    if weights == "none":
        return np.eye(m)
    place = np.arange(m) / (m - 1)
    distance = np.abs(place[:, None] - place)
    return 1 - (distance if weights == "linear" else distance**2)


def _cross_table(first: ArrayLike, second: ArrayLike, categories: Sequence[str | int]) -> Ints:
    order = list(categories)
    if len(set(order)) < len(order):
        raise BadInput("A category is named twice.", "Name each category once.")
    one, other = (
        pd.Categorical(pd.Series(given), categories=order).codes.astype(np.int64)
        for given in (first, second)
    )
    if one.size != other.size or not one.size:
        raise BadInput(
            f"The first reader read {one.size} units and the second {other.size}.",
            "Give both readings of every unit.",
        )
    unknown = int(((one < 0) | (other < 0)).sum())
    if unknown:
        raise BadInput(
            f"A reading is missing or no category in {unknown} of {one.size} rows.",
            "Leave these units out and report how many they are.",
        )
    flat = np.bincount(one * len(order) + other, minlength=len(order) ** 2)
    return flat.astype(np.int64).reshape(len(order), len(order))
