"""The form of an exhibit: one way to show a result."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

import pandas as pd
import plotly.graph_objects as go

from dashboard.theme import Look
from dashboard.wording import Words

T = TypeVar("T")


@dataclass(frozen=True)
class File(Generic[T]):
    """A table of numbers that can be taken away."""

    name: str  # part of the file's name
    label: str  # on the button
    rows: Callable[[T, Words], pd.DataFrame]


@dataclass(frozen=True)
class Exhibit(Generic[T]):
    """One way to show a result; a table alone has no `draw`."""

    name: str
    title: str  # {outcome} stands for the endpoint
    counted: Callable[[T, Words], str]  # who and how many, by which method
    seen: Callable[[T, Words], str]  # the result in a sentence, for those who do not see it
    note: Callable[[T, Words], str]  # what to mind; may be empty
    table: Callable[[T, Words], pd.DataFrame]
    table_title: str
    files: tuple[File[T], ...]
    dated_by: Literal["index procedure", "enrolment", "nothing"]  # what the filter on years means
    draw: Callable[[T, Words, Look], go.Figure] | None = None
    stays_here: bool = False  # neither its numbers nor its picture are taken away
    is_protected: bool = False  # by the rules of releases, so that its files may be published
