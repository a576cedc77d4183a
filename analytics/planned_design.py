"""What an adjusted comparison could rest on, before any outcome is read.

No outcome enters here. Gaps are filled with the middle of what is entered, to count what a
comparison would carry; an estimate is never made from such values.
"""

from collections.abc import Set
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.errors import TooFewEvents
from analytics.inputs import Bools, Floats
from analytics.overlap import overlap, refuse_without_overlap
from analytics.propensity import MIN_PATIENTS, scores
from analytics.weights import balancing_weights, effective_sample_size

MIN_LEVEL = 5  # patients of each arm; rarer levels are joined with the most frequent one


@dataclass(frozen=True, eq=False)
class PlannedDesign:
    """Overlap weights of the patients of two arms, gaps filled; one entry per patient."""

    second: Bools  # in the second arm
    weights: Floats  # overlap (ATO)
    equipoise: float  # share of patients with a preference score from 0.3 to 0.7

    def ess(self, counted: Bools | None = None) -> tuple[float, float]:
        """Return the effective sample size by arm, of those counted; 0 for an empty arm."""
        kept = np.ones(self.second.size, dtype=np.bool_) if counted is None else counted
        arms = (kept & ~self.second, kept & self.second)
        first, second = (
            effective_sample_size(self.weights[rows]) if rows.any() else 0.0 for rows in arms
        )
        return first, second


def planned_design(
    covariates: pd.DataFrame,
    second: Bools,
    arms: tuple[str, str],
    *,
    logged: Set[str] = frozenset(),
) -> PlannedDesign:
    """Score two arms on all their patients, with gaps filled.

    Parameters
    ----------
    covariates : DataFrame, shape (n, k)
        Numbers and codes known at the index procedure; may be missing.
    second : Bools, shape (n,)
        Who is in the second arm.
    arms : tuple of str
        Names, for refusals.
    logged : set of str
        Columns of which the logarithm of 1 + value is taken.

    Raises
    ------
    TooFewEvents
        If an arm has under 30 patients.
    NoOverlap
        If under 10 patients of an arm lie where both arms occur.
    BadInput, DidNotConverge
        If no covariate differs, or the covariates separate the arms.

    References
    ----------
    Li, Morgan & Zaslavsky (2018), doi:10.1080/01621459.2016.1260466.
    Walker et al. (2013), doi:10.2147/CER.S40357.
    """
    for name, count in zip(arms, (int((~second).sum()), int(second.sum())), strict=True):
        if count < MIN_PATIENTS:
            raise TooFewEvents(
                f"{name} has {count} patients; {MIN_PATIENTS} are needed in each arm.",
                "Wait for more, or widen the region, country or site.",
            )
    kept = _varying(filled(covariates, second, logged=logged))
    fit = scores(kept, second.astype(np.int64))
    found = overlap(fit.probability, fit.treated, arms)
    refuse_without_overlap(found)
    return PlannedDesign(
        second=second,
        weights=balancing_weights(fit.probability, second, "ATO"),
        equipoise=found.equipoise,
    )


def filled(
    covariates: pd.DataFrame, second: Bools, *, logged: Set[str] = frozenset()
) -> pd.DataFrame:
    """Fill gaps with the median of a number and the most frequent level of a category.

    Levels with fewer than 5 patients in an arm are joined with the most frequent one, and a
    number from which fewer than 5 of an arm differ counts as the same for all. Columns that
    nobody has a value in are left out.
    """
    known = {name: covariates[name] for name in covariates if covariates[name].notna().any()}
    return pd.DataFrame(
        {
            name: _number(column, second, take_log=name in logged)
            if pd.api.types.is_numeric_dtype(column.dtype)
            else _category(column, second)
            for name, column in known.items()
        },
        index=covariates.index,
    )


def _number(column: "pd.Series[float]", second: Bools, *, take_log: bool) -> "pd.Series[float]":
    values = column.astype(float)
    usual = float(values.median())
    values = values.fillna(usual)
    differs = (values != usual).to_numpy()
    if min(int((differs & arm).sum()) for arm in (~second, second)) < MIN_LEVEL:
        return pd.Series(usual, index=column.index)
    return pd.Series(np.log1p(values), index=column.index) if take_log else values


def _category(column: "pd.Series[str]", second: Bools) -> "pd.Series[str]":
    place, levels = pd.factorize(column, sort=True)
    usual = int(np.bincount(place[place >= 0]).argmax())
    place = np.where(place < 0, usual, place)
    counts = [np.bincount(place[arm], minlength=len(levels)) for arm in (~second, second)]
    is_rare = np.minimum(*counts) < MIN_LEVEL
    place = np.where(is_rare[place], usual, place)
    values = pd.Categorical.from_codes(place, categories=pd.Index(levels, dtype=object))
    return pd.Series(values.remove_unused_categories(), index=column.index)


def _varying(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[[name for name in frame if (frame[name] != frame[name].iloc[0]).any()]]
