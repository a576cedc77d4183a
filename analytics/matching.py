"""Pairs of a treated patient and the nearest patient of the other arm."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np

from analytics.errors import BadInput
from analytics.inputs import Floats, Ints

Order: TypeAlias = Literal["largest", "smallest", "data"]


@dataclass(frozen=True, eq=False)
class Pairs:
    """Matched pairs in order of the treated patient's row."""

    treated_row: Ints  # place of the patient, from 0
    reference_row: Ints
    distance: Floats  # between the logits of both scores
    caliper: float  # largest distance allowed; infinite: any
    order: Order  # who chooses first
    n_treated: int  # treated patients, matched or not

    @property
    def n(self) -> int:
        """Pairs."""
        return int(self.treated_row.size)


def match_nearest(
    logit: Floats, treated: Ints, *, caliper: float | None = 0.2, order: Order = "largest"
) -> Pairs:
    """Match 1:1 to the nearest free patient of the other arm, without replacement.

    Parameters
    ----------
    logit : Floats, shape (n,)
        Logit of the propensity score.
    treated : Ints, shape (n,)
        1 in the treated arm, else 0.
    caliper : float, optional
        Largest distance, in standard deviations of the logit over all n patients; None: any.
    order : {"largest", "smallest", "data"}
        Who chooses first: the largest score, the smallest, or the first row. Equal scores
        choose in the order of rows.

    Raises
    ------
    BadInput
        If the caliper or the order is none.

    Notes
    -----
    Of patients equally near, the first row is taken. The other arm is sorted once; the next
    free place to each side is found by union-find, so time is O(n log n).

    References
    ----------
    Rosenbaum & Rubin (1985), doi:10.1080/00031305.1985.10479383.
    Austin (2011), doi:10.1002/pst.433.
    """
    if order not in get_args(Order):
        raise BadInput(f"There is no order {order!r}.", f"Use one of {', '.join(get_args(Order))}.")
    if caliper is not None and not caliper > 0:
        raise BadInput(f"The caliper is {caliper}.", "Give a number above 0, as 0.2.")
    reach = np.inf if caliper is None else caliper * float(np.std(logit, ddof=1))
    others = np.flatnonzero(treated == 0)
    others = others[np.argsort(logit[others], kind="stable")]
    choosing = _in_order(np.flatnonzero(treated == 1), logit, order)
    free = _FreePlaces(logit[others].tolist(), others.tolist())
    start = np.searchsorted(logit[others], logit[choosing]).tolist()
    taken = [
        free.take(value, place, reach)
        for value, place in zip(logit[choosing].tolist(), start, strict=True)
    ]
    found = np.array(taken, dtype=np.int64)
    is_matched = found >= 0
    rows = np.argsort(choosing[is_matched])
    treated_row, reference_row = choosing[is_matched][rows], found[is_matched][rows]
    return Pairs(
        treated_row=treated_row,
        reference_row=reference_row,
        distance=np.abs(logit[treated_row] - logit[reference_row]),
        caliper=reach,
        order=order,
        n_treated=choosing.size,
    )


def _in_order(rows: Ints, logit: Floats, order: Order) -> Ints:
    if order == "data":
        return rows
    value = -logit[rows] if order == "largest" else logit[rows]
    return rows[np.argsort(value, kind="stable")]


class _FreePlaces:
    """Sorted values of which the nearest free one can be taken.

    Place 0 and the last place are walls that are never taken, at an infinite distance.
    """

    def __init__(self, values: list[float], rows: list[int]) -> None:
        self._values = [-np.inf, *values, np.inf]
        self._rows = [-1, *rows, -1]
        self._up = list(range(len(self._values)))  # next free place from here upwards
        self._down = list(range(len(self._values)))
        self._first = [0, *self._starts_of_ties(values), len(values) + 1]

    @staticmethod
    def _starts_of_ties(values: list[float]) -> list[int]:
        array = np.asarray(values)
        return [int(place) + 1 for place in np.searchsorted(array, array)]

    def take(self, value: float, start: int, reach: float) -> int:
        """Take the row nearest to `value`, which would stand at `start`; -1 if none is in reach."""
        above = _root(self._up, start + 1)
        below = self._first_of_tie(_root(self._down, start))
        up, down = self._values[above] - value, value - self._values[below]
        place, distance = (above, up) if up < down else (below, down)
        if up == down and self._rows[above] < self._rows[below]:
            place = above
        if distance > reach or distance == np.inf:
            return -1
        self._up[place], self._down[place] = place + 1, place - 1
        return self._rows[place]

    def _first_of_tie(self, place: int) -> int:
        # Downwards the last of equal values comes first, but the first row is to be taken.
        return _root(self._up, self._first[place]) if place else 0


def _root(parent: list[int], place: int) -> int:
    """Return the free place that `place` leads to, and shorten the way for those who follow."""
    found = place
    while parent[found] != found:
        found = parent[found]
    while parent[place] != found:
        parent[place], place = found, parent[place]
    return found
