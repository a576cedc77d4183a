"""Hazard ratios as points with their limits on a log axis; nothing is estimated here."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from analytics.hazard_model import HazardModel, TermEffect
from analytics.subgroup_forest import SubgroupEffect, SubgroupForest
from dashboard.charts.frame import FONT_SIZE, axis, blank, lay_out, rows_axis, write_all
from dashboard.theme import LIGHT, Look
from dashboard.wording import Words, plot_text, whole

_ROW, _AROUND = 26, 96  # pixels
_TICKS = (0.1, 0.2, 0.33, 0.5, 0.67, 1, 1.5, 2, 3, 5, 10)
_PAIR = 2  # levels that are told in one row
_WIDEST = 20.0  # a limit beyond is drawn to the edge of this ratio


@dataclass(frozen=True)
class _Row:
    """One line of the forest; without a ratio it is a heading or a reference."""

    name: str
    counted: str
    ratio: float
    lower: float
    upper: float
    remark: str = ""


def forest_figure(result: HazardModel, words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw one row per step or level, references named, under the name of their covariate."""
    return _forest(
        _model_rows(result), look, f"Hazard ratio, {plot_text(words.outcome)} (log axis)"
    )


def subgroup_figure(result: SubgroupForest, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw the effect of a technique in each subgroup under the overall one."""
    first, second = result.arms
    title = f"Hazard ratio, {plot_text(second)} against {plot_text(first)} (log axis)"
    return _forest(_subgroup_rows(result), look, title)


def _model_rows(result: HazardModel) -> list[_Row]:
    rows: list[_Row] = []
    levels = Counter(effect.variable.name for effect in result.effects)
    for effect in result.effects:
        covariate = f"<b>{plot_text(effect.variable.label)}</b>"
        if not effect.level:
            rows.append(_line(effect, f"{covariate}, {per(effect)}"))
        elif levels[effect.variable.name] > _PAIR:
            if effect.is_reference:
                rows.append(_heading(covariate))
            rows.append(_line(effect, plot_text(effect.level)))
        elif not effect.is_reference:
            against = f"{plot_text(effect.level)} against {plot_text(effect.reference)}"
            rows.append(_line(effect, f"{covariate}, {against}"))
    return rows


def _heading(name: str) -> _Row:
    nan = float("nan")
    return _Row(name, "", nan, nan, nan)


def _line(effect: TermEffect, name: str) -> _Row:
    return _Row(
        name,
        f"{whole(effect.n)} / {whole(effect.n_events)}",
        effect.ratio,
        effect.lower,
        effect.upper,
        remark="reference" if effect.is_reference else "",
    )


def per(effect: TermEffect) -> str:
    """Return by which step a number is counted."""
    if effect.variable.scale.base is not None:
        return "per doubling" if effect.variable.scale.base == 2 else "per tenfold"  # noqa: PLR2004
    step, unit = effect.variable.scale.step, plot_text(effect.variable.unit)
    if step == 1:
        return f"per {unit.removesuffix('s') or 'unit'}"
    return f"per {step:g} {unit}".rstrip()


def _subgroup_rows(result: SubgroupForest) -> list[_Row]:
    rows = [_subgroup_line(result.overall, "<b>All</b>")]
    before = ""
    for effect in result.effects:
        if effect.variable != before:
            rows.append(_heading(f"<b>{plot_text(effect.variable)}</b>"))
            before = effect.variable
        rows.append(_subgroup_line(effect, plot_text(effect.level)))
    return rows


def _subgroup_line(effect: SubgroupEffect, name: str) -> _Row:
    return _Row(
        name,
        f"{whole(effect.n)} / {whole(effect.n_events)}",
        effect.ratio,
        effect.lower,
        effect.upper,
        remark="not estimable" if effect.why else "",
    )


def _forest(rows: list[_Row], look: Look, title: str) -> go.Figure:
    figure = blank(look, _AROUND + _ROW * len(rows))
    figure.add_vline(x=1, line={"color": look.muted, "width": 1, "dash": "dash"})
    drawn = [
        (place, row) for place, row in enumerate(rows) if np.isfinite([row.ratio, row.lower]).all()
    ]
    _points(figure, drawn, look)
    _remarks(figure, rows, look)
    ends = [0.5, 2.0]
    for _, row in drawn:
        ends += _within(row)
    lay_out(
        figure,
        margin_r=120,
        xaxis=axis(look, title)
        | {
            "type": "log",
            "tickvals": list(_TICKS),
            "ticktext": [f"{tick:g}" for tick in _TICKS],
            "range": np.log10([0.9 * min(ends), 1.1 * max(ends)]).tolist(),
        },
        yaxis=rows_axis(look, [row.name for row in rows]) | {"range": [len(rows) - 0.5, -1.2]},
    )
    return figure


def _within(row: _Row) -> list[float]:
    return [max(row.lower, 1 / _WIDEST), min(row.upper, _WIDEST)]


def _points(figure: go.Figure, drawn: list[tuple[int, _Row]], look: Look) -> None:
    figure.add_scatter(
        x=[row.ratio for _, row in drawn],
        y=[place for place, _ in drawn],
        mode="markers",
        marker={"symbol": "square", "size": 9, "color": look.accent},
        error_x={
            "array": [_within(row)[1] - row.ratio for _, row in drawn],
            "arrayminus": [row.ratio - _within(row)[0] for _, row in drawn],
            "color": look.accent,
            "thickness": 1.5,
            "width": 0,
        },
        customdata=[[row.name, row.lower, row.upper, row.counted] for _, row in drawn],
        hovertemplate=(
            "%{customdata[0]}<br>%{x:.2f} (%{customdata[1]:.2f} to %{customdata[2]:.2f})"
            "<br>n / events: %{customdata[3]}<extra></extra>"
        ),
    )


def _remarks(figure: go.Figure, rows: list[_Row], look: Look) -> None:
    heading = _Row("", "<b>n / events</b>", 1, 1, 1)
    beside = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 8}
    inside = {"x": 0, "xanchor": "center"}  # the logarithm of ratio 1
    shared = {
        "yanchor": "middle",
        "showarrow": False,
        "font": {"color": look.muted, "size": FONT_SIZE - 2},
    }
    placed = [(-0.8, heading), *enumerate(rows)]
    write_all(
        figure,
        (
            {"text": text, "y": place, **where, **shared}
            for place, row in placed
            for text, where in ((row.counted, beside), (row.remark, inside))
            if text
        ),
    )
