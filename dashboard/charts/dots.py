"""Estimates with their limits as dots in rows, each row with its words above it."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.charts.frame import (
    FONT_SIZE,
    axis,
    blank,
    lay_out,
    legend_above,
    write_all,
)
from dashboard.theme import Look

ROW, AROUND = 50, 84  # pixels
_APART = 0.16  # rows between the dots of one row


@dataclass(frozen=True)
class Dot:
    """One estimate; shares lie between 0 and 1."""

    estimate: float
    lower: float
    upper: float
    colour: str
    said: str  # shown where a pointer rests
    symbol: str = "circle"


@dataclass(frozen=True)
class DotRow:
    """One row: its words, and its dots from top to bottom."""

    text: str
    dots: tuple[Dot, ...]


def dot_rows(
    rows: Sequence[DotRow], look: Look, *, title: str, names: Sequence[tuple[str, str]] = ()
) -> go.Figure:
    """Draw shares with limits.

    Parameters
    ----------
    rows : sequence of DotRow
        From top to bottom.
    look : Look
        Colours.
    title : str
        Title of the axis.
    names : sequence of (symbol, name)
        What the symbols stand for; empty where there is one.
    """
    figure = blank(look, AROUND + ROW * len(rows))
    write_all(figure, [_heading(place, row.text, look) for place, row in enumerate(rows)])
    placed = [
        (place - _APART * (len(row.dots) - 1) / 2 + _APART * number, dot)
        for place, row in enumerate(rows)
        for number, dot in enumerate(row.dots)
    ]
    figure.add_traces([trace for at, dot in placed for trace in _drawn(at, dot)])
    for symbol, name in names:
        figure.add_scatter(
            x=[None],
            y=[None],
            name=name,
            mode="markers",
            marker={
                "symbol": symbol,
                "size": 9,
                "color": look.muted,
                "line": {"width": 2, "color": look.muted},
            },
        )
    most = max([dot.upper for row in rows for dot in row.dots], default=1.0)
    lay_out(
        figure,
        showlegend=bool(names),
        legend=legend_above(look),
        xaxis=axis(look, title)
        | {"tickformat": ".0%", "range": [0, min(1.02, 1.08 * most)], "nticks": 6},
        yaxis=axis(look)
        | {"showticklabels": False, "range": [len(rows) - 0.5, -0.75], "showgrid": False},
        margin_l=12,
    )
    return figure


def _drawn(at: float, dot: Dot) -> tuple[dict[str, object], dict[str, object]]:
    line: dict[str, object] = {
        "type": "scatter",
        "x": [dot.lower, dot.upper],
        "y": [at, at],
        "mode": "lines",
        "line": {"color": dot.colour, "width": 2},
        "hoverinfo": "skip",
        "showlegend": False,
    }
    point: dict[str, object] = {
        "type": "scatter",
        "x": [dot.estimate],
        "y": [at],
        "mode": "markers",
        "cliponaxis": False,
        "marker": {"symbol": dot.symbol, "size": 9, "color": dot.colour, "line": _edge(dot)},
        "hovertemplate": f"{dot.said}<extra></extra>",
        "showlegend": False,
    }
    return line, point


def _edge(dot: Dot) -> dict[str, object]:
    return {"width": 2, "color": dot.colour}


def _heading(place: int, text: str, look: Look) -> dict[str, object]:
    # Above its row, since names beside it would leave a phone no room for the plot.
    return {
        "x": 0,
        "xref": "paper",
        "y": place - 0.42,
        "text": text,
        "showarrow": False,
        "xanchor": "left",
        "font": {"color": look.ink, "size": FONT_SIZE - 1},
    }
