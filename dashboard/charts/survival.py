"""Survival curves with the numbers at risk under their axis; nothing is estimated here."""

import numpy as np
import plotly.graph_objects as go

from analytics.group_survival import GroupSurvival, SurvivalByGroup
from analytics.survival import SurvivalCurve
from dashboard.charts.frame import MARGIN_TOP, Drawn, blank, in_months
from dashboard.charts.published import add_published
from dashboard.charts.risk_rows import AXIS, CURVES, ROW, add_rows, curve_axes
from dashboard.theme import LIGHT, Look, Stroke, faded, technique_stroke
from dashboard.wording import Words, plot_text, whole

FEW = 10  # at risk; from there on a curve is drawn faintly
STRONG = 6  # groups drawn with their bands; of more groups, the largest


def survival_figure(result: SurvivalByGroup, words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw a step curve with its band per group, and a row of numbers at risk under each tick.

    The rows name the groups beside a sample of their line, so they are the legend as well.
    """
    rows = len(result.groups)
    figure = blank(look, height=MARGIN_TOP + CURVES + AXIS + rows * ROW + 8)
    strong = strongly_drawn(result)
    for group in result.groups:
        if group.group in strong:
            _add_band(figure, group.curve, technique_stroke(group.group), len(strong))
    for group in result.groups:
        _add_curve(figure, group, words.label(group.group), is_strong=group.group in strong)
    end = max(float(in_months(group.curve.time)[-1]) for group in result.groups)
    ticks = in_months(result.overall.risk.time)
    curve_axes(figure, look, rows=rows, end=end, ticks=ticks, title=f"{words.outcome} (%)")
    drawn = [group.group for group in result.groups]
    add_published(figure, look, result.benchmarks, drawn=drawn, end=end)
    for row, group in enumerate(result.groups):
        counts, label = group.risk.at_risk, _label(group, words)
        add_rows(figure, look, row=row, ticks=ticks, counts=counts, label=label, code=group.group)
    return figure


def _label(group: GroupSurvival, words: Words) -> str:
    name, curve = plot_text(words.label(group.group)), group.curve
    said = f"<b>{name}</b> n = {whole(curve.n)}, {whole(curve.n_events)} events"
    return f"{said}, below the follow-up gate" if group.is_below_gate else said


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
    is_supported = (curve.at_risk >= FEW) & (not group.is_below_gate)
    supported = np.where(is_supported, y, np.float32(np.nan))
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
    # The whole curve lies under the supported part: faint where fewer than ten are at risk, and
    # throughout where follow-up is below the gate.
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
