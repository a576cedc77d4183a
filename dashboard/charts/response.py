"""Tumour response drawn: rates by technique, agreement of readers, lesions."""

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go

from analytics.best_change import GROWN, SHRUNK, ChangeByGroup
from analytics.errors import TooFewEvents
from analytics.group_survival import SurvivalByGroup
from analytics.lesion_efficacy import EfficacyByGroup
from analytics.proportions import Proportion
from analytics.reader_agreement import EVALUABLE, Pair, ReaderAgreement
from analytics.response_by_group import ResponseByGroup
from dashboard.charts.dots import Dot, DotRow, dot_rows
from dashboard.charts.frame import FONT_SIZE, axis, blank, lay_out
from dashboard.charts.survival import survival_figure
from dashboard.sentences.proportions import counted_share, share_with_sign
from dashboard.sentences.response import band_name, kappa_words, pair_name, reader_name
from dashboard.theme import LIGHT, Look, technique_stroke
from dashboard.wording import Words, plot_text, whole

_CELL, _ABOVE = 36, 96  # pixels
_BAND = 0.1  # width of a band that is not merged
_SYMBOLS = (("circle", "Objective response"), ("diamond-open", "Disease control"))


def rates_figure(result: ResponseByGroup, words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw objective response and disease control of all treated, by technique."""
    rows = []
    for group in result.groups:
        colour = technique_stroke(group.group).colour
        label = plot_text(words.label(group.group))
        rates = group.rates
        rows.append(
            DotRow(
                f"<b>{label}</b> {share_with_sign(rates.objective)}, "
                f"n = {whole(rates.objective.n)}",
                (
                    _dot(rates.objective, colour, f"{label}, objective response", "circle"),
                    _dot(rates.control, colour, f"{label}, disease control", "diamond-open"),
                ),
            )
        )
    return dot_rows(rows, look, title="Of all treated (%), 95 % CI", names=_SYMBOLS)


def _dot(share: Proportion, colour: str, what: str, symbol: str) -> Dot:
    said = f"<b>{what}</b><br>{counted_share(share)}"
    return Dot(share.estimate, share.lower, share.upper, colour, said, symbol)


def duration_figure(result: SurvivalByGroup, words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw how long responses last, counted from the first response."""
    figure = survival_figure(result, replace(words, outcome="Response lasting"), look)
    lay_out(figure, xaxis_title_text="Months since first response")
    return figure


def agreement_figure(result: ReaderAgreement, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw the cross table of every pair of readers, one under the other."""
    shown = [pair for pair in result.pairs if pair.kappa is not None]
    if not shown:
        raise TooFewEvents(result.pairs[0].why_none, "Choose another criterion.")
    size = len(EVALUABLE)
    step = size + 2
    figure = blank(look, _ABOVE + _CELL * step * len(shown))
    for number, pair in enumerate(shown):
        _add_cells(figure, pair, number * step, look)
    rows = [number * step + i for number in range(len(shown)) for i in range(size)]
    lay_out(
        figure,
        xaxis=axis(look, "Second reader")
        | {
            "tickvals": np.arange(size),
            "ticktext": list(EVALUABLE),
            "range": [-0.5, size - 0.5],
            "showgrid": False,
        },
        yaxis=axis(look, "First reader")
        | {
            "tickvals": rows,
            "ticktext": list(EVALUABLE) * len(shown),
            "range": [step * len(shown) - 1.5, -1.5],
            "showgrid": False,
        },
    )
    return figure


def _add_cells(figure: go.Figure, pair: Pair, top: int, look: Look) -> None:
    if pair.kappa is None:
        return
    table = pair.kappa.table
    figure.add_heatmap(
        x=np.arange(table.shape[1]),
        y=top + np.arange(table.shape[0]),
        z=table,
        colorscale=[[0, look.surface], [1, look.accent]],
        zmax=1.4 * max(int(table.max()), 1),  # the figures stay legible on the fullest cell
        zmin=0,
        showscale=False,
        xgap=2,
        ygap=2,
        text=table,
        texttemplate="%{text}",
        textfont={"color": look.ink, "size": FONT_SIZE},
        hovertemplate=(
            f"{reader_name(pair.first)}, row; {reader_name(pair.second).lower()}, column<br>"
            "%{z} patients<extra></extra>"
        ),
    )
    figure.add_annotation(
        x=0,
        xref="paper",
        y=top - 0.9,
        text=f"<b>{pair_name(pair)}</b> kappa {kappa_words(pair)}, n = {whole(pair.n)}",
        showarrow=False,
        xanchor="left",
        font={"color": look.ink, "size": FONT_SIZE - 1},
    )


def change_figure(result: ChangeByGroup, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw patients in bands of best change; merged bands are drawn as dense as they are."""
    figure = blank(look, 340)
    ends = np.minimum(result.edges, GROWN + _BAND)  # the last band has no end
    wide = np.diff(ends)
    figure.add_bar(
        x=100 * (ends[:-1] + wide / 2),
        y=result.counts * _BAND / wide,
        width=100 * wide - 0.6,
        marker={"color": look.accent, "line": {"width": 0}},
        customdata=[
            [band_name(low, high), whole(n)]
            for low, high, n in zip(
                result.edges[:-1], result.edges[1:], result.counts.tolist(), strict=True
            )
        ],
        hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]} patients<extra></extra>",
    )
    for value in (SHRUNK, GROWN):
        figure.add_vline(x=100 * value, line={"color": look.muted, "dash": "dot", "width": 1.5})
    lay_out(
        figure,
        xaxis=axis(look, "Best change of the sum of diameters (%)")
        | {
            "tickvals": [-100, -80, -60, -30, 0, 20],
            "ticktext": ["-100", "-80", "-60", "-30", "0", "+20"],
            "range": [-101, 100 * (GROWN + _BAND) + 1],
            "showgrid": False,
        },
        yaxis=axis(look, "Patients per 10 points") | {"rangemode": "tozero", "nticks": 5},
    )
    return figure


def lesions_figure(result: EfficacyByGroup, words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw the share of lesions complete at the first control, by technique."""
    rows = []
    for group in result.groups:
        share = group.share
        if share is None:  # told in the table
            continue
        label = plot_text(words.label(group.group))
        said = f"<b>{label}</b><br>{counted_share(share)}"
        colour = technique_stroke(group.group).colour
        rows.append(
            DotRow(
                f"<b>{label}</b> {share_with_sign(share)}, n = {whole(share.n)} lesions",
                (Dot(share.estimate, share.lower, share.upper, colour, said),),
            )
        )
    return dot_rows(rows, look, title="Lesions complete at the first control (%), 95 % CI")
