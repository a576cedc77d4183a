"""Single patients drawn: one lane each, from the index procedure to the end of follow-up."""

import plotly.graph_objects as go

from analytics.timeline import KINDS, Kind, Timelines
from dashboard.charts.frame import FONT_SIZE, axis, blank, lay_out, legend_above
from dashboard.sentences.timeline import KIND_NAMES, end_words, mark_name, patient_name
from dashboard.theme import LIGHT, Look, faded, technique_stroke
from dashboard.wording import Words, plot_text, whole

_LANE, _AROUND = 46, 130  # pixels
_SYMBOLS: dict[Kind, str] = {
    "procedure": "square",
    "reading": "circle-open",
    "event": "diamond",
    "adverse": "triangle-up",
    "death": "x",
    "last": "line-ns-open",
}
_COLOURS: dict[Kind, str] = {"event": "#A8742A", "adverse": "#BF4A50"}


def timeline_figure(result: Timelines, words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw a lane a patient with a mark for everything that happened."""
    figure = blank(look, _AROUND + _LANE * len(result.lanes))
    for row, lane in enumerate(result.lanes):
        colour = technique_stroke(lane.technique).colour
        figure.add_scatter(
            x=lane.span,
            y=[row, row],
            mode="lines",
            line={"color": faded(colour, 0.45), "width": 6},
            hoverinfo="skip",
            showlegend=False,
        )
        label = plot_text(words.label(lane.technique))
        figure.add_annotation(
            x=0,
            xref="paper",
            y=row - 0.42,
            text=f"<b>{patient_name(lane)}</b> {label}; {end_words(lane)}",
            showarrow=False,
            xanchor="left",
            font={"color": look.ink, "size": FONT_SIZE - 1},
        )
    for kind in KINDS:
        _add_kind(figure, kind, result, words=words, look=look)
    lay_out(
        figure,
        showlegend=True,
        legend=legend_above(look),
        xaxis=axis(look, "Days since index procedure") | {"nticks": 8, "tickformat": ",d"},
        yaxis=axis(look)
        | {
            "showticklabels": False,
            "showgrid": False,
            "range": [len(result.lanes) - 0.5, -0.75],
        },
        margin_l=12,
    )
    return figure


def _add_kind(
    figure: go.Figure, kind: Kind, result: Timelines, *, words: Words, look: Look
) -> None:
    marks = [
        (row, lane, mark)
        for row, lane in enumerate(result.lanes)
        for mark in lane.marks
        if mark.kind == kind
    ]
    if not marks:
        return
    colours = [
        technique_stroke(mark.code).colour if kind == "procedure" else _COLOURS.get(kind, look.ink)
        for _, _, mark in marks
    ]
    figure.add_scatter(
        x=[mark.day for _, _, mark in marks],
        y=[row for row, _, _ in marks],
        mode="markers",
        name=KIND_NAMES[kind],
        cliponaxis=False,
        marker={
            "symbol": _SYMBOLS[kind],
            "size": 9,
            "color": colours,
            "line": {"width": 2, "color": colours},
        },
        text=[
            f"<b>{patient_name(lane)}, day {whole(mark.day)}</b><br>"
            f"{plot_text(mark_name(mark, words))}"
            for _, lane, mark in marks
        ],
        hovertemplate="%{text}<extra></extra>",
    )
