"""One strip a site: agreement, ethics approval, activation, first and last patient."""

import numpy as np
import plotly.graph_objects as go

from analytics.inputs import Floats, Ints
from analytics.openings import Days
from analytics.site_times import KnownSites, SiteTimes
from dashboard.charts.frame import (
    FONT_SIZE,
    blank,
    calendar_axis,
    lay_out,
    legend_above,
    month_starts,
    rows_axis,
)
from dashboard.tables.sites import day_words, site_order
from dashboard.theme import LIGHT, Look, faded, region_colour
from dashboard.wording import Words, plot_text

_ROW, _AROUND = 18, 96  # pixels


def sites_figure(result: SiteTimes, words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw when each site was open, its milestones, and openings that are planned."""
    sites, order = result.sites, site_order(result)
    figure = blank(look, _AROUND + _ROW * len(order))
    lay_out(figure, showlegend=True, legend=legend_above(look))
    _add_waiting(figure, sites, order, look)
    _add_strips(figure, sites, order, words)
    opened = sites.openings
    first, last = (_middle(months) for months in (sites.first_month, sites.last_month))
    for name, days, symbol, colour in (
        ("Agreement", sites.agreement, "square-open", look.muted),
        ("Ethics approval", sites.ethics, "diamond-open", look.muted),
        ("First patient", first, "circle", look.ink),
        ("Last patient", last, "line-ns-open", look.ink),
        ("Planned opening", opened.planned, "triangle-right-open", look.ink),
    ):
        _add_marks(figure, name, sites, order, days=days, symbol=symbol, colour=colour)
    cut = str(opened.cutoff)
    figure.add_vline(x=cut, line={"color": look.muted, "dash": "dash", "width": 1.5})
    lay_out(
        figure,
        xaxis=calendar_axis(look),
        yaxis=rows_axis(look, [plot_text(sites.place[i]) for i in order])
        | {"tickfont": {"color": look.ink, "size": FONT_SIZE - 3}},
    )
    return figure


def _add_waiting(figure: go.Figure, sites: KnownSites, order: list[int], look: Look) -> None:
    # From the first milestone to the opening, or to the planned one.
    start = np.fmin(sites.agreement, sites.ethics)
    end = np.where(np.isnat(sites.openings.opened), sites.openings.planned, sites.openings.opened)
    x, y = _segments(start, end, order)
    figure.add_scatter(
        x=x,
        y=y,
        mode="lines",
        line={"color": look.muted, "width": 1, "dash": "dot"},
        hoverinfo="skip",
        showlegend=False,
    )


def _add_strips(figure: go.Figure, sites: KnownSites, order: list[int], words: Words) -> None:
    cut = np.datetime64(sites.openings.cutoff, "D")
    closed = sites.openings.closed
    end = np.where(np.isnat(closed), cut, closed)
    for region in dict.fromkeys(sites.region):
        start = np.where(
            np.array(sites.region) == region, sites.openings.opened, np.datetime64("NaT", "D")
        )
        x, y = _segments(start, end, order)
        if not x.size:
            continue
        name = words.label(region)
        figure.add_scatter(
            x=x,
            y=y,
            name=f"Open, {plot_text(name)}",
            mode="lines",
            line={"color": faded(region_colour(name), 0.45), "width": 9},
            hoverinfo="skip",
        )


def _segments(start: Days, end: Days, order: list[int]) -> tuple[Days, Floats]:
    """Return lines from start to end, one a row, apart from one another."""
    rows = [row for row, i in enumerate(order) if not (np.isnat(start[i]) or np.isnat(end[i]))]
    x = np.full(3 * len(rows), np.datetime64("NaT", "D"))
    y = np.full(3 * len(rows), np.nan)
    for place, row in enumerate(rows):
        x[3 * place : 3 * place + 2] = start[order[row]], end[order[row]]
        y[3 * place : 3 * place + 2] = row
    return x, y


def _add_marks(  # noqa: PLR0913  # a mark is a name, a shape and a colour
    figure: go.Figure,
    name: str,
    sites: KnownSites,
    order: list[int],
    *,
    days: Days,
    symbol: str,
    colour: str,
) -> None:
    rows = [row for row, i in enumerate(order) if not np.isnat(days[i])]
    if not rows:
        return
    by_month = name.endswith("patient")
    figure.add_scatter(
        x=[days[order[row]] for row in rows],
        y=rows,
        name=name,
        mode="markers",
        marker={"symbol": symbol, "size": 8, "color": colour, "line": {"width": 1.5}},
        customdata=[
            f"<b>{plot_text(sites.place[order[row]])}</b><br>{name}: "
            + (f"{days[order[row]].item():%b %Y}" if by_month else day_words(days, order[row]))
            for row in rows
        ],
        hovertemplate="%{customdata}<extra></extra>",
        meta=name,
    )


def _middle(months: Ints) -> Days:
    # Only the month is known: the mark lies in its middle.
    days = month_starts(months) + np.timedelta64(14, "D")
    return np.where(months >= 0, days, np.datetime64("NaT", "D"))
