"""Accrual drawn: against the target, by month and by place; nothing is counted here."""

import numpy as np
import plotly.graph_objects as go

from analytics.accrual import Accrual
from analytics.errors import BadInput
from analytics.inputs import Ints
from dashboard.charts.frame import (
    FONT_SIZE,
    blank,
    calendar_axis,
    colour_bar,
    count_axis,
    lay_out,
    legend_above,
    month_starts,
    rows_axis,
)
from dashboard.tables.accrual import enrolled_by_group, largest_first, month_names, period_name
from dashboard.tables.cells import ratio_with_limits
from dashboard.theme import LIGHT, Look, faded, region_colour
from dashboard.wording import Words, plot_text, whole

_HEIGHT, _ROW = 360, 24  # pixels
_STRIP = 0.17  # of the height, for the open sites under the curve


def cumulative_figure(result: Accrual, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw enrolled diagnoses so far beside the target, with the open sites in a strip below.

    An incomplete last month is dotted.
    """
    _refuse_undated(result)
    figure = blank(look, _HEIGHT)
    lay_out(figure, showlegend=True, legend=legend_above(look))
    _add_enrolled(figure, result, look)
    if result.partial_last:
        _add_partial(figure, result, look)
    if result.target is not None:
        figure.add_scatter(
            x=month_starts(result.months),
            y=result.target.astype(np.float32),
            name="Target",
            mode="lines",
            line={"color": look.muted, "width": 1.75, "dash": "dash"},
            customdata=np.array(month_names(result)),
            hovertemplate="%{customdata}: target %{y:,.0f}<extra></extra>",
        )
    lay_out(
        figure, xaxis=calendar_axis(look), yaxis=count_axis(look, "Enrolled diagnoses so far (n)")
    )
    if result.open_sites is not None:
        _add_open_sites(figure, result, look)
    return figure


def _add_open_sites(figure: go.Figure, result: Accrual, look: Look) -> None:
    figure.add_scatter(
        x=month_starts(result.months),
        y=result.open_sites,
        name="Open sites",
        yaxis="y2",
        mode="lines",
        line={"color": look.muted, "width": 1.5, "shape": "hv"},
        fill="tozeroy",
        fillcolor=faded(look.muted, 0.3),
        customdata=np.array(month_names(result)),
        hovertemplate="%{customdata}: %{y:,} sites open<extra></extra>",
    )
    lay_out(
        figure,
        yaxis_domain=[_STRIP + 0.1, 1],
        yaxis2=count_axis(look, "Sites (n)")
        | {"domain": [0, _STRIP], "nticks": 3, "anchor": "x", "showgrid": False},
        xaxis_anchor="y2",
    )


_HOVER = "%{customdata}: %{y:,} enrolled so far<extra></extra>"


def _add_enrolled(figure: go.Figure, result: Accrual, look: Look) -> None:
    closed = result.months.size - int(result.partial_last)
    figure.add_scatter(
        x=month_starts(result.months)[:closed],
        y=result.cumulative[:closed],
        name="Enrolled",
        mode="lines+markers" if closed == 1 else "lines",
        line={"color": look.accent, "width": 2.5},
        fill="tozeroy",
        fillcolor=faded(look.accent, 0.12),
        customdata=np.array(month_names(result)),
        hovertemplate=_HOVER,
    )


def _add_partial(figure: go.Figure, result: Accrual, look: Look) -> None:
    # From the last whole month, where there is one, to the month that is not over.
    end = result.cumulative[-2:]
    figure.add_scatter(
        x=month_starts(result.months)[-2:],
        y=end,
        name="Last month, incomplete",
        mode="lines+markers",
        line={"color": look.accent, "width": 2.5, "dash": "2px,3px"},
        marker={
            "symbol": "circle-open",
            "color": look.accent,
            "size": np.array([0, 8][-end.size :]),
        },
        customdata=np.array(month_names(result)[-2:]),
        hovertemplate=_HOVER,
    )


def monthly_figure(result: Accrual, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw enrolled diagnoses by month: regions stacked, other places as rows of a heat map.

    Colours have a fixed meaning for regions only, and stacks of many places cannot be read.
    """
    _refuse_undated(result)
    if result.level == "region":
        return _stacked(result, look)
    return _heat_map(result, look)


def by_group_figure(result: Accrual, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw enrolled diagnoses by place, the largest at the top; places with none are kept."""
    order, enrolled = largest_first(result), enrolled_by_group(result)
    figure = blank(look, 70 + max(_ROW * order.size, 90))
    names = [plot_text(result.groups[i]) for i in order]
    colours = [
        region_colour(result.groups[i]) if result.level == "region" else look.accent for i in order
    ]
    figure.add_bar(
        y=np.arange(order.size),
        x=enrolled[order],
        orientation="h",
        marker={"color": colours},
        text=[whole(n) for n in enrolled[order]],
        textposition="auto",  # inside where it fits, so that it leaves room for the target
        insidetextanchor="start",
        insidetextfont={
            "color": "#FFFFFF" if result.level == "region" else look.surface,
            "size": FONT_SIZE - 1,
        },
        outsidetextfont={"color": look.ink, "size": FONT_SIZE - 1},
        textangle=0,
        constraintext="none",
        cliponaxis=False,
        customdata=np.array(names, dtype=object),
        hovertemplate="%{customdata}: %{x:,} enrolled<extra></extra>",
    )
    _add_targets(figure, result, order, look)
    expected = 0.0 if result.planned is None else float(result.planned.sum(axis=1).max())
    largest = max(int(enrolled.max(initial=0)), expected, 1)
    lay_out(
        figure,
        bargap=0.35,
        xaxis=count_axis(look, "Enrolled diagnoses (n)") | {"range": [0, 1.12 * largest]},
        yaxis=rows_axis(look, names),
    )
    return figure


def _add_targets(figure: go.Figure, result: Accrual, order: Ints, look: Look) -> None:
    ratios = [(row, result.against_plan(int(i))) for row, i in enumerate(order)]
    known = [(row, ratio) for row, ratio in ratios if ratio is not None]
    if not known:
        return
    lay_out(figure, showlegend=True, legend=legend_above(look))
    figure.data[0].update(showlegend=False)
    figure.add_scatter(
        x=[ratio.exposure for _, ratio in known],
        y=[row for row, _ in known],
        name="Target",
        mode="markers",
        marker={
            "symbol": "line-ns-open",
            "size": 15,
            "color": look.ink,
            "line": {"width": 2, "color": look.ink},
        },
        customdata=[ratio_with_limits(ratio) for _, ratio in known],
        hovertemplate="target %{x:,.0f}<br>observed / expected %{customdata}<extra></extra>",
    )


def _stacked(result: Accrual, look: Look) -> go.Figure:
    figure = blank(look, _HEIGHT)
    lay_out(figure, barmode="stack", bargap=0.12, showlegend=True, legend=legend_above(look))
    x, names = month_starts(result.months), np.array(month_names(result))
    hatched = [""] * result.months.size
    if result.partial_last:
        hatched[-1] = "/"
    for name, counts in zip(result.groups, result.counts, strict=True):
        colour = region_colour(name)
        figure.add_bar(
            x=x,
            y=counts,
            name=plot_text(name),
            marker={
                "color": colour,
                "line": {"width": 0},
                "pattern": {
                    "shape": hatched,
                    "fillmode": "overlay",
                    "fgcolor": look.surface,
                    "size": 5,
                    "solidity": 0.4,
                },
            },
            xperiod=f"M{result.span}",
            xperiodalignment="middle",
            customdata=names,
            hovertemplate="<b>%{fullData.name}</b><br>%{customdata}: %{y:,}<extra></extra>",
        )
    lay_out(
        figure,
        xaxis=calendar_axis(look),
        yaxis=count_axis(look, f"Enrolled in the {period_name(result)} (n)"),
    )
    return figure


def _heat_map(result: Accrual, look: Look) -> go.Figure:
    order = largest_first(result)
    counts = result.counts[order]
    figure = blank(look, 90 + max(_ROW * order.size, 90))
    names = [plot_text(result.groups[i]) for i in order]
    figure.add_heatmap(
        x=month_starts(result.months),
        y=np.arange(order.size),
        z=counts,
        zmin=0,
        zmax=max(int(counts.max(initial=0)), 1),
        colorscale=[[0.0, look.surface], [0.001, look.grid], [1.0, look.full]],
        xgap=1,
        ygap=2,
        customdata=np.broadcast_to(np.array(month_names(result)), counts.shape).copy(),
        text=np.repeat(np.array(names, dtype=object)[:, None], result.months.size, axis=1),
        hovertemplate="<b>%{text}</b><br>%{customdata}: %{z:,}<extra></extra>",
        colorbar=colour_bar(look, f"Enrolled in the {period_name(result)} (n)"),
    )
    lay_out(figure, xaxis=calendar_axis(look), yaxis=rows_axis(look, names))
    return figure


def _refuse_undated(result: Accrual) -> None:
    if not result.months.size:
        raise BadInput(
            "This source supplies no month of enrolment, so accrual cannot be drawn over time.",
            "See the enrolled diagnoses by place.",
        )
