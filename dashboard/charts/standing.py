"""What was reached drawn against its mark: one row per measure."""

import plotly.graph_objects as go

from analytics.concerns import SiteLetter
from analytics.errors import TooFewEvents
from analytics.marks import Measure, Verdict
from analytics.site_record import Key, SiteRecord, measures
from dashboard.charts.frame import FONT_SIZE, axis, blank, lay_out
from dashboard.sentences.marks import NAMES, is_counted, mark_words
from dashboard.theme import LIGHT, Look
from dashboard.wording import Words, percent, whole

ALARM = "#C8591B"  # below its mark beyond chance
_ROW, _AROUND = 66, 80  # pixels


def standing_figure(result: SiteRecord, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw every measure of a place with its limits and its mark."""
    held = measures(result)
    if not any(is_counted(measure) for measure in held):
        raise TooFewEvents("Nothing is counted here yet.", "Choose more sites.")
    figure = blank(look, _AROUND + _ROW * len(held))
    for row, measure in enumerate(held):
        _write(figure, row, measure, look)
        if is_counted(measure):
            _add_measure(figure, row, measure, look)
    most = max([measure.upper for measure in held if is_counted(measure)])
    lay_out(
        figure,
        xaxis=axis(look, "Reached (%), 95 % limits; bar: mark")
        | {"tickformat": ".0%", "range": [0, max(1.08, 1.05 * most)], "nticks": 6},
        yaxis=axis(look)
        | {"showticklabels": False, "range": [len(held) - 0.5, -0.7], "showgrid": False},
    )
    lay_out(figure, margin_l=16)
    return figure


def letter_figure(result: SiteLetter, words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw every measure of one site with its limits and its mark."""
    return standing_figure(result.record, words, look)


def _add_measure(figure: go.Figure, row: int, measure: Measure, look: Look) -> None:
    is_far = measure.verdict is Verdict.FAR
    is_sure = is_far or measure.verdict is Verdict.REACHED
    figure.add_scatter(  # the mark
        x=[measure.mark],
        y=[row],
        mode="markers",
        marker={"symbol": "line-ns", "size": 22, "line": {"width": 2.5, "color": look.muted}},
        hovertemplate=f"Mark {mark_words(measure.mark)}<extra></extra>",
    )
    figure.add_scatter(
        x=[measure.estimate],
        y=[row],
        mode="markers",
        cliponaxis=False,
        marker={
            "size": 11,
            "color": ALARM if is_far else look.accent,
            "symbol": ("diamond" if is_far else "circle") + ("" if is_sure else "-open"),
            "line": {"width": 2},
        },
        error_x={
            "array": [measure.upper - measure.estimate],
            "arrayminus": [measure.estimate - measure.lower],
            "color": look.muted,
            "thickness": 1.5,
            "width": 4,
        },
        hovertemplate=(
            f"<b>{NAMES[Key(measure.key)]}</b><br>{whole(measure.count)} of "
            f"{whole(round(measure.of))}: {percent(measure.estimate)} % "
            f"({percent(measure.lower)} to {percent(measure.upper)})<br>"
            f"{measure.verdict.value}<extra></extra>"
        ),
    )


def _write(figure: go.Figure, row: int, measure: Measure, look: Look) -> None:
    # Above its row, since names beside it would leave a phone no room for the plot.
    figure.add_annotation(
        x=0,
        xref="paper",
        y=row - 0.42,
        text=f"{NAMES[Key(measure.key)]}: {_share(measure)}",
        showarrow=False,
        xanchor="left",
        font={"color": look.ink, "size": FONT_SIZE},
    )


def _share(measure: Measure) -> str:
    if not is_counted(measure):
        return measure.verdict.value
    limits = f"{percent(measure.lower)} to {percent(measure.upper)}"
    return f"{percent(measure.estimate)} % ({limits})"
