"""The steps of a cohort drawn: who is left, and who goes at each step."""

import textwrap

import numpy as np
import plotly.graph_objects as go

from analytics.attrition import Attrition, Step
from dashboard.charts.frame import FONT_SIZE, axis, blank, lay_out, legend_above
from dashboard.theme import LIGHT, Look
from dashboard.wording import Words, plot_text, whole

_ROW, _AROUND = 62, 70  # pixels
_GONE = "#C8651B"  # left out for a value
_LINE = 46  # characters of a step's name in a line


def attrition_figure(result: Attrition, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw a bar per step: left, then whom the step leaves out, the absent values apart."""
    steps = result.steps
    rows = np.arange(len(steps))
    absent = np.array([step.not_entered + step.unknown + step.not_applicable for step in steps])
    gone = np.array([step.left_out for step in steps])
    figure = blank(look, _AROUND + _ROW * len(steps))
    series = (
        ("Left", np.array([step.left for step in steps]), look.accent, ""),
        ("Left out for their value", gone - absent, _GONE, ""),
        ("Left out, no value", absent, _GONE, "/"),
    )
    for name, n, colour, hatch in series:
        figure.add_bar(
            x=n,
            y=rows,
            orientation="h",
            name=name,
            marker={"color": colour, "pattern": {"shape": hatch, "size": 6}},
            width=0.34,
            offset=0.02,
            hovertemplate=f"{name}: %{{x:,}}<extra></extra>",
        )
    for row, step in zip(rows, steps, strict=True):
        figure.add_annotation(
            x=0,
            y=row,
            xanchor="left",
            yanchor="bottom",
            showarrow=False,
            align="left",
            text=f"<b>{whole(step.left)}</b>  {_short(step.label)}{_minus(step)}",
            font={"color": look.ink, "size": FONT_SIZE},
        )
    lay_out(
        figure,
        barmode="stack",
        showlegend=len(steps) > 1,
        legend=legend_above(look) | {"traceorder": "normal"},
        xaxis=axis(look, "Diagnoses (n)") | {"rangemode": "tozero", "tickformat": ",d"},
        yaxis=axis(look)
        | {"range": [len(steps) - 0.5, -0.55], "showticklabels": False, "showgrid": False},
    )
    return figure


def _short(label: str) -> str:
    return plot_text(textwrap.shorten(label, _LINE, placeholder=" …"))


def _minus(step: Step) -> str:
    if not step.left_out:
        return ""
    absent = step.not_entered + step.unknown + step.not_applicable
    why = f", {whole(absent)} without a value" if absent else ""
    return f"  (\N{MINUS SIGN}{whole(step.left_out)}{why})"
