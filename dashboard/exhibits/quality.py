"""Data quality to be shown."""

from analytics.quality import Quality
from dashboard.charts import quality as charts
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import quality as told
from dashboard.sentences.common import nothing_to_mind
from dashboard.tables import quality as tables

FAILING_CHECKS = Exhibit[Quality](
    name="failing-checks",
    title="Checks that fail, the worst first",
    counted=told.checks_counted,
    seen=told.checks_seen,
    note=nothing_to_mind,
    table=tables.failing_table,
    table_title="One row per failing check",
    files=(),
    dated_by="nothing",
)
EVERY_CHECK = Exhibit[Quality](
    name="quality-checks",
    title="Every check",
    counted=told.checks_counted,
    seen=told.checks_seen,
    note=nothing_to_mind,
    table=tables.quality_table,
    table_title="One row per check",
    files=(File("quality-checks", "Checks, CSV", tables.quality_rows),),
    dated_by="nothing",
)
QUALITY_BY_SITE = Exhibit[Quality](
    name="quality-by-site",
    title="One check by site",
    counted=told.funnel_counted,
    seen=told.funnel_seen,
    note=nothing_to_mind,
    table=tables.funnel_table,
    table_title="One row per site",
    files=(File("quality-by-site", "Sites, CSV", tables.funnel_rows),),
    dated_by="nothing",
    draw=charts.funnel_figure,
)
