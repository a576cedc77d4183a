"""From screened to treated, to be shown."""

from analytics.screening import Screening
from dashboard.charts.screening import screening_figure
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import screening as told
from dashboard.tables.screening import screening_rows, screening_table

SCREENING = Exhibit[Screening](
    name="screening",
    title="From screened to treated",
    counted=told.screening_counted,
    seen=told.screening_seen,
    note=told.screening_note,
    table=screening_table,
    table_title="One row per site, all together first",
    files=(File("screening", "Screening, CSV", screening_rows),),
    dated_by="enrolment",
    draw=screening_figure,
)
