"""Single patients by best change in size to be shown."""

from analytics.waterfall import Waterfall
from dashboard.charts import waterfall as charts
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import waterfall as told
from dashboard.tables import waterfall as tables

WATERFALL = Exhibit[Waterfall](
    name="waterfall",
    title="Best change in size by patient",
    counted=told.waterfall_counted,
    seen=told.waterfall_seen,
    note=told.waterfall_note,
    table=tables.waterfall_table,
    table_title="One row per patient, from growth to fall",
    files=(File("waterfall", "Patients, CSV", tables.waterfall_rows),),
    dated_by="index procedure",
    draw=charts.waterfall_figure,
)
