"""Timeliness and follow-up drawn: delays by site, visits by status, follow-up against the gate."""

import numpy as np
import plotly.graph_objects as go

from analytics.delays import Timeliness
from analytics.observation import GATE, FollowUpMade
from analytics.proportions import Proportion
from analytics.visits import Visits
from dashboard.charts.frame import FONT_SIZE, axis, blank, lay_out, legend_above
from dashboard.sentences.timeliness import TARGET
from dashboard.tables.timeliness import VISIT_WORDS
from dashboard.theme import LIGHT, Look
from dashboard.wording import Words, plot_text

_ROW, _AROUND, _HEIGHT = 20, 96, 380  # pixels
_SLOW = "#C8591B"
_STATUS = {
    "DONE": "#0E8A6D",
    "DONE_OUT": "#3E8EDE",
    "MISSED": "#C8591B",
    "NOT_DUE": "#9AA5AC",
    "NA_DEATH": "#6B7780",
    "NA_EXIT": "#A8742A",
    "NA_PRE": "#B7C0C6",
}


def delays_figure(result: Timeliness, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw the share of forms entered within 30 days by site, the lowest at the top."""
    ordered = sorted(result.by_site, key=lambda delay: delay.soon.estimate)
    names, shares = [delay.place for delay in ordered], [delay.soon for delay in ordered]
    return _shares(names, shares, goal=TARGET, title="Entered within 30 days (%)", look=look)


def follow_up_figure(result: FollowUpMade, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw the share known at the horizon by site, the lowest at the top, with the gate."""
    ordered = sorted(result.by_site, key=lambda made: made.known.estimate)
    names, shares = [made.place for made in ordered], [made.known for made in ordered]
    return _shares(names, shares, goal=GATE, title="Known at the horizon (%)", look=look)


def visits_figure(result: Visits, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw scheduled visits by what became of them."""
    figure = blank(look, _HEIGHT)
    lay_out(
        figure,
        barmode="stack",
        bargap=0.3,
        showlegend=True,
        legend=legend_above(look) | {"traceorder": "normal"},
    )
    for status, said in VISIT_WORDS.items():
        counts = result.counts[status].to_numpy()
        if counts.any():
            figure.add_bar(
                x=list(result.visits),
                y=counts,
                name=said,
                marker={"color": _STATUS[status]},
                hovertemplate=f"<b>%{{x}}</b><br>{said}: %{{y:,}}<extra></extra>",
            )
    lay_out(
        figure,
        xaxis=axis(look, "Scheduled visit (W week, M month)") | {"type": "category"},
        yaxis=axis(look, "Visits (n)") | {"rangemode": "tozero", "tickformat": ",d"},
    )
    return figure


def _shares(
    names: list[str], shares: list[Proportion], *, goal: float, title: str, look: Look
) -> go.Figure:  # fmt: skip
    figure = blank(look, _AROUND + max(_ROW * len(names), 80))
    estimate = np.array([share.estimate for share in shares])
    lower = np.array([share.lower for share in shares])
    upper = np.array([share.upper for share in shares])
    texts = [plot_text(name) for name in names]
    figure.add_scatter(
        x=estimate,
        y=np.arange(len(names)),
        mode="markers",
        marker={
            "size": 8,
            "color": [look.accent if share >= goal else _SLOW for share in estimate],
            "symbol": ["circle" if share >= goal else "diamond" for share in estimate],
        },
        error_x={
            "array": upper - estimate,
            "arrayminus": estimate - lower,
            "color": look.muted,
            "thickness": 1,
            "width": 0,
        },
        customdata=np.column_stack(
            [np.array(texts, dtype=object), [share.n for share in shares], lower, upper]
        ),
        hovertemplate=(
            "<b>%{customdata[0]}</b><br>%{x:.1%} (%{customdata[2]:.1%} to %{customdata[3]:.1%}), "
            "n %{customdata[1]:,}<extra></extra>"
        ),
    )
    figure.add_vline(x=goal, line={"color": look.muted, "dash": "dash", "width": 1.5})
    lay_out(
        figure,
        xaxis=axis(look, title) | {"tickformat": ".0%", "range": [0, 1.02]},
        yaxis=axis(look)
        | {
            "tickvals": np.arange(len(names)),
            "ticktext": texts,
            "range": [len(names) - 0.5, -0.5],
            "showgrid": False,
            "tickfont": {"color": look.ink, "size": FONT_SIZE - 2},
        },
    )
    return figure
