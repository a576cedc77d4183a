"""Days between two things, summed up from their counts."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.errors import BadInput
from analytics.inputs import whole_numbers
from analytics.proportions import Proportion, proportion


@dataclass(frozen=True, eq=False)
class Delays:
    """Delays of one form at one place."""

    form: str
    place: str
    n: int  # forms with both dates
    n_negative: int  # entered before it happened, which cannot be
    median: float  # days
    lower_quartile: float
    upper_quartile: float
    ninetieth: float
    soon: Proportion  # share entered within `soon_days`
    soon_days: int


@dataclass(frozen=True, eq=False)
class Timeliness:
    """Delays from event to entry: all places by form, and each place over all forms."""

    by_form: tuple[Delays, ...]
    by_site: tuple[Delays, ...]


def delays(
    days: ArrayLike, n: ArrayLike, *, form: str = "", place: str = "", soon_days: int = 30
) -> Delays:
    """Sum up delays from counts by day.

    Parameters
    ----------
    days : array-like of int, shape (k,)
        Days from event to entry; -1 stands for a negative delay.
    n : array-like of int, shape (k,)
        Forms with that delay.
    form, place : str
        What is summed up.
    soon_days : int
        Days that count as soon.

    Raises
    ------
    BadInput
        If nothing is counted.

    Notes
    -----
    Quantiles are the smallest day by which at least that share was entered (inverse of the
    empirical distribution, type 1 of Hyndman & Fan, doi:10.1080/00031305.1996.10473566).
    Negative delays count as entered at once.
    """
    day, count = whole_numbers("days", days), whole_numbers("n", n)
    if not count.sum():
        raise BadInput("No form has both dates.", "Enter the day on which forms are first saved.")
    order = np.argsort(day, kind="stable")
    day, count = day[order], count[order]
    so_far = np.cumsum(count)

    def at(share: float) -> float:
        return float(max(day[np.searchsorted(so_far, share * so_far[-1] - 1e-9)], 0))

    return Delays(
        form=form,
        place=place,
        n=int(so_far[-1]),
        n_negative=int(count[day < 0].sum()),
        median=at(0.5),
        lower_quartile=at(0.25),
        upper_quartile=at(0.75),
        ninetieth=at(0.9),
        soon=proportion(int(count[day <= soon_days].sum()), int(so_far[-1])),
        soon_days=soon_days,
    )
