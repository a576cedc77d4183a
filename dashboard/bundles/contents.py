"""What a bundle holds: a table, the numbers that it must give, and how they are made."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from dashboard.wording import NOT_ESTIMABLE

R, BOTH = "R", "R and Python"
SAME, NOT_SHOWN = "the same", "not shown"  # what the page says of a number
_CLOSE = 1e-6  # of a number: scripts iterate and round otherwise than the program
_NEAR_NOTHING = 1e-8


@dataclass(frozen=True)
class Expected:
    """A number of the page that the scripts have to find."""

    quantity: str  # the name under which a script says it
    value: float  # nan: the page says in words that there is none
    checked_by: str = BOTH
    page: float | str = SAME  # another number where ages above 89 make the page's differ

    @property
    def tolerance(self) -> float:
        """How far a script may be off."""
        return max(_CLOSE * abs(self.value), _NEAR_NOTHING) if math.isfinite(self.value) else 0.0


@dataclass(frozen=True)
class Told:
    """What a column, or a value of a column, means."""

    column: str
    value: str  # empty: the column itself
    meaning: str


@dataclass(frozen=True, eq=False)
class Bundle:
    """An analysis that can be repeated from its own table."""

    kind: str  # names the scripts: survival, competing ...
    table: pd.DataFrame
    expected: tuple[Expected, ...]
    dictionary: tuple[Told, ...]
    choices: Mapping[str, str]  # what the scripts have to know beside the table
    settings: Mapping[str, object]
    notes: tuple[str, ...]  # what is not repeated, and why


def beside(here: Iterable[Expected], page: Iterable[Expected]) -> tuple[Expected, ...]:
    """Return expected numbers, each with what the page shows where that is another number."""
    shown = {one.quantity: one.value for one in page}
    return tuple(replace(one, page=_on_page(one, shown)) for one in here)


def _on_page(one: Expected, shown: Mapping[str, float]) -> float | str:
    if one.quantity not in shown:
        return NOT_SHOWN
    value = shown[one.quantity]
    is_other = math.isfinite(value) and abs(value - one.value) > one.tolerance
    return value if is_other else SAME


def expected_frame(expected: Iterable[Expected]) -> pd.DataFrame:
    """Write expected numbers as a table; what is no number is a word."""
    return pd.DataFrame(
        [
            {
                "quantity": one.quantity,
                "value": _written(one.value),
                "tolerance": one.tolerance,
                "checked_by": one.checked_by,
                "page": one.page,
            }
            for one in expected
        ],
        columns=["quantity", "value", "tolerance", "checked_by", "page"],
    )


def _written(value: float) -> float | str:
    if not math.isfinite(value):
        return NOT_ESTIMABLE
    return int(value) if float(value).is_integer() else float(value)
