"""What missing fields cost one comparison, drawn: patients without each field."""

import numpy as np
import plotly.graph_objects as go

from analytics.errors import BadInput
from analytics.missing_cost import ComparisonCost
from dashboard.charts.frame import (
    blank,
    count_axis,
    label_above,
    lay_out,
    legend_above,
    rows_axis,
)
from dashboard.theme import LIGHT, Look, faded
from dashboard.wording import Words, plot_text

_ROW, _AROUND = 44, 110  # pixels


def cost_figure(result: ComparisonCost, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw a bar per field: those who lack nothing else, then those who lack more."""
    if not result.fields:
        raise BadInput(
            "Every covariate of this comparison is entered in everybody.", "Choose another one."
        )
    only = np.array([field.only for field in result.fields])
    others = np.array([field.missing for field in result.fields]) - only
    figure = blank(look, _AROUND + _ROW * only.size)
    for name, counts, colour in (
        ("Nothing else missing", only, look.accent),
        ("Other gaps too", others, faded(look.accent, 0.35)),
    ):
        figure.add_bar(
            y=np.arange(only.size),
            x=counts,
            orientation="h",
            width=0.42,
            name=name,
            marker={"color": colour, "line": {"width": 0}},
            hovertemplate=f"{name}: %{{x:,}} patients<extra></extra>",
        )
    for row, field in enumerate(result.fields):
        label_above(figure, look, row=row, text=plot_text(field.label))
    lay_out(
        figure,
        barmode="stack",
        showlegend=True,
        legend=legend_above(look) | {"traceorder": "normal"},
        xaxis=count_axis(look, "Patients without it (n)"),
        yaxis=rows_axis(look, [""] * only.size) | {"range": [only.size - 0.4, -0.9]},
    )
    return figure
