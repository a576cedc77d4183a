"""What every figure has in common: ground, axes, months, and the stamp on generated data."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from analytics.inputs import Floats, Ints
from dashboard.theme import Look
from dashboard.wording import DAYS_PER_MONTH

Drawn = npt.NDArray[np.float32]  # for drawing only: tables and files come from the result

FONT_SIZE = 13
MARGIN_LEFT, MARGIN_RIGHT, MARGIN_TOP = 48, 16, 34
STAMP = "SYNTHETIC"
_LEGEND = 26  # height of a row of the legend in pixels


def blank(look: Look, height: int) -> go.Figure:
    """Return an empty figure that lies on the page without a ground of its own."""
    return go.Figure(
        layout={
            "height": height,
            "margin": {"l": MARGIN_LEFT, "r": MARGIN_RIGHT, "t": MARGIN_TOP, "b": 8},
            "font": {"color": look.ink, "size": FONT_SIZE},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "dragmode": False,  # on a phone a finger scrolls the page
            "hovermode": "closest",
            "hoverlabel": {"align": "left", "bgcolor": look.surface, "font": {"color": look.ink}},
            "showlegend": False,
        }
    )


def lay_out(figure: go.Figure, **parts: object) -> None:
    """Set parts of a layout, each as a whole; plotly's own update looks through all of them."""
    figure.update_layout(parts, overwrite=True)


def axis(look: Look, title: str = "") -> dict[str, object]:
    """Return an axis with legible labels; add to it what is special."""
    return {
        "title": {"text": title, "font": {"color": look.ink, "size": FONT_SIZE}, "standoff": 6},
        "tickfont": {"color": look.muted, "size": FONT_SIZE - 1},
        "gridcolor": look.grid,
        "linecolor": look.muted,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
    }


def calendar_axis(look: Look) -> dict[str, object]:
    """Return an axis of dates with few ticks."""
    return axis(look) | {
        "type": "date",
        "showgrid": False,
        "showline": True,
        "ticks": "outside",
        "tickcolor": look.muted,
        "tickformat": "%b\n%Y",
        "nticks": 8,
    }


def count_axis(look: Look, title: str) -> dict[str, object]:
    """Return an axis of counts that starts at 0."""
    return axis(look, title) | {"rangemode": "tozero", "tickformat": ",d", "nticks": 6}


def rows_axis(look: Look, names: list[str]) -> dict[str, object]:
    """Return an axis with one row a place, the first at the top.

    Places are numbered: two sites may carry one name.
    """
    return axis(look) | {
        "tickvals": np.arange(len(names)),
        "ticktext": names,
        "range": [len(names) - 0.5, -0.5],
        "showgrid": False,
        "tickfont": {"color": look.ink, "size": FONT_SIZE - 1},
    }


def label_above(figure: go.Figure, look: Look, *, row: int, text: str) -> None:
    """Write the text of a row over its bar, so that on a phone no name takes the bar's room."""
    figure.add_annotation(
        text=text,
        x=0,
        y=row - 0.42,
        xanchor="left",
        yanchor="middle",
        showarrow=False,
        align="left",
        bgcolor=look.surface,
        borderpad=1,
        font={"color": look.ink, "size": FONT_SIZE - 1},
    )


def write_all(figure: go.Figure, texts: Iterable[dict[str, object]]) -> None:
    """Write texts on a figure at once: one after the other, plotly checks all earlier ones anew."""
    lay_out(figure, annotations=[*figure.layout.annotations, *texts])


def legend_above(look: Look) -> dict[str, object]:
    """Return a legend in one row over the plot, where nothing can cut it."""
    return {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": 1.0,
        "yanchor": "bottom",
        "font": {"color": look.ink, "size": FONT_SIZE - 1},
        "title": {"text": ""},
        "itemclick": False,
        "itemdoubleclick": False,
    }


def colour_bar(look: Look, title: str) -> dict[str, object]:
    """Return the key of a heat map, lying over the plot at the left."""
    return {
        "title": {"text": title, "side": "top"},
        "orientation": "h",
        "thickness": 8,
        "len": 0.5,
        "x": 0,
        "xanchor": "left",
        "y": 1.0,
        "yanchor": "bottom",
        "tickfont": {"color": look.muted, "size": FONT_SIZE - 2},
    }


def in_months(days: Floats) -> Drawn:
    """Return days as months of 30.4375 days, for drawing."""
    return (days / DAYS_PER_MONTH).astype(np.float32)


def month_starts(months: Ints) -> npt.NDArray[np.datetime64]:
    """Return the first day of months given as 12 x year + month - 1."""
    return (months - 1970 * 12).astype("datetime64[M]").astype("datetime64[D]")


def stamp(figure: go.Figure, look: Look) -> go.Figure:
    """Write on the figure itself that its data are generated, above any legend."""
    above = 0
    if figure.layout.showlegend:
        above = _LEGEND
        lay_out(
            figure,
            height=figure.layout.height + above,
            margin_t=figure.layout.margin.t + above,
        )
    figure.add_annotation(
        text=f"<b>{STAMP}</b>",
        xref="paper",
        yref="paper",
        x=1,
        y=1,
        xanchor="right",
        yanchor="bottom",
        yshift=6 + above,
        showarrow=False,
        font={"color": look.muted, "size": FONT_SIZE - 2},
        bordercolor=look.muted,
        borderpad=3,
    )
    return figure
