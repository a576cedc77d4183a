"""From screened to treated, drawn: one bar a step, each with its share of the first."""

import plotly.graph_objects as go

from analytics.proportions import Proportion
from analytics.screening import STEPS, Screening, of_those_screened
from dashboard.charts.frame import FONT_SIZE, axis, blank, count_axis, label_above
from dashboard.theme import LIGHT, Look
from dashboard.wording import Words, percent, whole

_ROW, _AROUND = 48, 70  # pixels


def screening_figure(result: Screening, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw the people at each step over the sites with a log."""
    figure = blank(look, _AROUND + _ROW * len(STEPS))
    shares = (None, *of_those_screened(result.total))
    figure.add_bar(
        x=list(result.total),
        y=list(range(len(STEPS))),
        orientation="h",
        width=0.36,
        marker={"color": look.accent},
        customdata=["" if share is None else _limits(share) for share in shares],
        hovertemplate="%{x:,} people%{customdata}<extra></extra>",
    )
    for row, (step, n, share) in enumerate(zip(STEPS, result.total, shares, strict=True)):
        told = f", {percent(share.estimate)} % of those screened" if share else ""
        label_above(figure, look, row=row, text=f"<b>{step}</b> {whole(n)}{told}")
    figure.update_layout(
        xaxis=count_axis(look, "People (n)"),
        yaxis=axis(look)
        | {"showticklabels": False, "range": [len(STEPS) - 0.5, -0.75], "showgrid": False},
        font={"size": FONT_SIZE},
        margin_l=12,
    )
    return figure


def _limits(share: Proportion) -> str:
    told = (percent(share.estimate), percent(share.lower), percent(share.upper))
    return "<br>{} % of those screened (95 % CI {} to {})".format(*told)
