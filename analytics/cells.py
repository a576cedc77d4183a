"""Tables of counts, as they leave the database."""

from dataclasses import dataclass

import pandas as pd

from analytics.errors import BadInput
from analytics.inputs import whole_numbers


@dataclass(frozen=True, eq=False)
class CountTable:
    """Rows of counts by keys; a combination without a row counts nobody.

    Raises
    ------
    BadInput
        If a named column is absent, or a count is missing, negative or not whole.
    """

    frame: pd.DataFrame
    keys: tuple[str, ...]  # columns that say who is counted
    count: str = "n"  # column that says how many

    def __post_init__(self) -> None:
        absent = [name for name in (*self.keys, self.count) if name not in self.frame.columns]
        if absent:
            raise BadInput(
                f"The table of counts has no column {', '.join(absent)}.",
                "Name its keys and its count as the columns are named.",
            )
        negative = int((whole_numbers(self.count, self.frame[self.count].to_numpy()) < 0).sum())
        if negative:
            raise BadInput(f"{self.count} is negative in {negative} rows.", "Count people.")
