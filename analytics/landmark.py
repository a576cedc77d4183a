"""Landmark analysis: the clock restarted on a day that all must have reached."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.errors import BadInput
from analytics.event_table import EventTable
from analytics.inputs import Bools, Floats, Ints, check_follow_up


@dataclass(frozen=True, eq=False)
class Landmarked:
    """Follow-up of those still under observation after a landmark, in days since then."""

    day: float  # landmark, in days since index procedure
    kept: Bools  # shape (n,): who is followed beyond the landmark
    time: Floats  # shape (kept,): days since landmark
    code: Ints  # shape (kept,)
    entry: Floats  # shape (kept,): days since landmark; 0 for those there at the landmark
    dropped: Ints  # people who left by the landmark, by code: 0 censored, 1 event, 2..
    n_late: int  # of those kept: enter after the landmark

    @property
    def n(self) -> int:
        """People followed beyond the landmark."""
        return int(self.kept.sum())


@dataclass(frozen=True, eq=False)
class LandmarkedTable:
    """People counted by day since a landmark."""

    day: float  # landmark, in days since index procedure
    table: EventTable  # days since landmark
    dropped: Ints  # people who left by the landmark, by code: 0 censored, 1 event, 2..
    n_late: int  # of those kept: enter after the landmark


def landmark(
    time: ArrayLike, code: ArrayLike, day: float, *, entry: ArrayLike | None = None
) -> Landmarked:
    """Restart the clock at a landmark for those who were followed beyond it.

    Parameters
    ----------
    time : array-like of float, shape (n,)
        Days from index procedure to event or censoring.
    code : array-like of int, shape (n,)
        0 censored, 1 event, 2.. competing events.
    day : float
        Landmark, above 0, chosen beforehand; groups are formed by what was known by then.
    entry : array-like of float, shape (n,), optional
        Day from which each person is at risk; entry after the landmark stays delayed.

    Raises
    ------
    BadInput
        If the follow-up or the landmark is impossible, or nobody is followed beyond it.

    Notes
    -----
    Whoever leaves on the landmark or before is dropped and counted: nothing that happened
    later may decide about a group, so that nobody is immortal up to what defines it.

    References
    ----------
    Anderson, Cain & Gelber (1983), doi:10.1200/JCO.1983.1.11.710.
    """
    _refuse_no_landmark(day)
    people = check_follow_up(time, code, entry=entry)
    kept: Bools = people.time > day
    if not kept.any():
        raise _nobody_left(day)
    entries = np.zeros_like(people.time) if people.entry is None else people.entry
    since = np.maximum(entries[kept] - day, 0)
    n_codes = max(2, int(people.code.max()) + 1)
    return Landmarked(
        day=day,
        kept=kept,
        time=people.time[kept] - day,
        code=people.code[kept],
        entry=since,
        dropped=np.bincount(people.code[~kept], minlength=n_codes),
        n_late=int((since > 0).sum()),
    )


def landmark_table(table: EventTable, day: float) -> LandmarkedTable:
    """Restart the clock at a landmark for people already counted.

    Parameters
    ----------
    table : EventTable
        People counted by day since index procedure.
    day : float
        Landmark, above 0.

    Raises
    ------
    BadInput
        If counts are weighted, or nobody is followed beyond the landmark.

    References
    ----------
    Anderson, Cain & Gelber (1983), doi:10.1200/JCO.1983.1.11.710.
    """
    _refuse_no_landmark(day)
    if table.is_weighted:
        raise BadInput(
            "Sums of weights do not tell how many people leave by the landmark.",
            "Restart the clock of people instead.",
        )
    after = table.time > day
    leaving = table.leaving[:, after]
    if not leaving.any():
        raise _nobody_left(day)
    late = None if table.entered is None else table.entered[after]
    by_code = leaving.sum(axis=1).astype(np.int64)
    restarted = EventTable(
        group=table.group,
        time=table.time[after] - day,
        leaving=leaving,
        entered=late if late is not None and late.any() else None,
        n_by_code=by_code,
    )
    n_late = 0 if late is None else int(late.sum())
    return LandmarkedTable(day, restarted, table.n_by_code - by_code, n_late)


def _refuse_no_landmark(day: float) -> None:
    if not 0 < day < np.inf:
        raise BadInput(f"The landmark is day {day}.", "Give a number of days above 0.")


def _nobody_left(day: float) -> BadInput:
    return BadInput(f"Nobody is followed beyond day {day:g}.", "Choose an earlier landmark.")
