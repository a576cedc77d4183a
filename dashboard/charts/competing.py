"""Cumulative incidence drawn: the event by technique, and all states of everybody."""

import numpy as np
import plotly.graph_objects as go

from analytics.group_incidence import GroupIncidence, IncidenceByGroup
from dashboard.charts.frame import MARGIN_TOP, axis, blank, in_months, legend_above
from dashboard.charts.risk_rows import AXIS, CURVES, ROW, add_rows, curve_axes
from dashboard.charts.survival import FEW, STRONG
from dashboard.theme import LIGHT, Look, faded, technique_stroke
from dashboard.wording import Words, plot_text, whole

_STATES = ("#C8591B", "#6B7780", "#8A5BA6", "#A8742A")  # event, death, removal, further
_HEIGHT = 380  # pixels


def incidence_figure(result: IncidenceByGroup, words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw the incidence of the event by technique, with the people at risk under the axis."""
    rows = len(result.groups)
    figure = blank(look, height=MARGIN_TOP + CURVES + AXIS + rows * ROW + 8)
    by_size = sorted(result.groups, key=lambda group: -group.curve.n)
    strong = {group.group for group in by_size[:STRONG]}
    for group in result.groups:
        _add_curve(figure, group, words, is_strong=group.group in strong)
    end = max(float(in_months(group.curve.time)[-1]) for group in result.groups)
    ticks = in_months(result.overall.risk.time)
    curve_axes(figure, look, rows=rows, end=end, ticks=ticks, title=f"{words.causes[0]} (%)")
    for row, group in enumerate(result.groups):
        label = (
            f"<b>{plot_text(words.label(group.group))}</b> n = {whole(group.curve.n)}, "
            f"{whole(group.curve[1].n_events)} events"
        )
        counts = group.risk.at_risk
        add_rows(figure, look, row=row, ticks=ticks, counts=counts, label=label, code=group.group)
    return figure


def _add_curve(figure: go.Figure, group: GroupIncidence, words: Words, *, is_strong: bool) -> None:
    curve, stroke = group.curve, technique_stroke(group.group)
    event = curve[1]
    x, y = in_months(curve.time), event.incidence.astype(np.float32)
    lower, upper = (
        np.where(np.isnan(limit), event.incidence, limit).astype(np.float32)
        for limit in (event.lower, event.upper)
    )
    line = {"shape": "hv", "color": stroke.colour, "dash": stroke.dash}
    if is_strong:
        edge = {"x": x, "mode": "lines", "line": {"width": 0, "shape": "hv"}, "hoverinfo": "skip"}
        figure.add_scatter(y=lower, **edge)
        fill = faded(stroke.colour, 0.09)
        figure.add_scatter(y=upper, fill="tonexty", fillcolor=fill, **edge)
    width = 2.25 if is_strong else 1.25
    supported = np.where(curve.at_risk >= FEW, y, np.float32(np.nan))
    figure.add_scatter(
        x=x, y=supported, mode="lines", hoverinfo="skip", line=line | {"width": width}
    )
    figure.add_scatter(
        x=x,
        y=y,
        mode="lines",
        name=f"{plot_text(words.label(group.group))} (n = {whole(curve.n)})",
        customdata=np.column_stack([lower, upper, curve.at_risk]).astype(np.float32),
        hovertemplate=(
            "<b>%{fullData.name}</b><br>by %{x:.1f} months: %{y:.1%}"
            "<br>%{customdata[0]:.1%} to %{customdata[1]:.1%}"
            "<br>%{customdata[2]:,} at risk<extra></extra>"
        ),
        line=line | {"color": faded(stroke.colour, 0.38), "width": width},
        meta="curve",
    )


def states_figure(result: IncidenceByGroup, words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw what has become of everybody: all causes stacked, the rest free of any event."""
    curve = result.overall.curve
    figure = blank(look, _HEIGHT)
    figure.update_layout(showlegend=True, legend=legend_above(look) | {"traceorder": "normal"})
    x = in_months(curve.time)
    for cause in curve.causes:
        figure.add_scatter(
            x=x,
            y=curve[cause].incidence.astype(np.float32),
            name=plot_text(words.causes[cause - 1]),
            mode="lines",
            stackgroup="states",
            line={"shape": "hv", "width": 0.5, "color": _STATES[(cause - 1) % len(_STATES)]},
            hovertemplate="<b>%{fullData.name}</b><br>by %{x:.1f} months: %{y:.1%}<extra></extra>",
        )
    figure.add_scatter(
        x=x,
        y=curve.event_free.astype(np.float32),
        name="Free of any event",
        mode="lines",
        stackgroup="states",
        line={"shape": "hv", "width": 0.5, "color": faded(look.accent, 0.5)},
        fillcolor=faded(look.accent, 0.12),
        hovertemplate="<b>Free of any event</b><br>at %{x:.1f} months: %{y:.1%}<extra></extra>",
    )
    figure.update_layout(
        xaxis=axis(look, "Months since index procedure") | {"showgrid": False},
        yaxis=axis(look, "Diagnoses (%)") | {"range": [0, 1], "tickformat": ".0%"},
    )
    return figure
