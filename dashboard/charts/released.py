"""Released results drawn from released values alone: nothing else reaches the browser."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from analytics.disclosure.curves import GroupedCurve
from analytics.disclosure.display import released_range
from analytics.disclosure.rules import Shown, Withheld
from dashboard.charts.frame import FONT_SIZE, MARGIN_TOP, axis, blank, lay_out
from dashboard.texts.tongues import Tongue, tongue
from dashboard.theme import LIGHT, Look, Stroke, faded, technique_stroke
from dashboard.wording import plot_text

_ROW, _GAP = 24, 30  # heights in pixels
_CURVES, _BELOW, _GROUP = 340, 84, 36
_STRONG = 6  # curves with a band; more would hide one another
_FEW_BANDS = 2
_ROOMY = 12  # bars that a phone has room to write numbers over
_ALL = Stroke("#1B6F7A")
_ENGLISH = tongue("en")

Line = tuple[str, str, Shown, GroupedCurve]


def bars_figure(
    sections: Mapping[str, Mapping[str, Shown]],
    title: str,
    look: Look = LIGHT,
    speaks: Tongue = _ENGLISH,
) -> go.Figure:
    """Draw one bar per group under the heading of its section, all on one scale.

    A withheld count has no bar: its mark stands at the axis.
    """
    names, values = list[str](), list[Shown | None]()
    for heading, groups in sections.items():
        if heading:
            names.append(f"<b>{plot_text(heading)}</b>")
            values.append(None)
        names += [plot_text(name) for name in groups]
        values += groups.values()
    figure = blank(look, height=MARGIN_TOP + _GAP + _ROW * len(names) + 8)
    told = [value for value in values if value is not None]
    # Places are numbered: two sections may hold a group of one name.
    places = list(range(len(names)))
    figure.add_bar(
        x=[value if isinstance(value, int) else 0 for value in values],
        y=places,
        orientation="h",
        marker={"color": look.accent},
        hoverinfo="skip",
        text=["" if value is None else _said(value, speaks) for value in values],
        textposition="outside",
        textfont={"color": look.ink, "size": FONT_SIZE - 1},
        cliponaxis=False,
        width=0.7,
    )
    least, most = released_range(told)
    lay_out(
        figure,
        margin_r=56,
        separators=_separators(speaks),
        xaxis=axis(look, title) | {"range": [least, most], "tickformat": ",d", "nticks": 5},
        yaxis=axis(look)
        | {
            "tickvals": places,
            "ticktext": names,
            "range": [len(names) - 0.5, -0.5],
            "showgrid": False,
            "tickfont": {"color": look.ink, "size": FONT_SIZE - 1},
        },
    )
    return figure


def growth_figure(
    periods: Mapping[str, Shown], look: Look = LIGHT, speaks: Tongue = _ENGLISH
) -> go.Figure:
    """Draw the patients enrolled in each released period, the earliest at the left."""
    figure = blank(look, height=300)
    values, is_roomy = list(periods.values()), len(periods) <= _ROOMY
    figure.add_bar(
        x=[plot_text(name).replace(" to ", "<br>to ") for name in periods],
        y=[value if isinstance(value, int) else 0 for value in values],
        marker={"color": look.accent},
        text=[
            _said(value, speaks) if is_roomy or isinstance(value, Withheld) else ""
            for value in values
        ],
        textposition="outside",
        textangle=0,
        textfont={"color": look.ink, "size": FONT_SIZE - 2},
        cliponaxis=False,
        hovertext=[f"{name}: {_said(value, speaks)}" for name, value in periods.items()],
        hoverinfo="text",
    )
    lay_out(
        figure,
        separators=_separators(speaks),
        xaxis=axis(look) | {"type": "category", "showgrid": False},
        yaxis=axis(look, plot_text(speaks.say("axes.enrolled")))
        | {"range": list(released_range(values)), "tickformat": ",d", "nticks": 5},
    )
    return figure


def curves_figure(
    curves: Sequence[Line], title: str, look: Look = LIGHT, speaks: Tongue = _ENGLISH
) -> go.Figure:
    """Draw released points joined by straight lines, and the people at risk once a year.

    Parameters
    ----------
    curves : sequence of (code, name, patients, curve)
        In order of display; patients with those who could not be followed.
    title : str
        Of the axis, with its unit.
    look : Look
        Colours.
    speaks : Tongue
        Language.
    """
    figure = blank(look, height=MARGIN_TOP + _CURVES + _BELOW + _GROUP * len(curves) + 8)
    strong = curves[:_STRONG]
    for code, _, _, curve in strong:
        _add_band(figure, curve, _stroke(code), len(strong))
    for code, name, _, curve in curves:
        _add_line(figure, curve, (plot_text(name), _stroke(code)), speaks)
    _set_axes(figure, curves, (title, speaks), look)
    for row, line in enumerate(curves):
        _add_row(figure, row, line, (look, speaks))
    return figure


def _separators(speaks: Tongue) -> str:
    """Return the sign of decimals, of which there are none, and that of thousands."""
    thousands = speaks.say("write.thousands")
    return f"{',' if thousands == '.' else '.'}{thousands}"


def _stroke(code: str) -> Stroke:
    return _ALL if code == "All techniques" else technique_stroke(code)


def _said(value: Shown, speaks: Tongue) -> str:
    return str(value) if isinstance(value, Withheld) else speaks.number(value)


def _add_band(figure: go.Figure, curve: GroupedCurve, stroke: Stroke, bands: int) -> None:
    edge = {
        "x": curve.month.tolist(),
        "mode": "lines",
        "line": {"width": 0},
        "hoverinfo": "skip",
    }
    figure.add_scatter(y=curve.lower.tolist(), **edge)
    opacity = 0.16 if bands <= _FEW_BANDS else 0.08
    fill = faded(stroke.colour, opacity)
    figure.add_scatter(y=curve.upper.tolist(), fill="tonexty", fillcolor=fill, **edge)


def _add_line(
    figure: go.Figure, curve: GroupedCurve, drawn: tuple[str, Stroke], speaks: Tongue
) -> None:
    name, stroke = drawn
    point = speaks.say("axes.point", months="%{x}", percent="%{y}")
    limits = zip(curve.lower.tolist(), curve.upper.tolist(), strict=True)
    figure.add_scatter(
        x=curve.month.tolist(),
        y=curve.percent.tolist(),
        mode="lines+markers",
        cliponaxis=False,
        name=name,
        line={"color": stroke.colour, "dash": stroke.dash, "width": 2.25},
        marker={"size": 6},
        hovertext=[speaks.say("axes.limits", lower=low, upper=high) for low, high in limits],
        hovertemplate=(f"<b>%{{fullData.name}}</b><br>{point}<br>%{{hovertext}}<extra></extra>"),
    )


def _set_axes(
    figure: go.Figure, curves: Sequence[Line], said: tuple[str, Tongue], look: Look
) -> None:
    title, speaks = said
    inner = _CURVES + _BELOW + _GROUP * len(curves)
    ends = [int(curve.month[-1]) for *_, curve in curves]
    ticks = sorted({int(month) for *_, curve in curves for month in curve.risk_month})
    lay_out(
        figure,
        xaxis=axis(look, plot_text(speaks.say("axes.months")))
        | {
            "anchor": "y",
            "range": [0, max(ends, default=12)],
            "tickvals": ticks,
            "ticktext": [str(tick) for tick in ticks],
            "ticks": "outside",
            "tickcolor": look.muted,
            "showgrid": False,
            "showline": True,
        },
        yaxis=axis(look, plot_text(title))
        | {"domain": [1 - _CURVES / inner, 1], "range": [0, 100], "tickvals": [0, 25, 50, 75, 100]},
        yaxis2={
            "anchor": "x",
            "domain": [0, _GROUP * len(curves) / inner],
            "range": [len(curves), 0],
            "visible": False,
            "fixedrange": True,
        },
    )
    _note(figure, plot_text(speaks.say("axes.at_risk")), y=0, look=look)


def _add_row(figure: go.Figure, row: int, line: Line, seen: tuple[Look, Tongue]) -> None:
    code, name, patients, curve = line
    look, speaks = seen
    mark = speaks.say("mark.withheld")
    figure.add_scatter(
        x=curve.risk_month.tolist(),
        y=[row + 0.74] * curve.risk_month.size,
        yaxis="y2",
        mode="text",
        text=[mark if isinstance(n, Withheld) else speaks.number(n) for n in curve.at_risk],
        textfont={"color": look.ink, "size": FONT_SIZE - 1},
        hoverinfo="skip",
        cliponaxis=False,
    )
    stroke, place = _stroke(code), {"xref": "paper", "yref": "y2", "xsizemode": "pixel"}
    look_of_line = {"color": stroke.colour, "dash": stroke.dash, "width": 2.5}
    ends = {"xanchor": 0, "x0": 0, "x1": 30, "y0": row + 0.28, "y1": row + 0.28}
    figure.add_shape(type="line", **place, **ends, line=look_of_line)
    text = f"<b>{plot_text(name)}</b> {speaks.say('axes.group', patients=_said(patients, speaks))}"
    _note(figure, text, y=row + 0.28, look=look, xshift=36)


def _note(figure: go.Figure, text: str, *, y: float, look: Look, xshift: int = 0) -> None:
    figure.add_annotation(
        text=text,
        x=0,
        xref="paper",
        xanchor="left",
        showarrow=False,
        xshift=xshift,
        y=y,
        yref="y2",
        yanchor="middle" if xshift else "bottom",
        font={"size": FONT_SIZE - 1, "color": look.ink if xshift else look.muted},
    )
