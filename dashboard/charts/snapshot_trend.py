"""A headline over snapshots drawn: a small line with a point per data cut-off."""

import numpy as np
import plotly.graph_objects as go

from analytics.errors import BadInput
from analytics.inputs import Floats, Ints
from analytics.snapshot_trend import SnapshotTrend
from dashboard.charts.frame import FONT_SIZE, axis, blank, lay_out
from dashboard.sentences.snapshot_trend import point_day
from dashboard.theme import LIGHT, Look, faded
from dashboard.wording import Words, percent

_HEIGHT = 220  # pixels
_AROUND = 0.25  # share of the spread left free above and below
_LEAST = 0.02  # smallest spread drawn: a move of one in a thousand must not fill the figure


def trend_figure(result: SnapshotTrend, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw the share in every snapshot, with its limits where it has some."""
    known = [(point, share) for point in result.counted if (share := point.share) is not None]
    if len(known) <= 1:
        raise BadInput(
            "There is one snapshot to draw, so no line.", "The next import brings a second one."
        )
    # Evenly spaced: two snapshots may have one data cut-off.
    places = np.arange(len(known))
    shares = np.array([share.estimate for _, share in known])
    figure = blank(look, _HEIGHT)
    spread = shares
    if result.has_limits:
        lower, upper = (
            np.array([getattr(share, end) for _, share in known]) for end in ("lower", "upper")
        )
        spread = np.concatenate([lower, upper])
        _add_band(figure, look, places=places, limits=(lower, upper))
    figure.add_scatter(
        x=places,
        y=shares,
        mode="lines+markers+text",
        line={"color": look.accent, "width": 2},
        marker={"size": 8, "color": look.accent},
        text=["", *[""] * (len(known) - 2), f"{percent(float(shares[-1]))} %"],
        textposition="top center",
        textfont={"color": look.ink, "size": FONT_SIZE - 1},
        cliponaxis=False,
        customdata=[[point.snapshot_id, point.count, point.of] for point, _ in known],
        hovertemplate=(
            "snapshot %{customdata[0]}<br>%{customdata[1]:,} of "
            "%{customdata[2]:,} (%{y:.1%})<extra></extra>"
        ),
    )
    lay_out(
        figure,
        xaxis=axis(look, "Data cut-off, and number of the snapshot")
        | {
            "tickvals": places,
            "ticktext": [f"{point_day(point)}<br>no. {point.snapshot_id}" for point, _ in known],
            "range": [-0.4, len(known) - 0.6],
            "showgrid": False,
        },
        yaxis=axis(look, "Share (%)") | {"tickformat": ".1%", "nticks": 4, "range": _range(spread)},
    )
    return figure


def _add_band(
    figure: go.Figure,
    look: Look,
    *,
    places: Ints,
    limits: tuple[Floats, Floats],
) -> None:
    for end, fill in zip(limits, (None, "tonexty"), strict=True):
        figure.add_scatter(
            x=places,
            y=end,
            mode="lines",
            line={"width": 0},
            fill=fill,
            fillcolor=faded(look.accent, 0.18),
            hoverinfo="skip",
        )


def _range(spread: Floats) -> list[float]:
    middle = (float(spread.max()) + float(spread.min())) / 2
    half = max(float(spread.max() - spread.min()), _LEAST) * (0.5 + _AROUND)
    return [middle - half, middle + half]
