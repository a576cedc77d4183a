"""A result drawn: adjusted and crude curves together, people and effective sample size below."""

import numpy as np
import plotly.graph_objects as go

from analytics.adjusted_effects import Effects
from analytics.arm_estimates import WeightedCurve
from dashboard.charts.frame import MARGIN_TOP, blank, in_months
from dashboard.charts.risk_rows import AXIS, CURVES, ROW, add_rows, curve_axes
from dashboard.comparison_values import Result, colours_of
from dashboard.theme import LIGHT, Look, Stroke, faded, technique_stroke
from dashboard.wording import Words, plot_text, whole

_WHOLE = 10  # from there on an effective sample size is written without decimals


def curves_figure(result: Result, words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw the adjusted curves with their bands, the crude ones dotted behind them."""
    found = result.compared
    rows = 4
    figure = blank(look, height=MARGIN_TOP + CURVES + AXIS + rows * ROW + 8)
    codes = colours_of(result.protocol)
    adjusted, crude = shown_curves(found.adjusted), shown_curves(found.crude)
    for curve, code in zip(crude, codes, strict=True):
        add_curve(figure, curve, technique_stroke(code), is_crude=True)
    for curve, code in zip(adjusted, codes, strict=True):
        add_band(figure, curve, technique_stroke(code))
        add_curve(figure, curve, technique_stroke(code), is_crude=False)
    ticks = in_months(np.array(found.horizons.ticks))
    end = max(float(in_months(curve.time)[-1]) for curve in adjusted)
    title = words.causes[0] if found.adjusted.has_competing else words.outcome
    curve_axes(figure, look, rows=rows, end=end, ticks=ticks, title=f"{title} (%)")
    for side, code in enumerate(codes):
        risk = found.adjusted.at_risk[side]
        name, n = plot_text(result.protocol.arms[side]), found.adjusted.n[side]
        events = found.adjusted.n_events[side]
        add_rows(
            figure,
            look,
            row=2 * side,
            ticks=ticks,
            counts=risk.people,
            code=code,
            label=f"<b>{name}</b> people, n = {whole(n)}, {whole(events)} events",
        )
        add_rows(
            figure,
            look,
            row=2 * side + 1,
            ticks=ticks,
            counts=np.where(
                risk.effective < _WHOLE, np.round(risk.effective, 1), np.rint(risk.effective)
            ),
            label=f"{name} effective sample size after weighting",
            code=code,
        )
    return figure


def shown_curves(effects: Effects) -> tuple[WeightedCurve, WeightedCurve]:
    """Return the curve of each arm that is shown: the incidence of the event if others compete."""
    cause = 1 if effects.has_competing else 0
    reference, treated = (curve for curve in effects.curves if curve.cause == cause)
    return reference, treated


def add_band(figure: go.Figure, curve: WeightedCurve, stroke: Stroke) -> None:
    """Add the limits of a curve as a band; where there are none it has no width."""
    lower, upper = (
        np.where(np.isnan(limit), curve.value, limit).astype(np.float32)
        for limit in (curve.lower, curve.upper)
    )
    edge = {
        "x": in_months(curve.time),
        "mode": "lines",
        "line": {"width": 0, "shape": "hv"},
        "hoverinfo": "skip",
        "meta": "band",
    }
    figure.add_scatter(y=lower, **edge)
    figure.add_scatter(y=upper, fill="tonexty", fillcolor=faded(stroke.colour, 0.15), **edge)


def add_curve(
    figure: go.Figure, curve: WeightedCurve, stroke: Stroke, *, is_crude: bool, dash: str = "solid"
) -> None:
    """Add a curve: solid where it is adjusted, dotted where it is crude."""
    kind = "crude" if is_crude else "adjusted"
    colour = faded(stroke.colour, 0.55) if is_crude else stroke.colour
    figure.add_scatter(
        x=in_months(curve.time),
        y=curve.value.astype(np.float32),
        mode="lines",
        name=f"{plot_text(curve.arm)}, {kind}",
        line={
            "shape": "hv",
            "color": colour,
            "dash": "dot" if is_crude else dash,
            "width": 1.5 if is_crude else 2.5,
        },
        hovertemplate="<b>%{fullData.name}</b><br>%{x:.1f} months: %{y:.1%}<extra></extra>",
        meta=kind,
    )
