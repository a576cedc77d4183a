"""How far tumours shrank at best: the distribution over patients, no patient by itself."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from analytics.disclosure.display import merged_bins
from analytics.disclosure.rules import Rules
from analytics.errors import TooFewEvents
from analytics.inputs import Floats, Ints
from analytics.response import WINDOW_DAYS

EDGES = (-1.0, -0.9, -0.8, -0.7, -0.6, -0.5, -0.4, -0.3, -0.2, -0.1, 0.0, 0.1, 0.2, np.inf)
SHRUNK, GROWN = -0.3, 0.2  # falls and rises that RECIST counts as response and progression
FEWEST = 5  # patients below which a band, a median or a share would tell single ones
_NEAR = 1e-9  # what the quotient of two sums may err by


@dataclass(frozen=True, eq=False)
class GroupChange:
    """Best change of the patients of one group, as shares of the sum before treatment."""

    group: str
    n: int
    shrunk: int  # by at least 30 %
    grown: int  # by at least 20 %
    median: float  # nan where there are too few
    quartiles: tuple[float, float]


@dataclass(frozen=True, eq=False)
class ChangeByGroup:
    """Best change by group and of all, and all patients in bands of which none tells few."""

    groups: tuple[GroupChange, ...]
    overall: GroupChange
    edges: Floats  # of the bands, [edge, next edge); the last may be infinite
    counts: Ints  # patients in each band: nobody, or at least FEWEST
    undated: int  # patients of whom a measurement has no day and counts as within the window


def best_change(sums: pd.DataFrame) -> ChangeByGroup:
    """Describe the best change of the sum of target diameters of every group.

    Parameters
    ----------
    sums : DataFrame
        One row per patient and assessment at which every target lesion was measured, in the
        order of display of `group`: `patient`, `group`, `day` (nan: not known), `before` and
        `after` (mm).

    Raises
    ------
    TooFewEvents
        If nobody, or fewer than `FEWEST`, were measured before and after treatment.

    Notes
    -----
    Neighbouring bands are merged until each holds nobody or at least `FEWEST` patients; across
    the thresholds of response and progression only where one side holds too few for a band.

    References
    ----------
    Eisenhauer et al. (2009), doi:10.1016/j.ejca.2008.10.026.
    """
    each = smallest_sums(sums)
    change = each["change"].to_numpy(dtype=np.float64)
    if change.size < FEWEST:
        raise TooFewEvents(
            f"{change.size} of the patients were measured before and after treatment; a "
            f"distribution of fewer than {FEWEST} would tell single ones.",
            "Widen the filters.",
        )
    place = np.searchsorted(np.array(EDGES) - _NEAR, change, side="right") - 1
    counts = np.bincount(place, minlength=len(EDGES) - 1).astype(np.int64)
    edges, merged = _bands(counts)
    return ChangeByGroup(
        groups=tuple(
            _described(str(group), rows["change"].to_numpy(dtype=np.float64))
            for group, rows in each.groupby("group", sort=False)
        ),
        overall=_described("ALL", change),
        edges=edges,
        counts=merged,
        undated=int(each["day"].isna().sum()),
    )


def _bands(counts: Ints) -> tuple[Floats, Ints]:
    edges, rules = np.array(EDGES), Rules(k=FEWEST)
    ends = [0, EDGES.index(SHRUNK), EDGES.index(GROWN), counts.size]
    sides = list(pairwise(ends))
    if any(0 < counts[a:b].sum() < FEWEST for a, b in sides):
        return merged_bins(edges, counts, rules)
    made = [merged_bins(edges[a : b + 1], counts[a:b], rules) for a, b in sides]
    starts = [side_edges[:-1] for side_edges, _ in made]
    return np.concatenate([*starts, edges[-1:]]), np.concatenate([n for _, n in made])


def smallest_sums(sums: pd.DataFrame) -> pd.DataFrame:
    """Return the smallest sum of each patient and its change from before treatment.

    Parameters
    ----------
    sums : DataFrame
        As in `best_change`.

    Returns
    -------
    DataFrame
        One row per patient, in the order of `sums`, with `change` (share of the sum before) and
        the `day`, `before` and `after` of the smallest sum; of equal ones the first.

    Raises
    ------
    TooFewEvents
        If nobody was measured before and after treatment.

    Notes
    -----
    The smallest sum within 183 days counts, before or after progression: this is a measure and
    no response. A sum of 0 is a change of -100 %. A measurement without a day counts as within.
    """
    day = sums["day"]
    is_within = day.isna() | ((day > 0) & (day <= WINDOW_DAYS))
    counted = sums[is_within & (sums["before"] > 0)]
    if counted.empty:
        raise TooFewEvents(
            "No patient has every target lesion measured before and after treatment by this "
            "criterion and reader, so the change in size is not supplied.",
            "Enter diameters of target lesions at their controls to see it, or choose another "
            "criterion or reader.",
        )
    counted = counted.assign(change=counted["after"] / counted["before"] - 1)
    ordered = counted.reset_index(drop=True).sort_values(["change", "day"], kind="stable")
    return ordered.drop_duplicates("patient").sort_index().reset_index(drop=True)


def reaches(change: Floats, threshold: float) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Say who fell or grew by at least a threshold; a fall where it is below 0."""
    found = change <= threshold + _NEAR if threshold < 0 else change >= threshold - _NEAR
    return np.asarray(found, dtype=np.bool_)


def _described(group: str, change: Floats) -> GroupChange:
    known = change.size >= FEWEST
    low, middle, high = np.quantile(change, [0.25, 0.5, 0.75]) if known else (np.nan,) * 3
    return GroupChange(
        group=group,
        n=change.size,
        shrunk=int(reaches(change, SHRUNK).sum()),
        grown=int(reaches(change, GROWN).sum()),
        median=float(middle),
        quartiles=(float(low), float(high)),
    )
