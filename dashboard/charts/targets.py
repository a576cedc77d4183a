"""Disease domains by region against their targets, as a table of coloured cells."""

import numpy as np
import plotly.graph_objects as go

from analytics.progress import DomainsByRegion, Progress
from dashboard.charts.frame import FONT_SIZE, axis, blank, lay_out, rows_axis
from dashboard.tables.cells import ratio_in_figures, ratio_with_limits, target_of
from dashboard.theme import LIGHT, Look, faded
from dashboard.wording import Words, plot_text, whole

_ROW, _AROUND = 58, 112  # pixels
_BELOW, _ABOVE = "#C8651B", "#1B6F7A"  # fewer and more than planned
_FULL = 0.4  # deviation from the plan that takes the full colour


def domain_region_figure(result: DomainsByRegion, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw a cell per domain and region: enrolled, target, and how far apart they are."""
    figure = blank(look, _AROUND + _ROW * len(result.domains))
    deviation = np.array([[_deviation(cell) for cell in row] for row in result.cells])
    figure.add_heatmap(
        x=np.arange(len(result.regions)),
        y=np.arange(len(result.domains)),
        z=deviation,
        zmin=-_FULL,
        zmax=_FULL,
        colorscale=[
            [0.0, faded(_BELOW, 0.55)],
            [0.5, faded(look.muted, 0.08)],
            [1.0, faded(_ABOVE, 0.55)],
        ],
        showscale=False,
        xgap=3,
        ygap=3,
        text=[[_cell_text(cell) for cell in row] for row in result.cells],
        texttemplate="%{text}",
        textfont={"color": look.ink, "size": FONT_SIZE},
        customdata=[
            [
                f"<b>{plot_text(domain)}, {plot_text(region)}</b><br>"
                f"{whole(cell.enrolled)} enrolled<br>observed / expected "
                f"{ratio_with_limits(cell.ratio)}"
                for region, cell in zip(result.regions, row, strict=True)
            ]
            for domain, row in zip(result.domains, result.cells, strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )
    lay_out(
        figure,
        xaxis=axis(look)
        | {
            "tickvals": np.arange(len(result.regions)),
            "ticktext": [plot_text(region) for region in result.regions],
            "showgrid": False,
            "tickfont": {"color": look.ink, "size": FONT_SIZE - 1},
        },
        yaxis=rows_axis(look, [plot_text(domain) for domain in result.domains]),
    )
    return figure


def _deviation(cell: Progress) -> float:
    # Nothing planned: neither more nor fewer.
    return 0.0 if cell.ratio is None else float(np.clip(cell.ratio.estimate - 1, -_FULL, _FULL))


def _cell_text(cell: Progress) -> str:
    if cell.ratio is None:
        return f"<b>{whole(cell.enrolled)}</b><br>no target"
    ratio = ratio_in_figures(cell.ratio.estimate)
    return f"<b>{whole(cell.observed)}</b> of {target_of(cell.ratio)}<br>{ratio}"
