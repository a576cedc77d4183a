"""A design of several arms, to be shown."""

from analytics.multiarm_report import MultiReport
from dashboard.charts.comparison_design import several_figure
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import several_arms as told
from dashboard.tables import several_arms as tables

PAIRS = Exhibit[MultiReport](
    name="pairs",
    title="Which pairs can be compared?",
    counted=told.several_counted,
    seen=told.several_said,
    note=told.several_absent,
    table=tables.pairs_table,
    table_title="Every pair against the limits",
    files=(File("pairs", "Pairs, CSV", tables.pairs_table),),
    dated_by="index procedure",
)
DIFFERENCES = Exhibit[MultiReport](
    name="several-differences",
    title="Are all arms alike?",
    counted=told.several_counted,
    seen=told.several_seen,
    note=told.several_absent,
    table=tables.differences_table,
    table_title="Largest difference over all pairs",
    files=(File("differences", "Differences, CSV", tables.differences_rows),),
    dated_by="index procedure",
    draw=several_figure,
)
