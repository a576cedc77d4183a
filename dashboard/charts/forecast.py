"""Enrolment foreseen, drawn beside the record and the plan, and past forecasts beside events."""

import numpy as np
import plotly.graph_objects as go

from analytics.inputs import Ints
from analytics.openings import Days
from analytics.outlook import Outlook, PastForecasts
from dashboard.charts.frame import (
    axis,
    blank,
    calendar_axis,
    count_axis,
    lay_out,
    legend_above,
    month_starts,
    rows_axis,
)
from dashboard.tables.forecast import day_in_words, goal_month, is_passed
from dashboard.theme import LIGHT, Look, faded
from dashboard.wording import Words, calendar_month, plot_text, whole

_HEIGHT, _ROW = 400, 40  # pixels
_MISSED = "#C8591B"  # what happened lay outside the interval


def outlook_figure(result: Outlook, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw the record, the forecast with its band, the plan, the asked day and number."""
    figure = blank(look, _HEIGHT)
    lay_out(figure, showlegend=True, legend=legend_above(look) | {"traceorder": "normal"})
    _add_record(figure, result, look)
    _add_forecast(figure, result, look)
    if result.plan.size:
        figure.add_scatter(
            x=_month_ends(result.plan_months),
            y=result.plan,
            name="Target",
            mode="lines",
            line={"color": look.muted, "width": 1.75, "dash": "dash"},
            customdata=[calendar_month(int(month)) for month in result.plan_months],
            hovertemplate="end of %{customdata}: target %{y:,.0f}<extra></extra>",
        )
    _add_question(figure, result, look)
    _add_openings(figure, result, look)
    figure.add_vline(x=str(result.record.cutoff), line={"color": look.muted, "width": 1})
    lay_out(
        figure, xaxis=calendar_axis(look), yaxis=count_axis(look, "Enrolled diagnoses so far (n)")
    )
    return figure


def _add_record(figure: go.Figure, result: Outlook, look: Look) -> None:
    figure.add_scatter(
        x=_month_ends(result.seen_months),
        y=result.seen,
        name="Enrolled",
        mode="lines",
        line={"color": look.accent, "width": 2.5},
        customdata=[calendar_month(int(month)) for month in result.seen_months],
        hovertemplate="end of %{customdata}: %{y:,} enrolled<extra></extra>",
        meta="record",
    )


def _add_forecast(figure: go.Figure, result: Outlook, look: Look) -> None:
    ahead, enrolled = result.ahead, result.at.enrolled
    # The band starts at what is known: nothing is uncertain on the day of the cut-off.
    cut = np.array([result.record.cutoff], dtype="datetime64[D]")
    x = np.append(cut, _month_ends(result.months))
    lower, median, upper = (
        np.append(enrolled, values) for values in (ahead.lower, ahead.median, ahead.upper)
    )
    edge = {"x": x, "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    figure.add_scatter(y=lower, showlegend=False, **edge)
    figure.add_scatter(
        y=upper,
        name="95 % prediction interval",
        fill="tonexty",
        fillcolor=faded(look.accent, 0.18),
        **edge,
    )
    figure.add_scatter(
        x=x,
        y=median,
        name="Forecast",
        mode="lines",
        line={"color": look.accent, "width": 2.5, "dash": "2px,3px"},
        customdata=np.column_stack([lower, upper]),
        hovertemplate=(
            "%{x|%d %b %Y}: %{y:,} (%{customdata[0]:,} to %{customdata[1]:,})<extra></extra>"
        ),
        meta="forecast",
    )


def _add_question(figure: go.Figure, result: Outlook, look: Look) -> None:
    at, goal = result.at, result.goal
    figure.add_scatter(
        x=[result.by],
        y=[int(at.median[0])],
        name=f"By {day_in_words(result.by)}",
        mode="markers",
        marker={"symbol": "diamond", "size": 11, "color": look.ink},
        error_y={
            "array": [int(at.upper[0] - at.median[0])],
            "arrayminus": [int(at.median[0] - at.lower[0])],
            "color": look.ink,
            "thickness": 1.5,
            "width": 5,
        },
        hovertemplate="by %{x|%d %b %Y}: %{y:,}<extra></extra>",
        meta="asked day",
    )
    if is_passed(goal) or np.isnan(goal.median):
        return
    known = [day for day in (goal.earliest, goal.median, goal.latest) if not np.isnan(day)]
    figure.add_scatter(
        x=[result.day(days) for days in known],
        y=[goal.target] * len(known),
        name=f"{whole(goal.target)} reached",
        mode="lines+markers",
        line={"color": look.ink, "width": 1.5},
        marker={"symbol": "line-ns-open", "size": 10, "color": look.ink},
        hovertemplate=f"{whole(goal.target)} in {goal_month(result, goal.median)}<extra></extra>",
        meta="asked number",
    )


def _add_openings(figure: go.Figure, result: Outlook, look: Look) -> None:
    planned = result.record.planned
    if not planned:
        return
    figure.add_scatter(
        x=[day for _, day in planned],
        y=[0] * len(planned),
        name="Planned opening",
        mode="markers",
        marker={"symbol": "triangle-up-open", "size": 10, "color": look.ink},
        customdata=[f"{plot_text(place)} opens {day_in_words(day)}" for place, day in planned],
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
        meta="openings",
    )


def past_figure(result: PastForecasts, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw the interval of each past forecast with what happened as a dot."""
    test = result.test
    figure = blank(look, 90 + _ROW * test.observed.size)
    lay_out(figure, showlegend=True, legend=legend_above(look) | {"traceorder": "normal"})
    rows = np.arange(test.observed.size)
    figure.add_scatter(
        x=test.median,
        y=rows,
        name="Forecast (95 % PI)",
        mode="markers",
        marker={"symbol": "line-ns-open", "size": 14, "color": look.accent, "line": {"width": 3}},
        error_x={
            "array": test.upper - test.median,
            "arrayminus": test.median - test.lower,
            "color": faded(look.accent, 0.4),
            "thickness": 8,
            "width": 0,
        },
        customdata=np.column_stack([test.lower, test.upper]),
        hovertemplate="forecast %{x:,} (%{customdata[0]:,} to %{customdata[1]:,})<extra></extra>",
    )
    held = (test.lower <= test.observed) & (test.observed <= test.upper)
    for is_held, name, symbol, colour in (
        (True, "Enrolled", "circle", look.ink),
        (False, "Enrolled, outside", "diamond", _MISSED),
    ):
        these = held == is_held
        if these.any():
            figure.add_scatter(
                x=test.observed[these],
                y=rows[these],
                name=name,
                mode="markers",
                marker={"symbol": symbol, "size": 10, "color": colour},
                hovertemplate="%{x:,} enrolled<extra></extra>",
                meta="observed",
            )
    names = [
        f"{calendar_month(int(made) + 1)} to {calendar_month(int(until))}"
        for made, until in zip(result.made, result.until, strict=True)
    ]
    enrolled = axis(look, f"Enrolled in {test.ahead} months (n)") | {"tickformat": ",d"}
    lay_out(figure, xaxis=enrolled, yaxis=rows_axis(look, names))
    return figure


def _month_ends(months: Ints) -> Days:
    return month_starts(months + 1) - np.timedelta64(1, "D")
