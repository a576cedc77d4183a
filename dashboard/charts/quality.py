"""Data quality drawn: sites in a funnel around all of them together."""

import numpy as np
import plotly.graph_objects as go

from analytics.errors import TooFewEvents
from analytics.funnel import Funnel, limits_around
from analytics.quality import Quality
from dashboard.charts.frame import axis, blank, lay_out
from dashboard.theme import LIGHT, Look, faded
from dashboard.wording import Words, plot_text

_HEIGHT = 380  # pixels
_ALARM = "#C8591B"  # beyond the outer limits, either way


def funnel_figure(result: Quality, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw each site's share of failing rows over its number of rows, within both limits."""
    funnel = result.funnel
    if funnel is None:
        raise TooFewEvents(result.why_no_funnel, "Choose another check or more sites.")
    figure = blank(look, _HEIGHT)
    _add_limits(figure, funnel, look)
    is_far = np.array([flag.startswith("far") for flag in funnel.flag])
    is_few = np.array([flag == "too few" for flag in funnel.flag])
    names = np.array([plot_text(site) for site in result.sites], dtype=object)
    for rows, colour, symbol in (
        (is_few, look.muted, "circle-open"),
        (~is_few & ~is_far, look.accent, "circle"),
        (is_far, _ALARM, "diamond"),
    ):
        figure.add_scatter(
            x=funnel.denominator[rows],
            y=funnel.estimate[rows],
            mode="markers",
            marker={"color": colour, "symbol": symbol, "size": 9},
            customdata=np.column_stack(
                [names[rows], funnel.count[rows], np.array(funnel.flag)[rows]]
            ),
            hovertemplate=(
                "<b>%{customdata[0]}</b><br>%{customdata[1]} of %{x:,} fail: %{y:.1%}"
                "<br>%{customdata[2]}<extra></extra>"
            ),
        )
    for place in np.flatnonzero(is_far):
        figure.add_annotation(
            x=funnel.denominator[place],
            y=funnel.estimate[place],
            text=names[place],
            showarrow=False,
            yshift=14,
            font={"color": look.ink},
        )
    lay_out(
        figure,
        xaxis=axis(look, "Rows that the check applies to (n)") | {"rangemode": "tozero"},
        yaxis=axis(look, "Failing (%)") | {"tickformat": ".0%", "rangemode": "tozero"},
    )
    return figure


def _add_limits(figure: go.Figure, funnel: Funnel, look: Look) -> None:
    most = int(funnel.denominator.max())
    at = np.unique(np.linspace(max(funnel.least, 1), max(most, funnel.least + 1), 120).round())
    limits = limits_around(funnel.target, at, kind=funnel.kind, inflation=funnel.inflation)
    for lower, upper, opacity in (
        (limits.outer_lower, limits.outer_upper, 0.07),
        (limits.inner_lower, limits.inner_upper, 0.12),
    ):
        edge = {"x": at, "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
        figure.add_scatter(y=lower, **edge)
        figure.add_scatter(y=upper, fill="tonexty", fillcolor=faded(look.accent, opacity), **edge)
    figure.add_scatter(
        x=at[[0, -1]],
        y=[funnel.target, funnel.target],
        mode="lines",
        line={"color": look.muted, "dash": "dash", "width": 1.5},
        hoverinfo="skip",
    )
