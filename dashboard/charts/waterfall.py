"""Single patients by best change in size drawn: one bar each, from growth to fall."""

import numpy as np
import plotly.graph_objects as go

from analytics.best_change import GROWN, SHRUNK
from analytics.response import RESPONSES
from analytics.waterfall import Bar, Waterfall
from dashboard.charts.frame import FONT_SIZE, axis, blank, legend_above
from dashboard.sentences.waterfall import TALLEST, change_text, class_name, day_text
from dashboard.theme import LIGHT, Look
from dashboard.wording import Words, plot_text

_HEIGHT = 400
_MOST_LETTERS = 36  # bars that letters still fit under
# Colour, and hatching that tells the same without it.
_LOOKS = {
    "CR": ("#0E8A6D", ""),
    "PR": ("#1F78B4", "/"),
    "SD": ("#A8742A", "."),
    "PD": ("#BF4A50", "x"),
    "NE": ("#7A848C", "-"),
}


def waterfall_figure(result: Waterfall, words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw one bar a patient, coloured and hatched by best response."""
    figure = blank(look, _HEIGHT)
    placed = list(enumerate(result.bars))
    for code in RESPONSES:
        own = [(place, bar) for place, bar in placed if bar.response == code]
        if own:
            _add_class(figure, code, own, words=words, look=look)
    if len(placed) <= _MOST_LETTERS:
        _add_letters(figure, placed, look)
    for value in (SHRUNK, GROWN):
        figure.add_hline(y=100 * value, line={"color": look.ink, "dash": "dot", "width": 1.5})
    highest = min(max((bar.change for bar in result.bars), default=0.0), TALLEST)
    figure.update_layout(
        barmode="overlay",
        showlegend=True,
        legend=legend_above(look) | {"traceorder": "normal"},
        xaxis=axis(look, "Patients, from growth to fall")
        | {"showticklabels": False, "showgrid": False, "range": [-0.7, len(placed) - 0.3]},
        yaxis=axis(look, "Best change of the sum of diameters (%)")
        | {
            "range": [-112, max(100 * highest, 100 * GROWN) + 12],
            "tickvals": [-100, -50, 100 * SHRUNK, 0, 100 * GROWN, 50, 100],
            "ticktext": ["-100", "-50", "-30", "0", "+20", "+50", "≥ +100"],
            "zeroline": True,
            "zerolinecolor": look.muted,
        },
    )
    figure.update_xaxes(title_standoff=16)
    return figure


def _add_class(
    figure: go.Figure, code: str, own: list[tuple[int, Bar]], *, words: Words, look: Look
) -> None:
    colour, hatch = _LOOKS[code]
    figure.add_bar(
        x=[place for place, _ in own],
        y=[_drawn(bar) for _, bar in own],
        width=0.86,
        name=f"{class_name(code)}, n = {len(own):,}",
        marker={
            "color": colour,
            "line": {"width": 0},
            "pattern": {
                "shape": hatch,
                "fillmode": "overlay",
                "fgcolor": look.surface,
                "size": 6,
                "solidity": 0.3,
            },
        },
        text=[
            f"<b>Patient {bar.patient_no}</b>, {plot_text(words.label(bar.technique))}<br>"
            f"{change_text(bar.change)}, {day_text(bar)}<br>{class_name(code)}"
            for _, bar in own
        ],
        textposition="none",
        hovertemplate="%{text}<extra></extra>",
    )


def _drawn(bar: Bar) -> float:
    # No change is a bar too: a line that can be seen and touched.
    shown = 100 * min(bar.change, TALLEST)
    return shown if abs(shown) >= 1 else float(np.copysign(1.0, shown))


def _add_letters(figure: go.Figure, placed: list[tuple[int, Bar]], look: Look) -> None:
    figure.add_scatter(
        x=[place for place, _ in placed],
        y=[_drawn(bar) + (4 if bar.change > 0 else -4) for _, bar in placed],
        mode="text",
        text=[bar.response for _, bar in placed],
        textposition="middle center",
        textfont={"color": look.ink, "size": FONT_SIZE - 4},
        hoverinfo="skip",
        showlegend=False,
    )
