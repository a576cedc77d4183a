"""The axes of a curve with rows of people at risk under them, the names of the rows as legend."""

import numpy as np
import plotly.graph_objects as go

from analytics.inputs import Counts
from dashboard.charts.frame import FONT_SIZE, Drawn, axis, lay_out
from dashboard.theme import Look, technique_stroke
from dashboard.wording import plot_text, whole

CURVES, AXIS, ROW = 340, 84, 36  # heights in pixels
_AT_THE_LEFT = {"x": 0, "xref": "paper", "xanchor": "left", "showarrow": False}


def curve_axes(  # noqa: PLR0913  # a figure's measures, all keyword-only
    figure: go.Figure,
    look: Look,
    *,
    rows: int,
    end: float,
    ticks: Drawn,
    title: str,
    since: str = "index procedure",
) -> None:
    """Set the months below, the share at the left, and room for the rows.

    Parameters
    ----------
    figure : Figure
        Changed in place.
    look : Look
        Colours.
    rows : int
        Rows under the axis.
    end : float
        Last month of follow-up.
    ticks : Drawn
        Months at which people at risk are counted.
    title : str
        What is drawn, with its unit.
    since : str
        Where time starts.
    """
    inner = CURVES + AXIS + rows * ROW
    lay_out(
        figure,
        xaxis=axis(look, f"Months since {since}")
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
        yaxis=axis(look, plot_text(title))
        | {
            "domain": [1 - CURVES / inner, 1],
            "range": [0, 1.01],
            "tickvals": [0, 0.25, 0.5, 0.75, 1],
            "ticktext": ["0", "25", "50", "75", "100"],
        },
        yaxis2={
            "anchor": "x",
            "domain": [0, rows * ROW / inner],
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


def add_rows(  # noqa: PLR0913  # one row's measures, all keyword-only
    figure: go.Figure,
    look: Look,
    *,
    row: int,
    ticks: Drawn,
    counts: Counts,
    label: str,
    code: str,
) -> None:
    """Write one group's people at risk, under its name beside a sample of its line.

    Parameters
    ----------
    figure : Figure
        Changed in place.
    look : Look
        Colours.
    row : int
        Place of the row, from 0.
    ticks, counts : arrays of one length
        Months, and people at risk just before them.
    label : str
        Name of the group, already safe for a plot.
    code : str
        Technique, which decides the line.
    """
    figure.add_scatter(
        x=ticks,
        y=np.full(len(counts), row + 0.74, dtype=np.float32),
        yaxis="y2",
        mode="text",
        text=[whole(n) for n in counts],
        textfont={"color": look.ink, "size": FONT_SIZE - 1},
        hoverinfo="skip",
        cliponaxis=False,
        meta="at risk",
    )
    stroke = technique_stroke(code)
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
    figure.add_annotation(
        text=label,
        **_AT_THE_LEFT,
        xshift=36,
        y=row + 0.28,
        yref="y2",
        yanchor="middle",
        font={"size": FONT_SIZE - 1},
    )
