"""A design drawn: overlap of both arms, and balance before and after."""

import numpy as np
import plotly.graph_objects as go

from analytics.comparison_gate import LARGEST_DIFFERENCE
from analytics.inputs import Floats, Ints
from analytics.multiarm_report import MultiReport
from analytics.overlap import EQUIPOISE
from dashboard.charts.frame import (
    FONT_SIZE,
    MARGIN_TOP,
    axis,
    blank,
    lay_out,
    legend_above,
    rows_axis,
)
from dashboard.comparison_values import Designed, colours_of
from dashboard.theme import LIGHT, Look, faded, technique_stroke
from dashboard.wording import Words, plot_text, whole

_OVERLAP_HEIGHT, _ROW, _LONGEST = 340, 19, 44


def preference_figure(designed: Designed, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw the preference scores of both arms as a mirrored histogram."""
    report = designed.report
    figure = _mirrored(designed, report.preferences, "Preference score", look)
    figure.add_vrect(
        x0=EQUIPOISE[0],
        x1=EQUIPOISE[1],
        fillcolor=faded(look.accent, 0.1),
        line_width=0,
        layer="below",
    )
    figure.add_annotation(
        text="clinicians undecided",
        x=0.5,
        y=1,
        yref="paper",
        yanchor="top",
        showarrow=False,
        font={"color": look.muted, "size": FONT_SIZE - 1},
    )
    return figure


def score_figure(designed: Designed, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw the propensity scores of both arms as a mirrored histogram."""
    arm = plot_text(designed.protocol.arms[1])
    return _mirrored(designed, designed.report.scores, f"Propensity score of {arm}", look)


def _mirrored(designed: Designed, counts: Ints, title: str, look: Look) -> go.Figure:
    report = designed.report
    figure = blank(look, _OVERLAP_HEIGHT)
    lay_out(figure, showlegend=True, legend=legend_above(look), bargap=0.02, barmode="overlay")
    middle = (report.edges[:-1] + report.edges[1:]) / 2
    arms = zip((-1, 1), designed.protocol.arms, colours_of(designed.protocol), strict=True)
    for side, (sign, name, code) in enumerate(arms):
        stroke = technique_stroke(code)
        figure.add_bar(
            x=middle,
            y=sign * counts[side],
            width=0.048,
            name=f"{plot_text(name)} (n = {whole(int(counts[side].sum()))})",
            customdata=counts[side],
            marker={
                "color": faded(stroke.colour, 0.8),
                # Techniques of one kind share a hue: what is dashed as a line is hatched as a bar.
                "pattern": {
                    "shape": "" if stroke.dash == "solid" else "/",
                    "fillmode": "overlay",
                    "fgcolor": look.surface,
                    "size": 6,
                    "solidity": 0.3,
                },
            },
            hovertemplate="<b>%{fullData.name}</b><br>score %{x:.2f}: %{customdata:,} patients"
            "<extra></extra>",
        )
    lay_out(
        figure,
        xaxis=axis(look, title) | {"range": [0, 1], "showgrid": False},
        yaxis=axis(look, "Patients (n)") | _both_ways(counts),
    )
    return figure


def _both_ways(counts: Ints) -> dict[str, object]:
    most = int(counts.max())
    step = max(10 ** int(np.log10(max(most, 1))), 1)
    step = step // 2 if most < 2 * step and step > 1 else step
    values = np.arange(-(most // step) * step, most + 1, step)
    return {
        "tickvals": values,
        "ticktext": [whole(abs(int(v))) for v in values],
        "zeroline": True,
        "range": [-1.1 * most, 1.18 * most],
    }


def love_figure(designed: Designed, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw the standardised differences of every covariate before and after, largest first."""
    table = designed.report.balance
    figure = _differences(table.covariates, (table.smd_before, table.smd_after), look)
    figure.update_xaxes(title_text="Standardised mean difference")
    figure.add_vline(x=-LARGEST_DIFFERENCE, line=_limit(look))
    return figure


def several_figure(report: MultiReport, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw the largest difference over all pairs of arms, before and after, largest first."""
    figure = _differences(report.covariates, (report.before, report.after), look)
    figure.update_xaxes(title_text="Largest standardised mean difference of any pair")
    return figure


def _differences(names_of: tuple[str, ...], around: tuple[Floats, Floats], look: Look) -> go.Figure:
    before, after = around
    order = np.argsort(-np.abs(_drawable(before)), kind="stable")
    names = [_short(names_of[place]) for place in order]
    figure = blank(look, MARGIN_TOP + 60 + _ROW * len(names))
    lay_out(figure, showlegend=True, legend=legend_above(look))
    figure.add_vline(x=LARGEST_DIFFERENCE, line=_limit(look))
    parts = (
        ("Before", before, look.muted, "circle-open"),
        ("After", after, look.accent, "circle"),
    )
    for label, smd, colour, symbol in parts:
        figure.add_scatter(
            x=_drawable(smd)[order],
            y=np.arange(len(names)),
            mode="markers",
            name=label,
            customdata=[names_of[place] for place in order],
            marker={"color": colour, "symbol": symbol, "size": 9, "line": {"width": 1.5}},
            hovertemplate="%{customdata}<br><b>%{fullData.name}</b>: %{x:.3f}<extra></extra>",
        )
    lay_out(
        figure,
        xaxis=axis(look, "") | {"zeroline": True},
        yaxis=rows_axis(look, names) | {"showgrid": True},
    )
    return figure


def _limit(look: Look) -> dict[str, str | int]:
    return {"color": look.muted, "dash": "dot", "width": 1}


def _drawable(smd: Floats) -> Floats:
    return np.clip(np.nan_to_num(smd, posinf=3, neginf=-3), -3, 3)


def _short(name: str) -> str:
    cut = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
    return plot_text(cut)
