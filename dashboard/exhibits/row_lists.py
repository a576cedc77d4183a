"""Lists to be worked off by a site, to be shown."""

from analytics.row_lists import Gaps, OverdueVisits
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import row_lists as told
from dashboard.tables import row_lists as tables

OVERDUE = Exhibit[OverdueVisits](
    name="overdue-visits",
    title="Overdue visits",
    counted=told.overdue_counted,
    seen=told.overdue_seen,
    note=told.to_be_completed,
    table=tables.overdue_table,
    table_title="One row per visit, the longest overdue first",
    files=(File("overdue-visits", "Overdue visits, CSV", tables.overdue_rows),),
    dated_by="nothing",
)
GAPS = Exhibit[Gaps](
    name="gaps",
    title="Records without the field",
    counted=told.gaps_counted,
    seen=told.gaps_seen,
    note=told.to_be_completed,
    table=tables.gaps_table,
    table_title="One row per record, those not entered first",
    files=(File("records-without-field", "Records, CSV", tables.gaps_rows),),
    dated_by="nothing",
)
