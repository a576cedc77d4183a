"""How far tumours shrank at best: the distribution over patients, no patient by itself."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.errors import TooFewEvents
from analytics.inputs import Floats, Ints
from analytics.response import WINDOW_DAYS

EDGES = (-1.0, -0.9, -0.8, -0.7, -0.6, -0.5, -0.4, -0.3, -0.2, -0.1, 0.0, 0.1, 0.2)
SHRUNK, GROWN = -0.3, 0.2  # falls and rises that RECIST counts as response and progression
_LEAST = 4  # patients below which quartiles would tell single ones


@dataclass(frozen=True, eq=False)
class GroupChange:
    """Best change of the patients of one group, as shares of the sum before treatment."""

    group: str
    n: int
    counts: Ints  # patients in [edge, next edge), the last one without an upper end
    shrunk: int  # by at least 30 %
    median: float  # nan where there are too few
    quartiles: tuple[float, float]


@dataclass(frozen=True, eq=False)
class ChangeByGroup:
    """Distributions of best change by group and of all."""

    groups: tuple[GroupChange, ...]
    overall: GroupChange
    edges: Floats


def best_change(sums: pd.DataFrame) -> ChangeByGroup:
    """Describe the best change of the sum of target diameters of every group.

    Parameters
    ----------
    sums : DataFrame
        One row per patient and assessment at which every target lesion was measured, in the
        order of display of `group`: `patient`, `group`, `day`, `before` and `after` (mm).

    Raises
    ------
    TooFewEvents
        If nobody was measured before and after treatment.

    Notes
    -----
    The smallest sum within 183 days counts, before or after progression: this is a measure and
    no response. A sum of 0 is a change of -100 %.

    References
    ----------
    Eisenhauer et al. (2009), doi:10.1016/j.ejca.2008.10.026.
    """
    counted = sums[(sums["day"] > 0) & (sums["day"] <= WINDOW_DAYS) & (sums["before"] > 0)]
    if counted.empty:
        raise TooFewEvents(
            "No patient has every target lesion measured before and after treatment, so the "
            "change in size is not supplied.",
            "Enter diameters of lesions at their controls to see it.",
        )
    change = counted["after"] / counted["before"] - 1
    best = counted.assign(change=change).groupby(["patient", "group"], sort=False, as_index=False)
    each = best[["change"]].min()
    return ChangeByGroup(
        groups=tuple(
            _described(str(group), rows["change"].to_numpy(dtype=np.float64))
            for group, rows in each.groupby("group", sort=False)
        ),
        overall=_described("ALL", each["change"].to_numpy(dtype=np.float64)),
        edges=np.array(EDGES),
    )


def _described(group: str, change: Floats) -> GroupChange:
    place = np.searchsorted(np.array(EDGES) - 1e-9, change, side="right") - 1
    known = change.size >= _LEAST
    low, middle, high = np.quantile(change, [0.25, 0.5, 0.75]) if known else (np.nan,) * 3
    return GroupChange(
        group=group,
        n=change.size,
        counts=np.bincount(place, minlength=len(EDGES)).astype(np.int64),
        shrunk=int((change <= SHRUNK + 1e-9).sum()),
        median=float(middle),
        quartiles=(float(low), float(high)),
    )
