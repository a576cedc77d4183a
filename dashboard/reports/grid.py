"""A table on paper: columns as wide as they need, cells broken into lines, heads repeated."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from dashboard.letters.sheet import MARGIN, MUTED, WIDTH, Type, broken, drawable, width_of

_SIZES = (7.5, 7.0, 6.5, 6.0, 5.5, 5.0)  # of type, the largest whose words all fit
_GAP = 2.5  # millimetres between columns
_ACROSS = WIDTH - 2 * MARGIN
_SAFE = 1.03  # of a width: so much wider may a screen set it


@dataclass(frozen=True, eq=False)
class Row:
    """One row, broken into lines."""

    cells: tuple[tuple[str, ...], ...]
    kind: Type

    @property
    def height(self) -> float:
        """Height in millimetres, with the room under it."""
        return self.kind.line * max([len(cell) for cell in self.cells], default=1) + 1.0


@dataclass(frozen=True, eq=False)
class Grid:
    """A table set for the width of a page."""

    lefts: tuple[float, ...]  # millimetres from the edge of the page
    head: Row
    rows: tuple[Row, ...]


def grid(frame: pd.DataFrame) -> Grid:
    """Set a table of text across a page.

    Parameters
    ----------
    frame : DataFrame
        Every cell is written as it is.
    """
    written = [
        [_tied(str(cell)) for cell in row] for row in frame.itertuples(index=False, name=None)
    ]
    columns = [_tied(str(name)) for name in frame.columns]
    for size in _SIZES:
        head, body = Type(size, "bold", MUTED), Type(size)
        least = _widths([columns], head, by_word=True)
        least = _larger(least, _widths(written, body, by_word=True))
        if sum(least) <= _room(len(columns)):
            break
    most = _larger(_widths([columns], head, by_word=False), _widths(written, body, by_word=False))
    widths = _shared(least, most or least, _room(len(columns)))
    lefts = tuple(MARGIN + sum(widths[:at]) + at * _GAP for at in range(len(widths)))
    return Grid(
        lefts, _row(columns, widths, head), tuple(_row(row, widths, body) for row in written)
    )


def _room(n_columns: int) -> float:
    return _ACROSS - _GAP * max(n_columns - 1, 0)


def _widths(rows: Sequence[Sequence[str]], kind: Type, *, by_word: bool) -> list[float]:
    if not rows:
        return []
    return [
        max(
            (
                _width(part, kind) * _SAFE
                for cell in column
                for part in (cell.split(" ") if by_word else (cell,))
            ),
            default=0.0,
        )
        for column in zip(*rows, strict=True)
    ]


def _tied(cell: str) -> str:
    """Keep a sign with its number: p = 0.31, 95 %."""
    for loose in (" %", " = ", " < "):
        cell = cell.replace(loose, loose.replace(" ", "\N{NO-BREAK SPACE}"))
    return cell


def _larger(first: list[float], second: list[float]) -> list[float]:
    return [max(pair) for pair in zip(first, second, strict=True)] if second else first


def _shared(least: list[float], most: list[float], room: float) -> list[float]:
    """Give every column what it needs, and share out the rest by what each lacks."""
    if sum(most) <= room:
        return most
    if sum(least) >= room:  # a word may stand out of its column; nothing is left out
        return [width * room / sum(least) for width in least]
    lacking = [wide - narrow for narrow, wide in zip(least, most, strict=True)]
    share = (room - sum(least)) / sum(lacking)
    return [narrow + share * lack for narrow, lack in zip(least, lacking, strict=True)]


def _row(cells: Sequence[str], widths: Sequence[float], kind: Type) -> Row:
    return Row(
        tuple(
            tuple(broken(drawable(cell, kind.font), kind.font, width + 0.01))
            for cell, width in zip(cells, widths, strict=True)
        ),
        kind,
    )


@lru_cache(maxsize=20_000)
def _width(text: str, kind: Type) -> float:
    return width_of(drawable(text, kind.font), kind.font) if text else 0.0
