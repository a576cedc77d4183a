"""Planned comparisons drawn: events so far and to come, as a share of those needed."""

import numpy as np
import plotly.graph_objects as go

from analytics.answerable import LOOKED_AHEAD, Answerable, AnswerableBy, Verdict
from dashboard.charts.frame import (
    axis,
    blank,
    label_above,
    lay_out,
    legend_above,
    rows_axis,
)
from dashboard.sentences.answerable import month_said
from dashboard.theme import LIGHT, Look, faded
from dashboard.wording import Words, plot_text

_ROW, _AROUND = 52, 130  # pixels
_WIDEST = 1.5  # share of the events needed at which the axis ends
_OPACITY = (1.0, 0.55, 0.35, 0.2)  # now, and each later month


def progress_figure(result: AnswerableBy, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw a bar per comparison that grows to the right as events come; 100 % meets the target."""
    rows = list(result.comparisons)
    figure = blank(look, _AROUND + _ROW * len(rows))
    months = (0, *LOOKED_AHEAD) if result.cutoff_month is not None else (0,)
    before = np.zeros(len(rows))
    for month, opacity in zip(months, _OPACITY, strict=False):
        share = np.array([_share(one, month) for one in rows])
        figure.add_bar(
            y=np.arange(len(rows)),
            x=np.minimum(share, _WIDEST) - np.minimum(before, _WIDEST),
            base=np.minimum(before, _WIDEST),
            orientation="h",
            width=0.42,
            name="So far" if month == 0 else f"In {month} months",
            marker={"color": faded(look.accent, opacity), "line": {"width": 0}},
            customdata=share,
            hovertemplate="%{customdata:.0%} of the events needed<extra></extra>",
        )
        before = share
    figure.add_vline(x=1, line={"color": look.ink, "dash": "dash", "width": 1.5})
    for row, one in enumerate(rows):
        label_above(figure, look, row=row, text=_said(result, one))
    lay_out(
        figure,
        barmode="overlay",
        showlegend=True,
        legend=legend_above(look),
        xaxis=axis(look, "Events of both arms, share of those needed (%)")
        | {"range": [0, _WIDEST], "tickformat": ".0%", "dtick": 0.25},
        yaxis=rows_axis(look, [""] * len(rows)) | {"range": [len(rows) - 0.4, -0.9]},
    )
    return figure


def _share(one: Answerable, month: int) -> float:
    if one.foreseen is None or month >= one.foreseen.events.size:
        return 0.0
    return float(one.foreseen.events[month]) / one.needed


def _said(result: AnswerableBy, one: Answerable) -> str:
    name = f"<b>{plot_text(one.name)}</b>"
    if one.verdict in (Verdict.SOON, Verdict.NEVER):
        return f"{name}: {month_said(result, one.reached[0])}"
    return f"{name}: {plot_text(one.verdict.value)}"
