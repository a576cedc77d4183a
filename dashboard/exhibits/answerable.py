"""Planned comparisons and when they can be answered, to be shown."""

from analytics.answerable import AnswerableBy
from analytics.readiness import Readiness
from dashboard.charts import answerable as charts
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import answerable as told
from dashboard.sentences import home as readiness_told
from dashboard.tables import answerable as tables
from dashboard.tables import home as readiness_tables

PROGRESS = Exhibit[AnswerableBy](
    name="answerable",
    title="Events towards each target: {outcome}",
    counted=told.answerable_counted,
    seen=told.answerable_seen,
    note=told.answerable_note,
    table=tables.progress_table,
    table_title="One row per planned comparison",
    files=(File("answerable", "Comparisons, CSV", tables.answerable_rows),),
    dated_by="nothing",
    draw=charts.progress_figure,
)
DETECTABLE = Exhibit[AnswerableBy](
    name="detectable",
    title="Which hazard ratio can be found, and when",
    counted=lambda _result, words: (
        f"{words.outcome}. HR: smallest hazard ratio below 1 that the events can find."
    ),
    seen=told.answerable_seen,
    note=lambda _result, _words: "A ratio above 1 is found where one over it can be.",
    table=tables.power_table,
    table_title="One row per planned comparison",
    files=(),
    dated_by="nothing",
)
PLANNED_DESIGNS = Exhibit[AnswerableBy](
    name="planned-designs",
    title="What each comparison rests on",
    counted=lambda _result, _words: (
        "Patients with an index procedure. Equipoise: preference score from 0.3 to 0.7 (Walker "
        "2013). Effective sample size by arm under overlap weights, gaps filled. Complete counts, "
        "so no interval."
    ),
    seen=told.answerable_seen,
    note=lambda _result, _words: "No outcome enters this table.",
    table=tables.design_table,
    table_title="One row per planned comparison",
    files=(),
    dated_by="nothing",
)
READABLE = Exhibit[Readiness](
    name="readiness",
    title="Landmarks about to be readable",
    counted=readiness_told.readiness_counted,
    seen=readiness_told.readiness_seen,
    note=readiness_told.readiness_note,
    table=readiness_tables.readiness_table,
    table_title="One row per landmark",
    files=(File("readiness", "Landmarks, CSV", readiness_tables.readiness_rows),),
    dated_by="index procedure",
)
