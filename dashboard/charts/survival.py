"""Survival curves with the numbers at risk under their axis; nothing is estimated here."""

import numpy as np
import plotly.graph_objects as go

from analytics.group_survival import GroupSurvival, SurvivalByGroup
from analytics.survival import SurvivalCurve
from dashboard.charts.frame import FONT_SIZE, MARGIN_TOP, Drawn, axis, blank, in_months
from dashboard.theme import LIGHT, Look, Stroke, faded, technique_stroke
from dashboard.wording import Words, plot_text, whole

FEW = 10  # at risk; from there on a curve is drawn faintly
STRONG = 6  # groups drawn with their bands; of more groups, the largest
_CURVES, _AXIS, _ROW = 340, 84, 36  # heights in pixels


def survival_figure(result: SurvivalByGroup, words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw a step curve with its band per group, and a row of numbers at risk under each tick.

    The rows name the groups beside a sample of their line, so they are the legend as well.
    """
    rows = len(result.groups)
    figure = blank(look, height=MARGIN_TOP + _CURVES + _AXIS + rows * _ROW + 8)
    strong = strongly_drawn(result)
    for group in result.groups:
        if group.group in strong:
            _add_band(figure, group.curve, technique_stroke(group.group), len(strong))
    for group in result.groups:
        _add_curve(figure, group, words.label(group.group), is_strong=group.group in strong)
    _add_axes(figure, result, words, look)
    for row, group in enumerate(result.groups):
        _add_numbers(figure, group, row, look)
        _add_name(figure, group, row, words)
    return figure


def strongly_drawn(result: SurvivalByGroup) -> frozenset[str]:
    """Return the codes of the groups that are drawn in full: the largest six."""
    by_size = sorted(result.groups, key=lambda group: -group.curve.n)
    return frozenset(group.group for group in by_size[:STRONG])


def _add_band(figure: go.Figure, curve: SurvivalCurve, stroke: Stroke, bands: int) -> None:
    # Two lines in one direction: a closed polygon would mirror the steps on its way back.
    # At survival 1 and 0 there are no limits; the band closes there instead of breaking off.
    lower, upper = (
        np.where(np.isnan(limit), curve.survival, limit).astype(np.float32)
        for limit in (curve.lower, curve.upper)
    )
    edge = {
        "x": in_months(curve.time),
        "mode": "lines",
        "line": {"width": 0, "shape": "hv"},
        "hoverinfo": "skip",
        "meta": "band",
    }
    figure.add_scatter(y=lower, **edge)
    opacity = 0.16 if bands <= 2 else 0.09  # noqa: PLR2004  # more than two would hide each other
    fill = faded(stroke.colour, opacity)
    figure.add_scatter(y=upper, fill="tonexty", fillcolor=fill, **edge)


def _add_curve(figure: go.Figure, group: GroupSurvival, name: str, *, is_strong: bool) -> None:
    curve, stroke = group.curve, technique_stroke(group.group)
    x, y = in_months(curve.time), curve.survival.astype(np.float32)
    line = {"shape": "hv", "color": stroke.colour, "dash": stroke.dash}
    width = 2.25 if is_strong else 1.25
    supported = np.where(curve.at_risk >= FEW, y, np.float32(np.nan))
    left = curve.censored > 0
    figure.add_scatter(
        x=x, y=supported, mode="lines", hoverinfo="skip", line={**line, "width": width}, meta="few"
    )
    figure.add_scatter(
        x=x[left],
        y=y[left],
        mode="markers",
        hoverinfo="skip",
        marker={
            "symbol": "line-ns-open",
            "size": 7,
            "color": faded(stroke.colour, 0.5),
            "line": {"width": 1},
        },
        meta="censored",
    )
    # The whole curve lies under the supported part: faint where fewer than ten are at risk.
    figure.add_scatter(
        x=x,
        y=y,
        mode="lines",
        name=f"{plot_text(name)} (n = {whole(curve.n)})",
        customdata=_hover_numbers(curve),
        hovertemplate=(
            "<b>%{fullData.name}</b><br>%{x:.1f} months: %{y:.1%}"
            "<br>%{customdata[0]:.1%} to %{customdata[1]:.1%}"
            "<br>%{customdata[2]:,} at risk<extra></extra>"
        ),
        line={**line, "color": faded(stroke.colour, 0.38), "width": width},
        meta="curve",
    )


def _hover_numbers(curve: SurvivalCurve) -> Drawn:
    lower, upper = (
        np.where(np.isnan(limit), curve.survival, limit) for limit in (curve.lower, curve.upper)
    )
    return np.column_stack([lower, upper, curve.at_risk]).astype(np.float32)


def _add_axes(figure: go.Figure, result: SurvivalByGroup, words: Words, look: Look) -> None:
    end = max(float(in_months(group.curve.time)[-1]) for group in result.groups)
    ticks = in_months(result.overall.risk.time)
    rows = len(result.groups)
    inner = _CURVES + _AXIS + rows * _ROW
    figure.update_layout(
        xaxis=axis(look, "Months since index procedure")
        | {
            "anchor": "y",
            "range": [-0.02 * end, max(1.02 * end, 1.0)],
            "tickvals": ticks,
            "ticktext": [f"{tick:.0f}" for tick in ticks],
            "ticks": "outside",
            "tickcolor": look.muted,
            "showgrid": False,
            "showline": True,
        },
        yaxis=axis(look, plot_text(f"{words.outcome} (%)"))
        | {
            "domain": [1 - _CURVES / inner, 1],
            "range": [0, 1.01],
            "tickvals": [0, 0.25, 0.5, 0.75, 1],
            "ticktext": ["0", "25", "50", "75", "100"],
        },
        yaxis2={
            "anchor": "x",
            "domain": [0, rows * _ROW / inner],
            "range": [rows, 0],
            "visible": False,
            "fixedrange": True,
        },
    )
    figure.add_annotation(
        text="At risk just before each time (n)",
        **_AT_THE_LEFT,
        y=0,
        yref="y2",
        yanchor="bottom",
        font={"color": look.muted, "size": FONT_SIZE - 1},
    )


_AT_THE_LEFT = {"x": 0, "xref": "paper", "xanchor": "left", "showarrow": False}


def _add_numbers(figure: go.Figure, group: GroupSurvival, row: int, look: Look) -> None:
    risk = group.risk
    figure.add_scatter(
        x=in_months(risk.time),
        y=np.full(risk.time.size, row + 0.74, dtype=np.float32),
        yaxis="y2",
        mode="text",
        text=[whole(n) for n in risk.at_risk],
        textfont={"color": look.ink, "size": FONT_SIZE - 1},
        customdata=np.column_stack([risk.events, risk.censored]).astype(np.float32),
        hovertemplate=(
            "%{text} at risk<br>%{customdata[0]:,} events by then"
            "<br>%{customdata[1]:,} censored by then<extra></extra>"
        ),
        cliponaxis=False,
        meta="at risk",
    )


def _add_name(figure: go.Figure, group: GroupSurvival, row: int, words: Words) -> None:
    stroke, curve = technique_stroke(group.group), group.curve
    figure.add_shape(
        type="line",
        xref="paper",
        yref="y2",
        xsizemode="pixel",
        xanchor=0,
        x0=0,
        x1=30,
        y0=row + 0.28,
        y1=row + 0.28,
        line={"color": stroke.colour, "dash": stroke.dash, "width": 2.5},
    )
    name = f"<b>{plot_text(words.label(group.group))}</b>"
    figure.add_annotation(
        text=f"{name} n = {whole(curve.n)}, {whole(curve.n_events)} events",
        **_AT_THE_LEFT,
        xshift=36,
        y=row + 0.28,
        yref="y2",
        yanchor="middle",
        font={"size": FONT_SIZE - 1},
    )
