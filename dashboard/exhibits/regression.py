"""Regressions to be shown."""

from analytics.hazard_model import HazardModel
from analytics.subgroup_forest import SubgroupForest
from dashboard.charts.hazard_forest import forest_figure, subgroup_figure
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import regression as told
from dashboard.tables import regression as tables

FOREST = Exhibit[HazardModel](
    name="hazard-ratios",
    title="{outcome}: hazard ratios",
    counted=told.model_counted,
    seen=told.model_seen,
    note=told.model_note,
    table=tables.effects_table,
    table_title="One row per level or step",
    files=(File("hazard-ratios", "Hazard ratios, CSV", tables.effects_rows),),
    dated_by="index procedure",
    draw=forest_figure,
)
SUBGROUPS = Exhibit[SubgroupForest](
    name="subgroups",
    title="{outcome}: one technique against another in subgroups",
    counted=told.subgroup_counted,
    seen=told.subgroup_seen,
    note=told.subgroup_note,
    table=tables.subgroup_table,
    table_title="One row per subgroup",
    files=(
        File("subgroups", "Subgroups, CSV", tables.subgroup_rows),
        File("interactions", "Interaction tests, CSV", tables.interaction_rows),
    ),
    dated_by="index procedure",
    draw=subgroup_figure,
)
