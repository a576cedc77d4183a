"""How steady a result is, to be shown."""

from dashboard.charts import comparison_robustness as charts
from dashboard.comparison_values import Robustness
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import robustness as told
from dashboard.sentences.common import nothing_to_mind
from dashboard.tables import comparison_robustness as tables

SPECIFICATIONS = Exhibit[Robustness](
    name="specifications",
    title="Had the protocol been otherwise",
    counted=told.counted,
    seen=told.specifications_seen,
    note=nothing_to_mind,
    table=tables.specification_table,
    table_title="One row per specification",
    files=(File("specifications", "Specifications, CSV", tables.specification_rows),),
    dated_by="index procedure",
    draw=charts.specification_figure,
)
PLACES = Exhibit[Robustness](
    name="left-out-places",
    title="Without one region or site",
    counted=told.counted,
    seen=told.places_seen,
    note=told.places_note,
    table=tables.places_table,
    table_title="One row per place",
    files=(File("left-out-places", "Places, CSV", tables.places_rows),),
    dated_by="index procedure",
    draw=charts.places_figure,
)
SUBGROUPS = Exhibit[Robustness](
    name="subgroups",
    title="Within subgroups",
    counted=told.counted,
    seen=told.subgroups_seen,
    note=told.subgroups_note,
    table=tables.subgroup_table,
    table_title="One row per level",
    files=(File("subgroups", "Subgroups, CSV", tables.subgroup_rows),),
    dated_by="index procedure",
    draw=charts.subgroup_figure,
)
