"""Accrual drawn: against the target, by month and by place; nothing is counted here."""

import numpy as np
import plotly.graph_objects as go

from analytics.accrual import Accrual
from analytics.errors import BadInput
from dashboard.charts.frame import FONT_SIZE, axis, blank, colour_bar, legend_above, month_starts
from dashboard.tables.accrual import enrolled_by_group, largest_first, month_names
from dashboard.theme import LIGHT, Look, faded, region_colour
from dashboard.wording import Words, plot_text, whole

_HEIGHT, _ROW = 360, 24  # pixels


def cumulative_figure(result: Accrual, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw enrolled diagnoses so far beside the target; an incomplete last month is dotted."""
    _refuse_undated(result)
    figure = blank(look, _HEIGHT)
    figure.update_layout(showlegend=True, legend=legend_above(look))
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
    figure.update_layout(
        xaxis=_calendar(look), yaxis=_count_axis(look, "Enrolled diagnoses so far (n)")
    )
    return figure


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
        textposition="outside",
        textfont={"color": look.ink, "size": FONT_SIZE - 1},
        cliponaxis=False,
        customdata=np.array(names, dtype=object),
        hovertemplate="%{customdata}: %{x:,} enrolled<extra></extra>",
    )
    largest = max(int(enrolled.max(initial=0)), 1)
    figure.update_layout(
        bargap=0.35,
        xaxis=_count_axis(look, "Enrolled diagnoses (n)") | {"range": [0, 1.12 * largest]},
        yaxis=_rows_axis(look, names),
    )
    return figure


def _stacked(result: Accrual, look: Look) -> go.Figure:
    figure = blank(look, _HEIGHT)
    figure.update_layout(barmode="stack", bargap=0.12, showlegend=True, legend=legend_above(look))
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
                "pattern": {"shape": hatched, "fgcolor": look.surface, "size": 5, "solidity": 0.4},
            },
            xperiod="M1",
            xperiodalignment="middle",
            customdata=names,
            hovertemplate="<b>%{fullData.name}</b><br>%{customdata}: %{y:,}<extra></extra>",
        )
    figure.update_layout(
        xaxis=_calendar(look), yaxis=_count_axis(look, "Enrolled in the month (n)")
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
        colorbar=colour_bar(look, "Enrolled in the month (n)"),
    )
    figure.update_layout(xaxis=_calendar(look), yaxis=_rows_axis(look, names))
    return figure


def _refuse_undated(result: Accrual) -> None:
    if not result.months.size:
        raise BadInput(
            "This source supplies no month of enrolment, so accrual cannot be drawn over time.",
            "See the enrolled diagnoses by place.",
        )


def _calendar(look: Look) -> dict[str, object]:
    return axis(look) | {
        "type": "date",
        "showgrid": False,
        "showline": True,
        "ticks": "outside",
        "tickcolor": look.muted,
        "tickformat": "%b\n%Y",
        "nticks": 8,
    }


def _count_axis(look: Look, title: str) -> dict[str, object]:
    return axis(look, title) | {"rangemode": "tozero", "tickformat": ",d", "nticks": 6}


def _rows_axis(look: Look, names: list[str]) -> dict[str, object]:
    # Places are numbered: two sites may carry one name.
    return axis(look) | {
        "tickvals": np.arange(len(names)),
        "ticktext": names,
        "range": [len(names) - 0.5, -0.5],
        "showgrid": False,
        "tickfont": {"color": look.ink, "size": FONT_SIZE - 1},
    }
