"""Ratios with their limits, one under the other, on a logarithmic axis."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from dashboard.charts.frame import MARGIN_TOP, axis, blank, lay_out, rows_axis
from dashboard.theme import Look
from dashboard.wording import plot_text

_ROW, _TICKS = 22, (0.1, 0.2, 0.33, 0.5, 0.67, 1, 1.5, 2, 3, 5, 10)
_WIDEST = (0.1, 10.0)  # beyond, limits end at the edge


@dataclass(frozen=True)
class ForestRow:
    """One ratio; nan where there is none."""

    label: str
    ratio: float
    lower: float
    upper: float
    is_main: bool = False


def forest(rows: Sequence[ForestRow], title: str, look: Look, *, whole: float) -> go.Figure:
    """Draw ratios with their limits.

    Parameters
    ----------
    rows : sequence of ForestRow
        From the top.
    title : str
        Of the axis.
    look : Look
        Colours.
    whole : float
        The ratio that all are held against, drawn as a dotted line.
    """
    figure = blank(look, MARGIN_TOP + 56 + _ROW * max(len(rows), 1))
    figure.add_vline(x=1, line={"color": look.ink, "width": 1})
    if np.isfinite(whole):
        figure.add_vline(x=whole, line={"color": look.accent, "width": 1, "dash": "dot"})
    places = list(enumerate(rows))
    known = [(place, row) for place, row in places if np.isfinite(row.ratio)]
    _add_ratios(figure, known, look)
    unknown = [place for place, row in places if not np.isfinite(row.ratio)]
    figure.add_scatter(
        x=np.ones(len(unknown)),
        y=unknown,
        mode="text",
        text=["not estimable"] * len(unknown),
        textfont={"color": look.muted},
        hoverinfo="skip",
    )
    ends = [np.clip(end, *_WIDEST) for _, row in known for end in (row.lower, row.upper)]
    lay_out(
        figure,
        xaxis=axis(look, title) | _log_axis(ends),
        yaxis=rows_axis(look, [plot_text(row.label) for row in rows]),
    )
    return figure


def _add_ratios(figure: go.Figure, known: Sequence[tuple[int, ForestRow]], look: Look) -> None:
    ratio, lower, upper = (
        np.array([getattr(row, name) for _, row in known], dtype=float)
        for name in ("ratio", "lower", "upper")
    )
    low, high = (np.clip(limit, *_WIDEST) for limit in (lower, upper))
    figure.add_scatter(
        x=ratio,
        y=[place for place, _ in known],
        mode="markers",
        customdata=np.column_stack([lower, upper]),
        text=[plot_text(row.label) for _, row in known],
        marker={
            "color": look.accent,
            "size": [12 if row.is_main else 8 for _, row in known],
            "symbol": ["diamond" if row.is_main else "circle" for _, row in known],
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": np.maximum(high - ratio, 0),
            "arrayminus": np.maximum(ratio - low, 0),
            "color": look.muted,
            "thickness": 1.5,
            "width": 0,
        },
        hovertemplate="%{text}<br>%{x:.2f} (%{customdata[0]:.2f} to %{customdata[1]:.2f})"
        "<extra></extra>",
    )


def _log_axis(ends: Sequence[float]) -> dict[str, object]:
    shown = [min([0.67, *ends]) / 1.1, max([1.5, *ends]) * 1.1]
    return {
        "type": "log",
        "range": [float(np.log10(end)) for end in shown],
        "tickvals": _TICKS,
        "ticktext": [f"{tick:g}" for tick in _TICKS],
    }
