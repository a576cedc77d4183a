"""Published figures drawn over curves, as points with the intervals that were printed."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from analytics.published import Benchmarks, PublishedFigure, Shown
from dashboard.charts.frame import Drawn
from dashboard.sentences.published import source_words, value_words
from dashboard.theme import Look, technique_stroke
from dashboard.wording import plot_text


def add_published(  # a figure's measures, all keyword-only
    figure: go.Figure,
    look: Look,
    benchmarks: Benchmarks | None,
    *,
    drawn: Sequence[str],
    end: float,
    as_incidence: bool = False,
) -> None:
    """Add a point per published figure that lies within the axis.

    Parameters
    ----------
    figure : Figure
        Changed in place.
    look : Look
        Colours.
    benchmarks : Benchmarks or None
        What to draw; None: nothing.
    drawn : sequence of str
        Techniques of the curves; a point of one of them has its colour.
    end : float
        Last month of the axis.
    as_incidence : bool
        Whether the axis tells the share with the event.
    """
    for published in benchmarks.figures if benchmarks else ():
        if published.months <= end:
            _add_point(figure, look, published, drawn, as_incidence=as_incidence)


def _add_point(
    figure: go.Figure,
    look: Look,
    published: PublishedFigure,
    drawn: Sequence[str],
    *,
    as_incidence: bool,
) -> None:
    own = [code for code in published.techniques if code in drawn]
    colour = technique_stroke(own[0]).colour if len(own) == 1 else look.ink
    share = 1 - published.share if as_incidence else published.share
    bars = {}
    if published.shown is Shown.MEDIAN and not np.isnan(published.lower):
        upper = published.months if np.isnan(published.upper) else published.upper
        bars["error_x"] = _bar(upper - published.months, published.months - published.lower, colour)
    figure.add_scatter(
        x=np.array([published.months], dtype=np.float32),
        y=np.array([share], dtype=np.float32),
        mode="markers",
        marker={
            "symbol": "diamond-open",
            "size": 10,
            "color": colour,
            "line": {"width": 1.75},
        },
        name=plot_text(source_words(published)),
        text=[plot_text(f"{value_words(published)}, n {published.n}; {published.population}")],
        hovertemplate="<b>Published: %{fullData.name}</b><br>%{text}<extra></extra>",
        meta="published",
        **bars,
    )


def _bar(above: float, below: float, colour: str) -> dict[str, object]:
    values: list[Drawn] = [np.array([side], dtype=np.float32) for side in (above, below)]
    return {
        "type": "data",
        "symmetric": False,
        "array": values[0],
        "arrayminus": values[1],
        "color": colour,
        "thickness": 1.25,
        "width": 3,
    }
