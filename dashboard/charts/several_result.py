"""Adjusted curves of several arms together, people under observation below."""

import numpy as np
import plotly.graph_objects as go

from analytics.arm_estimates import WeightedCurve
from analytics.multiarm_effects import ArmsCompared
from dashboard.charts.comparison_result import add_band, add_curve
from dashboard.charts.frame import MARGIN_TOP, blank, in_months
from dashboard.charts.risk_rows import AXIS, CURVES, ROW, add_rows, curve_axes
from dashboard.comparison_values import SeveralResult
from dashboard.theme import LIGHT, Look, technique_stroke
from dashboard.wording import Words, plot_text, whole


def arms_figure(result: SeveralResult, words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw the adjusted curve of every arm with its band, and the people at risk."""
    found, codes = result.compared, result.protocol.techniques
    figure = blank(look, height=MARGIN_TOP + CURVES + AXIS + len(codes) * ROW + 8)
    curves = shown_curves(found)
    for curve, code in zip(curves, codes, strict=True):
        add_band(figure, curve, technique_stroke(code))
    for curve, code in zip(curves, codes, strict=True):
        stroke = technique_stroke(code)  # two techniques of a family differ by their dash
        add_curve(figure, curve, stroke, is_crude=False, dash=stroke.dash)
    ticks = in_months(np.array(found.horizons.ticks))
    end = max(float(in_months(curve.time)[-1]) for curve in curves)
    title = words.causes[0] if found.has_competing else words.outcome
    curve_axes(figure, look, rows=len(codes), end=end, ticks=ticks, title=f"{title} (%)")
    for row, (arm, code) in enumerate(zip(found.arms, codes, strict=True)):
        own = np.isin(arm.at_risk.time, found.horizons.ticks)
        n, events = whole(int(found.n[row])), whole(int(found.n_events[row]))
        add_rows(
            figure,
            look,
            row=row,
            ticks=ticks,
            counts=arm.at_risk.people[own],
            code=code,
            label=f"<b>{plot_text(arm.arm)}</b> people, n = {n}, {events} events",
        )
    return figure


def shown_curves(found: ArmsCompared) -> tuple[WeightedCurve, ...]:
    """Return the curve of each arm that is shown: the incidence of the event if others compete."""
    cause = 1 if found.has_competing else 0
    return tuple(curve for arm in found.arms for curve in arm.curves if curve.cause == cause)
