"""The rolling rate of enrolment drawn with its exact limits; nothing is estimated here."""

import numpy as np
import plotly.graph_objects as go

from analytics.accrual import Accrual
from analytics.errors import TooFewEvents
from dashboard.charts.frame import axis, blank, calendar_axis, lay_out, month_starts
from dashboard.theme import LIGHT, Look, faded
from dashboard.wording import Words, calendar_month

_HEIGHT = 360  # pixels


def rolling_figure(result: Accrual, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw the rate of the last three whole months as of each month, with its limits."""
    pace = result.pace
    if pace is None:
        raise TooFewEvents(
            "Fewer than three whole months of enrolment are known, so no rate can be drawn.",
            "See the enrolled diagnoses by place.",
        )
    figure = blank(look, _HEIGHT)
    x = month_starts(pace.months)
    edge = {"x": x, "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    figure.add_scatter(y=pace.lower, **edge)
    figure.add_scatter(y=pace.upper, fill="tonexty", fillcolor=faded(look.accent, 0.16), **edge)
    figure.add_scatter(
        x=x,
        y=pace.estimate,
        mode="lines+markers" if pace.months.size == 1 else "lines",
        line={"color": look.accent, "width": 2.5},
        customdata=np.column_stack(
            [
                np.array([calendar_month(int(month)) for month in pace.months], dtype=object),
                pace.lower,
                pace.upper,
                pace.counts,
            ]
        ),
        hovertemplate=(
            "three months up to %{customdata[0]}: %{customdata[3]:,} enrolled"
            "<br>%{y:.1f} a month (%{customdata[1]:.1f} to %{customdata[2]:.1f})<extra></extra>"
        ),
    )
    lay_out(
        figure,
        xaxis=calendar_axis(look),
        yaxis=axis(look, "Enrolled per month, three months (n)") | {"rangemode": "tozero"},
    )
    return figure
