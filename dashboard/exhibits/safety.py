"""Safety to be shown."""

from analytics.safety import SafetyByGroup, WorstGrade
from analytics.safety_board import Board, Levels
from dashboard.charts import safety as charts
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import safety as told
from dashboard.sentences.common import nothing_to_mind
from dashboard.tables import safety as tables

TERMS = Exhibit[SafetyByGroup](
    name="adverse-events",
    title="Adverse events by technique",
    counted=told.events_counted,
    seen=told.events_seen,
    note=told.events_note,
    table=tables.terms_table,
    table_title="One row per event and technique",
    files=(File("adverse-events", "Events, CSV", tables.terms_rows),),
    dated_by="index procedure",
    draw=charts.terms_figure,
)
DEATHS = Exhibit[Board](
    name="early-deaths",
    title="Deaths within 30 and 90 days",
    counted=told.deaths_counted,
    seen=told.deaths_seen,
    note=told.deaths_note,
    table=tables.deaths_table,
    table_title="One row per technique",
    files=(File("early-deaths", "Deaths, CSV", tables.deaths_rows),),
    dated_by="index procedure",
    draw=charts.deaths_figure,
)
LEVELS = Exhibit[Levels](
    name="severities",
    title="Patients with an event, by severity",
    counted=told.levels_counted,
    seen=told.levels_seen,
    note=told.events_note,
    table=tables.levels_table,
    table_title="One row per technique",
    files=(File("severities", "Severities, CSV", tables.levels_rows),),
    dated_by="index procedure",
)
GRADES = Exhibit[tuple[WorstGrade, ...]](
    name="grades",
    title="Worst grade on three scales",
    counted=told.grades_counted,
    seen=told.grades_seen,
    note=nothing_to_mind,
    table=tables.grades_table,
    table_title="One row per scale and grade",
    files=(File("grades", "Grades, CSV", tables.grades_rows),),
    dated_by="index procedure",
    draw=charts.grades_figure,
)
