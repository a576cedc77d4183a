"""A release under review, to be shown."""

import plotly.graph_objects as go

from dashboard.answers.preview import Preview
from dashboard.charts.preview import preview_figure
from dashboard.exhibits.model import Exhibit
from dashboard.sentences import preview as told
from dashboard.sentences.common import nothing_to_mind
from dashboard.tables import preview as tables
from dashboard.theme import Look
from dashboard.wording import Words


def _drawn(result: Preview, _words: Words, look: Look) -> go.Figure:
    return preview_figure(result.curves[0], look)


SIDE_BY_SIDE = Exhibit[Preview](
    name="release-preview",
    title="Internal and public numbers",
    counted=told.preview_counted,
    seen=told.preview_seen,
    note=told.preview_note,
    table=tables.preview_table,
    table_title="Every number, those that are withheld first",
    files=(),
    dated_by="nothing",
    stays_here=True,  # exact small numbers beside released ones
)
CURVES_SIDE_BY_SIDE = Exhibit[Preview](
    name="curve-preview",
    title="Internal and public curve",
    counted=told.curve_counted,
    seen=told.curve_seen,
    note=nothing_to_mind,
    table=tables.curve_table,
    table_title="Every month of the grid, with the rule that hid or coarsened it",
    files=(),
    dated_by="nothing",
    draw=_drawn,
    stays_here=True,
)
