"""Who takes part over the years, drawn: one panel a kind of group, one line a group."""

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from analytics.diversity import FEWEST, Diversity, Strand
from dashboard.charts.frame import FONT_SIZE, axis, blank, legend_above, write_all
from dashboard.theme import LIGHT, REGIONS, Look
from dashboard.wording import Words

_PANEL, _AROUND = 165, 110  # pixels
_APART = 0.09  # years between the lines of a panel
_SYMBOLS = ("circle", "diamond", "square")
_DASHES = ("solid", "dash", "dot")


def diversity_figure(result: Diversity, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw the share of each group by year, with its limits; too few leave a gap."""
    kinds = list(dict.fromkeys(strand.kind for strand in result.strands))
    height = _AROUND + _PANEL * len(kinds)
    figure = make_subplots(rows=len(kinds), cols=1, shared_xaxes=True, vertical_spacing=0.07)
    figure.update_layout(blank(look, height).layout)
    for row, kind in enumerate(kinds, start=1):
        strands = [strand for strand in result.strands if strand.kind == kind]
        for place, strand in enumerate(strands):
            shift = _APART * (place - (len(strands) - 1) / 2)
            line = _line(result, strand, place, shift=shift, look=look)
            line.update(showlegend=len(strands) > 1)  # a line on its own is named over its panel
            figure.add_trace(line, row=row, col=1)
        figure.add_annotation(_heading(kind, strands, look), row=row, col=1)
    figure.update_xaxes(**axis(look) | {"dtick": 1, "tickformat": "d", "showgrid": False})
    figure.update_xaxes(title=axis(look, "Year of the index procedure")["title"], row=len(kinds))
    figure.update_yaxes(**axis(look) | {"tickformat": ".0%", "rangemode": "tozero", "nticks": 5})
    write_all(figure, _gaps(result, look))
    figure.update_layout(showlegend=True, legend=legend_above(look) | {"y": 1.03}, margin_t=60)
    return figure


def _line(result: Diversity, strand: Strand, place: int, *, shift: float, look: Look) -> go.Scatter:
    colour = REGIONS.get(strand.name, look.accent)
    return go.Scatter(
        x=np.array(result.years) + shift,
        y=strand.share,
        name=strand.name,
        mode="lines+markers",
        connectgaps=False,
        cliponaxis=False,
        line={"color": colour, "width": 2, "dash": _DASHES[place]},
        marker={"size": 8, "symbol": _SYMBOLS[place], "color": colour},
        error_y={
            "array": strand.upper - strand.share,
            "arrayminus": strand.share - strand.lower,
            "color": colour,
            "thickness": 1.2,
            "width": 0,
        },
        customdata=np.column_stack([strand.count, strand.known, result.years]),
        hovertemplate=(
            f"<b>{strand.name}</b>, %{{customdata[2]}}<br>%{{y:.1%}} (%{{customdata[0]:,}} of "
            "%{customdata[1]:,})<extra></extra>"
        ),
    )


def _heading(kind: str, strands: list[Strand], look: Look) -> dict[str, object]:
    only = f": {strands[0].name.lower()}" if len(strands) == 1 else ""
    return {
        "text": f"{kind}{only}, share (%)",
        "x": 0,
        "y": 1,
        "xref": "x domain",
        "yref": "y domain",
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"color": look.ink, "size": FONT_SIZE},
    }


def _gaps(result: Diversity, look: Look) -> list[dict[str, object]]:
    """Say under the first panel's years that they have too few people."""
    return [
        {
            "text": "too few",
            **{"x": year, "y": 0, "xref": "x", "yref": "y", "yanchor": "bottom"},
            "showarrow": False,
            "font": {"color": look.muted, "size": FONT_SIZE - 2},
        }
        for year, n in zip(result.years, result.n.tolist(), strict=True)
        if n < FEWEST
    ]
