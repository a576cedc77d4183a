"""Representation drawn: share of those enrolled over share of new cases, by region."""

import numpy as np
import plotly.graph_objects as go

from analytics.errors import BadInput
from analytics.representation import BALANCED, Representation
from dashboard.charts.frame import FONT_SIZE, axis, blank, lay_out
from dashboard.theme import LIGHT, Look, faded, region_colour
from dashboard.wording import Words

_HEIGHT = 240  # pixels
_TICKS = (0.25, 0.5, 0.8, 1, 1.25, 2, 4, 8)


def ratio_figure(result: Representation, words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw the ratio of shares by region on a log axis, with the balanced band."""
    if result.ratio is None or result.burden is None:
        raise BadInput(
            "No table of new cases is known for this disease.", "See the shares in the table."
        )
    figure = blank(look, _HEIGHT)
    names = [words.label(code) for code in result.regions]
    lower, upper = result.share_lower / result.burden, result.share_upper / result.burden
    drawn = np.maximum(result.ratio, 1e-3)  # nobody enrolled has no place on a log axis
    figure.add_vrect(*BALANCED, fillcolor=faded(look.accent, 0.12), line_width=0)
    figure.add_vline(x=1, line={"color": look.muted, "dash": "dash", "width": 1.5})
    figure.add_scatter(
        x=drawn,
        y=names,
        mode="markers+text",
        text=[f"{ratio:.2f}" for ratio in result.ratio],
        textposition="top center",
        textfont={"color": look.ink, "size": FONT_SIZE - 1},
        marker={"size": 12, "color": [region_colour(name) for name in names]},
        error_x={
            "array": upper - drawn,
            "arrayminus": np.maximum(drawn - lower, 0),
            "color": look.muted,
            "thickness": 1.5,
            "width": 0,
        },
        customdata=np.column_stack([result.share, result.burden, result.enrolled]),
        hovertemplate=(
            "<b>%{y}</b><br>%{customdata[0]:.1%} of those enrolled (n %{customdata[2]:,})"
            "<br>%{customdata[1]:.1%} of new cases<extra></extra>"
        ),
    )
    lay_out(
        figure,
        xaxis=axis(look, "Share of enrolled / share of new cases (log axis, 1 = proportional)")
        | {
            "type": "log",
            "tickvals": list(_TICKS),
            "ticktext": [f"{tick:g}" for tick in _TICKS],
            "range": np.log10([min(0.2, drawn.min() * 0.8), max(8.0, drawn.max() * 1.2)]).tolist(),
        },
        yaxis=axis(look)
        | {"type": "category", "range": [len(names) - 0.4, -0.8], "showgrid": False},
    )
    return figure
