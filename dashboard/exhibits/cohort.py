"""The steps of a cohort to be shown."""

from analytics.attrition import Attrition
from dashboard.charts.cohort import attrition_figure
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import cohort as told
from dashboard.tables import cohort as tables

ATTRITION = Exhibit[Attrition](
    name="attrition",
    title="From everybody enrolled to the cohort",
    counted=told.attrition_counted,
    seen=told.attrition_seen,
    note=told.attrition_note,
    table=tables.attrition_table,
    table_title="One row per step",
    files=(File("attrition", "Steps, CSV", tables.attrition_rows),),
    dated_by="index procedure",
    draw=attrition_figure,
)
