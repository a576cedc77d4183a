"""Follow-up to the first event of any cause: people, or people already counted."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from analytics.errors import BadInput
from analytics.event_table import EventTable, table_of_people
from analytics.inputs import FollowUp, Ints, check_follow_up, whole_numbers

_MOST_CODES = 50  # no endpoint has more causes; a day taken for a code has


@dataclass(frozen=True, eq=False)
class FirstEvents:
    """Checked follow-up of one group with all its codes."""

    table: EventTable
    people: FollowUp | None  # None: they came counted


def first_events(
    time: ArrayLike | EventTable,
    code: ArrayLike | None,
    *,
    entry: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    group: str = "All",
) -> FirstEvents:
    """Return follow-up that analyses of competing risks may rely on.

    Parameters
    ----------
    time : array-like of float, shape (n,), or EventTable
        Days from index procedure to the first event or censoring; or people already counted.
    code : array-like of int, shape (n,)
        0 censored, 1 the event, 2.. competing events.
    entry, weights : array-like of float, shape (n,), optional
        Day from which each person is at risk; people that each row stands for.
    group : str
        Label of the table.

    Raises
    ------
    BadInput
        If the follow-up is impossible, or a counted table comes with arrays as well.
    """
    if isinstance(time, EventTable):
        if any(given is not None for given in (code, entry, weights)):
            raise BadInput("Counted people come with arrays as well.", "Give one or the other.")
        return FirstEvents(time, None)
    if code is None:
        raise BadInput("Nothing says what ended follow-up.", "Give `code` beside `time`.")
    people = check_follow_up(time, known_codes(code), entry=entry, weights=weights)
    return FirstEvents(table_of_people(people, group), people)


def known_codes(code: ArrayLike) -> Ints:
    """Return whole codes, shape (n,), that can be codes of causes.

    Raises
    ------
    BadInput
        If a code is missing, not whole, or too large to be one.
    """
    codes = whole_numbers("code", code)
    if codes.size and codes.max() > _MOST_CODES:
        raise BadInput(
            f"code goes up to {codes.max()}, and no endpoint has so many causes.",
            "Give 0 for censored, 1 for the event, 2.. competing; days belong into `time`.",
        )
    return codes
