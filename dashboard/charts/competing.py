"""Cumulative incidence drawn: the event by technique, with the people at risk under the axis."""

from functools import partial

import numpy as np
import plotly.graph_objects as go

from analytics.endpoints import Unit
from analytics.group_incidence import GroupIncidence, IncidenceByGroup
from dashboard.charts.frame import MARGIN_TOP, blank, in_months
from dashboard.charts.published import add_published
from dashboard.charts.risk_rows import AXIS, CURVES, ROW, add_rows, curve_axes
from dashboard.charts.survival import FEW
from dashboard.theme import LIGHT, Look, faded, technique_stroke
from dashboard.wording import Words, plot_text, whole

SINCE = {Unit.PATIENT: "index procedure", Unit.LESION: "first treatment of the lesion"}
WRONG = "1 − Kaplan-Meier, wrong here"  # noqa: RUF001  # a minus, not a hyphen


def incidence_figure(
    result: IncidenceByGroup, words: Words, look: Look = LIGHT, *, with_wrong: bool = False
) -> go.Figure:
    """Draw the incidence of the event by technique, with those at risk under the axis.

    `with_wrong` adds, dotted and named so, what one minus Kaplan-Meier would have shown.
    """
    rows = len(result.groups)
    figure = blank(look, height=MARGIN_TOP + CURVES + AXIS + rows * ROW + 8)
    for group in result.groups:
        add_incidence(figure, group, words, 1)
        if with_wrong:
            _add_wrong(figure, group, words)
    end = max(float(in_months(group.curve.time)[-1]) for group in result.groups)
    ticks = in_months(result.overall.risk.time)
    curve_axes(
        figure,
        look,
        rows=rows,
        end=end,
        ticks=ticks,
        title=f"{words.causes[0]} (%)",
        since=SINCE[result.unit],
    )
    drawn = [group.group for group in result.groups]
    add_published(figure, look, result.benchmarks, drawn=drawn, end=end, as_incidence=True)
    for row, group in enumerate(result.groups):
        counts, label = group.risk.at_risk, _label(group, words)
        add_rows(figure, look, row=row, ticks=ticks, counts=counts, label=label, code=group.group)
    return figure


teaching_figure = partial(incidence_figure, with_wrong=True)


def _label(group: GroupIncidence, words: Words) -> str:
    curve = group.curve
    patients = "" if curve.n_clusters is None else f" in {whole(curve.n_clusters)} patients"
    said = (
        f"<b>{plot_text(words.label(group.group))}</b> n = {whole(curve.n)}{patients}, "
        f"{whole(curve[1].n_events)} events"
    )
    return f"{said}, below the follow-up gate" if group.is_below_gate else said


def add_incidence(
    figure: go.Figure, group: GroupIncidence, words: Words, cause: int, **place: int
) -> None:
    """Draw one cause of one group with its band; `place` is the row of a panel.

    Parameters
    ----------
    figure : Figure
        Changed in place.
    group : GroupIncidence
        The group.
    words : Words
        Names.
    cause : int
        Code of the event.
    place : int
        `row` and `col` of a figure with panels.
    """
    curve, stroke = group.curve, technique_stroke(group.group)
    its = curve[cause]
    x, y = in_months(curve.time), its.incidence.astype(np.float32)
    lower, upper = (
        np.where(np.isnan(limit), its.incidence, limit).astype(np.float32)
        for limit in (its.lower, its.upper)
    )
    line = {"shape": "hv", "color": stroke.colour, "dash": stroke.dash, "width": 2.25}
    edge = {"x": x, "mode": "lines", "line": {"width": 0, "shape": "hv"}, "hoverinfo": "skip"}
    edge |= {"showlegend": False}
    figure.add_scatter(y=lower, **edge, **place)
    fill = faded(stroke.colour, 0.09)
    figure.add_scatter(y=upper, fill="tonexty", fillcolor=fill, **edge, **place)
    is_supported = (curve.at_risk >= FEW) & (not group.is_below_gate)
    supported = np.where(is_supported, y, np.float32(np.nan))
    figure.add_scatter(
        x=x, y=supported, mode="lines", hoverinfo="skip", line=line, showlegend=False, **place
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
        line=line | {"color": faded(stroke.colour, 0.38)},
        meta="curve",
        showlegend=False,
        **place,
    )


def _add_wrong(figure: go.Figure, group: GroupIncidence, words: Words) -> None:
    if group.wrong is None:
        return
    stroke = technique_stroke(group.group)
    figure.add_scatter(
        x=in_months(group.wrong.time),
        y=(1 - group.wrong.survival).astype(np.float32),
        mode="lines",
        name=f"{plot_text(words.label(group.group))}: {WRONG}",
        line={"shape": "hv", "color": stroke.colour, "dash": "2px,4px", "width": 1.25},
        hovertemplate="<b>%{fullData.name}</b><br>by %{x:.1f} months: %{y:.1%}<extra></extra>",
        meta="wrong",
    )
