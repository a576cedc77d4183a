"""The result of a comparison of several arms, to be shown."""

from dashboard.charts.several_result import arms_figure
from dashboard.comparison_values import SeveralResult
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import several_result as told
from dashboard.sentences.common import nothing_to_mind
from dashboard.tables import several_result as tables

ARM_CURVES = Exhibit[SeveralResult](
    name="several-curves",
    title="{outcome}: adjusted, every arm",
    counted=told.several_result_counted,
    seen=told.several_found,
    note=told.several_result_note,
    table=tables.arms_at_risk,
    table_title="At risk just before each time: people, and what they count like",
    files=(File("several-curves", "Curves, CSV", tables.arm_curve_rows),),
    dated_by="index procedure",
    draw=arms_figure,
)
PAIR_EFFECTS = Exhibit[SeveralResult](
    name="several-effects",
    title="Every pair, all at once",
    counted=told.several_result_counted,
    seen=told.several_found,
    note=told.several_result_note,
    table=tables.pairs_effects_table,
    table_title="One row per pair and effect",
    files=(File("several-effects", "Effects, CSV", tables.pairs_effects_rows),),
    dated_by="index procedure",
)
ARMS = Exhibit[SeveralResult](
    name="several-arms",
    title="In each arm",
    counted=told.several_result_counted,
    seen=told.several_found,
    note=nothing_to_mind,
    table=tables.arms_table,
    table_title="Adjusted, at the landmarks",
    files=(File("several-arms", "Arms, CSV", tables.arms_table),),
    dated_by="index procedure",
)
