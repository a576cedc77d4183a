"""What missing fields cost, to be shown."""

from analytics.missing_cost import ComparisonCost, MissingCost
from dashboard.charts import missing_cost as charts
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import missing_cost as told
from dashboard.sentences.common import nothing_to_mind
from dashboard.tables import missing_cost as tables

COST_BY_COMPARISON = Exhibit[MissingCost](
    name="cost-by-comparison",
    title="What missing fields cost each planned comparison",
    counted=told.cost_counted,
    seen=told.cost_headline,
    note=told.cost_note,
    table=tables.comparisons_table,
    table_title="One row per planned comparison",
    files=(File("missing-cost", "Comparisons and fields, CSV", tables.cost_rows),),
    dated_by="nothing",
)
COST_BY_FIELD = Exhibit[ComparisonCost](
    name="cost-by-field",
    title="What each field costs this comparison",
    counted=told.comparison_counted,
    seen=told.comparison_seen,
    note=told.comparison_note,
    table=tables.fields_table,
    table_title="One row per field, the costliest first",
    files=(File("missing-cost-fields", "Fields, CSV", tables.field_rows),),
    dated_by="nothing",
    draw=charts.cost_figure,
)
COST_BY_SITE_HERE = Exhibit[ComparisonCost](
    name="cost-by-site-here",
    title="Sites of this comparison, the costliest first",
    counted=told.comparison_counted,
    seen=told.comparison_seen,
    note=nothing_to_mind,
    table=tables.comparison_sites_table,
    table_title="One row per site",
    files=(),
    dated_by="nothing",
)
COST_BY_SITE = Exhibit[MissingCost](
    name="cost-by-site",
    title="Sites by what their gaps cost all planned comparisons",
    counted=told.cost_counted,
    seen=told.sites_seen,
    note=lambda _result, _words: (
        "A patient is counted once; effective sizes are summed over comparisons. A gap has many "
        "reasons, and the order judges no site."
    ),
    table=tables.sites_table,
    table_title="One row per site, the costliest first",
    files=(File("missing-cost-sites", "Sites, CSV", tables.site_rows),),
    dated_by="nothing",
)
