"""An exact curve and its released form in one picture."""

import numpy as np
import plotly.graph_objects as go

from analytics.disclosure.curve_preview import ComparedCurve
from analytics.disclosure.curves import GroupedCurve
from dashboard.charts.frame import MARGIN_TOP, axis, blank, in_months, legend_above
from dashboard.theme import LIGHT, Look, faded, technique_stroke

_HEIGHT = 340
_YEAR = 12


def preview_figure(curve: ComparedCurve, look: Look = LIGHT) -> go.Figure:
    """Draw the exact steps thin and grey, what the public sees over them."""
    figure = blank(look, height=MARGIN_TOP + _HEIGHT)
    months = in_months(curve.exact.time)
    figure.add_scatter(
        x=months,
        y=100 * curve.exact.survival,
        mode="lines",
        name="Internal, exact",
        line={"shape": "hv", "color": look.muted, "width": 1.25},
        hovertemplate="<b>%{fullData.name}</b><br>%{x:.1f} months: %{y:.1f} %<extra></extra>",
    )
    if isinstance(curve.released, GroupedCurve):
        _add_released(figure, curve.released)
    end = float(np.ceil(months[-1] / _YEAR) * _YEAR)
    figure.update_layout(
        showlegend=True,
        legend=legend_above(look),
        xaxis=axis(look, "Months since the index procedure")
        | {"range": [0, end], "dtick": _YEAR, "showgrid": False, "showline": True},
        yaxis=axis(look, "Survival (%)") | {"range": [0, 101], "tickvals": [0, 25, 50, 75, 100]},
    )
    return figure


def _add_released(figure: go.Figure, curve: GroupedCurve) -> None:
    colour = technique_stroke(curve.group).colour
    edge = {"x": curve.month, "mode": "lines", "line": {"width": 0}, "showlegend": False}
    figure.add_scatter(y=curve.lower, hoverinfo="skip", **edge)
    fill = faded(colour, 0.16)
    figure.add_scatter(y=curve.upper, hoverinfo="skip", fill="tonexty", fillcolor=fill, **edge)
    figure.add_scatter(
        x=curve.month,
        y=curve.percent,
        mode="lines+markers",
        name="Public, protected",
        line={"color": colour, "width": 2.25},
        marker={"size": 7},
        cliponaxis=False,
        hovertemplate="<b>%{fullData.name}</b><br>%{x} months: %{y} %<extra></extra>",
    )
