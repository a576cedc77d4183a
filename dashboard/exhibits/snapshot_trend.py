"""Headlines over snapshots to be shown."""

from analytics.snapshot_trend import SnapshotTrend
from dashboard.charts import snapshot_trend as charts
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import snapshot_trend as told
from dashboard.tables import snapshot_trend as tables

COMPLETENESS_TREND = Exhibit[SnapshotTrend](
    name="completeness-trend",
    title="Core fields entered, over snapshots",
    counted=told.trend_counted,
    seen=told.trend_headline,
    note=told.trend_note,
    table=tables.trend_table,
    table_title="One row per snapshot",
    files=(File("completeness-trend", "Snapshots, CSV", tables.trend_rows),),
    dated_by="nothing",
    draw=charts.trend_figure,
)
CHECKS_TREND = Exhibit[SnapshotTrend](
    name="checks-trend",
    title="Checks that pass, over snapshots",
    counted=told.trend_counted,
    seen=told.trend_headline,
    note=told.trend_note,
    table=tables.trend_table,
    table_title="One row per snapshot",
    files=(File("checks-trend", "Snapshots, CSV", tables.trend_rows),),
    dated_by="nothing",
    draw=charts.trend_figure,
)
