"""Columns of a draft as arrays, for work on many rows at once."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.inputs import Bools, Floats, Ints
from queries.importers.draft import DraftTable, Value

Dates = npt.NDArray[np.datetime64]
Texts = npt.NDArray[np.object_]

_EPOCH = date(1970, 1, 1).toordinal()


def numbers_of(table: DraftTable, column: str) -> Floats:
    """Return a column of numbers, nan where nothing was entered."""
    return np.array(table.column(column), dtype=np.float64)


def texts_of(table: DraftTable, column: str) -> Texts:
    """Return a column of text, empty where nothing was entered."""
    texts = np.empty(len(table.rows), dtype=object)
    texts[:] = ["" if text is None else text for text in table.column(column)]
    return texts


def cells_in(table: DraftTable, column: str) -> Texts:
    """Return a column as it is, None where nothing was entered."""
    cells = np.empty(len(table.rows), dtype=object)
    cells[:] = table.column(column)
    return cells


def days_from(dates: Sequence[date | None]) -> Dates:
    """Return dates as an array, "not a time" where there is none."""
    # Days are few and rows are many; handing the dates themselves to numpy takes twenty times.
    known = {day: 0 if day is None else day.toordinal() for day in set(dates)}
    ordinals = np.fromiter(map(known.__getitem__, dates), dtype=np.int64, count=len(dates))
    days = (ordinals - _EPOCH).astype("datetime64[D]")
    days[ordinals == 0] = np.datetime64("NaT")
    return days


def dates_of(table: DraftTable, stem: str) -> Dates:
    """Return calendar dates, "not a time" where one is not known to the day."""
    dates = days_from(table.column(f"{stem}_date"))
    dates[cells_in(table, f"{stem}_precision") != "DAY"] = np.datetime64("NaT")
    return dates


def days_between(origin: Dates, dates: Dates) -> Floats:
    """Return whole days from the origin to each date, nan where either is not known."""
    passed = (dates - origin).astype("timedelta64[D]")
    days: Floats = np.where(np.isnat(passed), np.nan, passed.astype(np.float64))
    return days


def places_of(known: "pd.Index[str]", keys: list[Value]) -> Ints:
    """Return the place of every key among the known ones, -1 where it is none of them."""
    return known.get_indexer(pd.Index(keys, dtype=object)).astype(np.int64)


def cells_of(values: npt.ArrayLike, known: Bools) -> list[Value]:
    """Return values as cells of a table, None where they are not known."""
    cells = np.asarray(values).astype(object)
    cells[~known] = None
    listed: list[Value] = cells.tolist()
    return listed
