"""Completeness to be shown."""

from analytics.completeness import Completeness
from dashboard.charts import completeness as charts
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import completeness as told
from dashboard.sentences.common import nothing_to_mind
from dashboard.tables import completeness as tables

FIELDS_BY_SITE = Exhibit[Completeness](
    name="fields-by-site",
    title="Core fields by site",
    counted=told.completeness_counted,
    seen=told.completeness_seen,
    note=told.what_is_not_drawn,
    table=tables.fields_table,
    table_title="One row per field, the least complete first",
    files=(File("completeness", "Fields and sites, CSV", tables.completeness_rows),),
    dated_by="nothing",
    draw=charts.completeness_figure,
)
SITES = Exhibit[Completeness](
    name="completeness-by-site",
    title="Sites, the least complete first",
    counted=told.completeness_counted,
    seen=told.completeness_seen,
    note=nothing_to_mind,
    table=tables.sites_table,
    table_title="One row per site",
    files=(),
    dated_by="nothing",
)
