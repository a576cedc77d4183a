"""When each site was open: opening, closing, and days open month by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias, get_args

import numpy as np
import numpy.typing as npt

from analytics.errors import BadInput
from analytics.inputs import Floats, Ints

Days: TypeAlias = npt.NDArray[np.datetime64]  # calendar days, NaT where there is none
State: TypeAlias = Literal["open", "on hold", "closed", "planned", "overdue", "unknown"]
STATES: tuple[State, ...] = get_args(State)

_NO_DAY = np.datetime64("NaT", "D")
_NEVER = np.datetime64("9999-12-31", "D")
_NOT_YET = ("PLANNED", "CONTRACTED")  # status of a site that is still to open


@dataclass(frozen=True, eq=False)
class Openings:
    """Opening and closing of sites by the data cut-off; every array has one entry per site."""

    opened: Days  # first day open; NaT: has not opened, or no date is known
    closed: Days  # last day open; NaT: open at the data cut-off
    planned: Days  # day after the data cut-off on which it should open
    state: tuple[State, ...]  # overdue: should have opened by the data cut-off
    moved: Ints  # 1 where the first enrolment came before any activation and opens it
    cutoff: date

    @property
    def is_open(self) -> npt.NDArray[np.bool_]:
        """Whether each site enrols at the data cut-off."""
        return np.array([state == "open" for state in self.state], dtype=np.bool_)

    def count(self, state: State) -> int:
        """Return the number of sites in a state."""
        return self.state.count(state)


def openings(
    activation: Days,
    closure: Days,
    status: Sequence[str],
    enrolled: tuple[Ints, Ints],
    *,
    cutoff: date,
) -> Openings:
    """Decide since when each site is open, from its dates, its status and its enrolment.

    Parameters
    ----------
    activation, closure : Days, shape (sites,)
        As the sites give them; an activation after the data cut-off is a planned opening.
    status : sequence of str
        PLANNED, CONTRACTED, ACTIVE, ON_HOLD, CLOSED; empty where not supplied.
    enrolled : tuple of Ints, each of shape (sites,)
        First and last month with an enrolment, as 12 x year + month - 1; -1 where none.
    cutoff : date
        Last day that is known.

    Notes
    -----
    Whoever enrols is open: an enrolment before the activation moves the opening to the first
    day of its month, one after the closure moves the closing to the last day of its month.
    """
    first, last = enrolled
    sizes = {activation.size, closure.size, len(status), first.size, last.size}
    if len(sizes) != 1:
        raise BadInput("Dates, status and enrolment differ in length.", "Give one of each a site.")
    cut = np.datetime64(cutoff, "D")
    has = first >= 0
    waits = np.isin(np.array(status, dtype=object), _NOT_YET)
    came = ~np.isnat(activation) & (activation <= cut) & ~waits
    is_before = has & (~came | (first < month_of(activation)))
    opened = np.where(is_before, _month_start(first), np.where(came, activation, _NO_DAY))
    last_day = np.where(has, _month_end(last), _NO_DAY)
    ended = _closing(closure, np.array([s == "CLOSED" for s in status]), last_day, cut)
    known = ~np.isnat(opened)
    planned = np.where(~known & ~np.isnat(activation) & (activation > cut), activation, _NO_DAY)
    late = waits & ~known & ~np.isnat(activation) & (activation <= cut)
    return Openings(
        opened=opened,
        closed=np.where(known, ended, _NO_DAY),
        planned=planned,
        state=tuple(
            _state(
                said, bool(is_known), end=not np.isnat(end), plan=not np.isnat(plan), late=is_late
            )
            for said, is_known, end, plan, is_late in zip(
                status, known, ended, planned, late.tolist(), strict=True
            )
        ),
        moved=is_before.astype(np.int64),
        cutoff=cutoff,
    )


def _closing(
    closure: Days, is_closed: npt.NDArray[np.bool_], last_day: Days, cut: np.datetime64
) -> Days:
    # Closed on an unknown day: open until its last enrolment, as far as is known.
    said = ~np.isnat(closure) & (closure <= cut)
    ended = np.where(said, closure, np.where(is_closed, last_day, _NO_DAY))
    later = said & ~np.isnat(last_day) & (month_of(last_day) > month_of(closure))
    return np.where(later, np.minimum(last_day, cut), ended)


def _state(said: str, is_known: bool, *, end: bool, plan: bool, late: bool) -> State:  # noqa: FBT001
    if end or said == "CLOSED":
        return "closed"
    if is_known:
        return "on hold" if said == "ON_HOLD" else "open"
    if plan:
        return "planned"
    return "overdue" if late else "unknown"


def open_days(found: Openings, months: Ints) -> Floats:
    """Return the days that each site was open in each month, shape (sites, months).

    The day of opening counts, as do those of closing and of the data cut-off; later days do not.
    """
    cut = np.datetime64(found.cutoff, "D")
    start = _month_start(months)
    end = np.minimum(_month_end(months), cut)
    opened = np.where(np.isnat(found.opened), _NEVER, found.opened)[:, None]
    closed = np.where(np.isnat(found.closed), cut, found.closed)[:, None]
    first, last = np.maximum(opened, start), np.minimum(closed, end)
    return np.maximum((last - first).astype(np.int64) + 1, 0).astype(np.float64)


def open_at_end(found: Openings, months: Ints) -> Ints:
    """Count the sites that were open on the last known day of each month."""
    cut = np.datetime64(found.cutoff, "D")
    day = np.minimum(_month_end(months), cut)
    opened = np.where(np.isnat(found.opened), _NEVER, found.opened)[:, None]
    closed = np.where(np.isnat(found.closed), _NEVER, found.closed)[:, None]
    count: Ints = ((opened <= day) & (day <= closed)).sum(axis=0, dtype=np.int64)
    return count


def month_of(days: Days) -> Ints:
    """Return the month of each day as 12 x year + month - 1; -1 for NaT."""
    months = days.astype("datetime64[M]").astype(np.int64) + 1970 * 12
    known: Ints = np.where(np.isnat(days), -1, months)
    return known


def _month_end(months: Ints) -> Days:
    return _month_start(months + 1) - np.timedelta64(1, "D")


def _month_start(months: Ints) -> Days:
    return (months - 1970 * 12).astype("datetime64[M]").astype("datetime64[D]")
