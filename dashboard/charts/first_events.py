"""Every first event drawn: a panel per cause, and all of them stacked for each technique."""

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from analytics.group_incidence import GroupIncidence, IncidenceByGroup
from dashboard.charts.competing import SINCE, add_incidence
from dashboard.charts.frame import (
    FONT_SIZE,
    MARGIN_LEFT,
    MARGIN_RIGHT,
    axis,
    blank,
    in_months,
    lay_out,
    legend_above,
)
from dashboard.theme import LIGHT, Look, faded, technique_stroke
from dashboard.wording import Words, plot_text, whole

_STATES = ("#C8591B", "#6B7780", "#8A5BA6", "#A8742A")  # event, death, removal, further
_PANEL, _TITLE, _AXIS, _LEGEND = 200, 30, 60, 34  # heights in pixels
_FREE = "Free of any event"
EVERYBODY = "All techniques"


def causes_figure(result: IncidenceByGroup, words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw a panel per cause, one under the other, with a line per technique."""
    causes = [int(cause) for cause in result.causes]
    figure = _panels(look, rows=len(causes))
    for row, cause in enumerate(causes, start=1):
        for group in result.groups:
            if cause in group.curve.causes:
                add_incidence(figure, group, words, cause, row=row, col=1)
        _title(figure, look, plot_text(words.causes[cause - 1]), row)
    for group in result.groups:  # names of the lines, once
        stroke = technique_stroke(group.group)
        figure.add_scatter(
            x=[None],
            y=[None],
            mode="lines",
            name=plot_text(words.label(group.group)),
            line={"color": stroke.colour, "dash": stroke.dash, "width": 2.25},
            showlegend=True,
            meta="key",
        )
    return _finished(figure, result, look, rows=len(causes))


def stacked_figure(result: IncidenceByGroup, words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw what has become of everybody, a panel per technique and one of all together."""
    panels = [(group, words.label(group.group)) for group in result.groups]
    if len(panels) > 1:
        panels.insert(0, (result.overall, EVERYBODY))
    figure = _panels(look, rows=len(panels))
    for row, (group, name) in enumerate(panels, start=1):
        _stack(figure, group, words, look, row=row)
        _title(figure, look, f"{plot_text(name)} (n = {whole(group.curve.n)})", row)
    return _finished(figure, result, look, rows=len(panels))


def _stack(figure: go.Figure, group: GroupIncidence, words: Words, look: Look, *, row: int) -> None:
    curve, x = group.curve, in_months(group.curve.time)
    shares = [
        (words.causes[cause - 1], curve[cause].incidence, _STATES[(cause - 1) % len(_STATES)])
        for cause in curve.causes
    ]
    shares.append((_FREE, curve.event_free, look.accent))
    for name, share, colour in shares:
        is_free = name == _FREE
        figure.add_scatter(
            x=x,
            y=share.astype("float32"),
            name=plot_text(name),
            mode="lines",
            stackgroup=f"row {row}",
            legendgroup=name,
            showlegend=row == 1,
            line={"shape": "hv", "width": 0.5, "color": faded(colour, 0.5 if is_free else 1)},
            fillcolor=faded(colour, 0.12 if is_free else 0.55),
            hovertemplate="<b>%{fullData.name}</b><br>by %{x:.1f} months: %{y:.1%}<extra></extra>",
            row=row,
            col=1,
        )


def _panels(look: Look, *, rows: int) -> go.Figure:
    height = rows * (_PANEL + _TITLE) + _AXIS + _LEGEND
    layout = blank(look, height).layout
    gap = _TITLE / (height - _AXIS - _LEGEND)
    figure = make_subplots(rows=rows, cols=1, shared_xaxes=True, vertical_spacing=gap)
    return figure.update_layout(layout)


def _title(figure: go.Figure, look: Look, text: str, row: int) -> None:
    figure.add_annotation(
        text=f"<b>{text}</b>",
        x=0,
        xref="paper",
        xanchor="left",
        y=1,
        yref=f"y{'' if row == 1 else row} domain",
        yanchor="bottom",
        showarrow=False,
        font={"color": look.ink, "size": FONT_SIZE},
    )


def _finished(figure: go.Figure, result: IncidenceByGroup, look: Look, *, rows: int) -> go.Figure:
    ticks = in_months(result.overall.risk.time)
    months = axis(look) | {"showgrid": False, "tickvals": ticks, "tickformat": ".0f"}
    shares = axis(look) | {"range": [0, 1], "tickformat": ".0%", "tickvals": [0, 0.5, 1]}
    figure.update_xaxes(months, overwrite=True)
    figure.update_yaxes(shares, overwrite=True)
    figure.update_xaxes(title_text=f"Months since {SINCE[result.unit]}", row=rows, col=1)
    margin = {"l": MARGIN_LEFT, "r": MARGIN_RIGHT, "t": _TITLE + 8, "b": 8}
    above = 1 + _TITLE / (rows * (_PANEL + _TITLE))
    legend = legend_above(look) | {"traceorder": "normal", "y": above}
    lay_out(figure, margin=margin, showlegend=True, legend=legend)
    return figure
