"""Single patients over time to be shown."""

from analytics.timeline import Timelines
from dashboard.charts import timeline as charts
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import timeline as told
from dashboard.tables import timeline as tables

TIMELINE = Exhibit[Timelines](
    name="timeline",
    title="Patients over time",
    counted=told.timeline_counted,
    seen=told.timeline_seen,
    note=told.timeline_note,
    table=tables.timeline_table,
    table_title="One row per entry",
    files=(File("timeline", "Entries, CSV", tables.timeline_rows),),
    dated_by="index procedure",
    draw=charts.timeline_figure,
)
