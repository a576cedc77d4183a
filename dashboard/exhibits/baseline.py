"""Table 1 to be shown."""

from analytics.table_one import TableOne
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import baseline as told
from dashboard.tables import baseline as tables

TABLE_ONE = Exhibit[TableOne](
    name="table-1",
    title="The cohort at its index procedure",
    counted=told.baseline_counted,
    seen=told.baseline_seen,
    note=told.baseline_note,
    table=tables.table_one_table,
    table_title="One row per number, and per level of a code",
    files=(File("table-1", "Table 1, CSV", tables.table_one_rows),),
    dated_by="index procedure",
)
