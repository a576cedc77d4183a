"""Completeness drawn: every core field at every site."""

from collections import Counter

import numpy as np
import plotly.graph_objects as go

from analytics.completeness import FLOOR, GOAL, Completeness, FieldCompleteness
from dashboard.charts.frame import FONT_SIZE, axis, blank, colour_bar, lay_out
from dashboard.theme import LIGHT, Look
from dashboard.wording import Words, plot_text

_ROW, _AROUND = 18, 150  # pixels
_POOR, _FAIR, _GOOD = "#C8591B", "#E3B778", "#1F8A96"


def completeness_figure(result: Completeness, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw fields with gaps as rows, sites as columns, coloured by the share that is entered."""
    rows = result.with_gaps
    entered, applicable = result.entered[rows], result.applicable[rows]
    with np.errstate(invalid="ignore"):  # a field that applies to nobody at a site
        share = entered / applicable
    labels = _labels([result.fields[row] for row in rows])
    figure = blank(look, _AROUND + _ROW * len(labels))
    counts = np.stack([entered, applicable], axis=-1)
    figure.add_heatmap(
        x=np.arange(len(result.sites)),
        y=np.arange(len(labels)),
        z=share,
        zmin=0.5,
        zmax=1,
        colorscale=_scale(),
        xgap=1,
        ygap=1,
        customdata=counts,
        text=np.broadcast_to(
            np.array([[plot_text(site) for site in result.sites]], dtype=object), share.shape
        ),
        hovertemplate=(
            "<b>%{text}</b>, %{y}: %{z:.0%}<br>%{customdata[0]:,} of %{customdata[1]:,} entered"
            "<extra></extra>"
        ),
        hoverongaps=False,
        colorbar=colour_bar(look, "Entered (%)")
        | {"tickvals": [0.5, FLOOR, GOAL, 1], "ticktext": ["50 or less", "75", "90", "100"]},
    )
    lay_out(
        figure,
        xaxis=_names(look, [plot_text(site) for site in result.sites]) | {"tickangle": -90},
        yaxis=_names(look, labels) | {"range": [len(labels) - 0.5, -0.5]},
    )
    return figure


def _labels(fields: list[FieldCompleteness]) -> list[str]:
    """Return the names of fields, with their form where two of them have one name."""
    times = Counter(field.label for field in fields)
    forms = [f" ({field.table.replace('_', ' ')})" for field in fields]
    return [
        plot_text(field.label + (form if times[field.label] > 1 else ""))
        for field, form in zip(fields, forms, strict=True)
    ]


def _names(look: Look, names: list[str]) -> dict[str, object]:
    return axis(look) | {
        "tickvals": np.arange(len(names)),
        "ticktext": names,
        "tickfont": {"color": look.ink, "size": FONT_SIZE - 2},
        "showgrid": False,
    }


def _scale() -> list[list[object]]:
    # From 50 to 100 %: poor up to the floor, fair up to the goal, then good.
    floor, goal = (2 * (limit - 0.5) for limit in (FLOOR, GOAL))
    return [
        [0, _POOR],
        [floor, _POOR],
        [floor, _FAIR],
        [goal, _FAIR],
        [goal, "#7FBCC4"],
        [1, _GOOD],
    ]
