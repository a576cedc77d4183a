"""Patient-reported outcomes to be shown; words and lines know the scale."""

from analytics.pain_response import PainResponse
from analytics.reported import ReportedByGroup
from dashboard.charts import reported as charts
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import reported as told
from dashboard.sentences.common import nothing_to_mind
from dashboard.tables import reported as tables
from queries.domains.instruments import scale_of


def change_of(instrument: str, code: str) -> Exhibit[ReportedByGroup]:
    """Return the exhibit of change on a scale."""
    scale = scale_of(instrument, code)
    return Exhibit[ReportedByGroup](
        name="score-change",
        title="Change since before treatment",
        counted=lambda result, _: told.change_counted(result, scale, instrument),
        seen=lambda result, words: told.change_seen(result, words, scale, instrument),
        note=told.change_note,
        table=tables.change_table,
        table_title="One row per technique",
        files=(File("score-change", "Changes, CSV", tables.change_rows),),
        dated_by="index procedure",
        draw=lambda result, words, look: charts.change_figure(result, scale, words, look),
    )


def improved_of(instrument: str, code: str) -> Exhibit[ReportedByGroup]:
    """Return the exhibit of who improved on a scale by what matters to patients."""
    scale = scale_of(instrument, code)
    return Exhibit[ReportedByGroup](
        name="score-improved",
        title="Who improved by what matters",
        counted=lambda result, _: told.improved_counted(result, scale),
        seen=told.improved_seen,
        note=nothing_to_mind,
        table=tables.improved_table,
        table_title="One row per technique and visit",
        files=(File("score-improved", "Improvement, CSV", tables.improved_rows),),
        dated_by="index procedure",
        draw=charts.improved_figure,
    )


COURSES = Exhibit[ReportedByGroup](
    name="score-drop-out",
    title="Who stopped answering, and how they were",
    counted=told.courses_counted,
    seen=told.courses_seen,
    note=told.courses_note,
    table=tables.courses_table,
    table_title="One row per last answer",
    files=(File("score-drop-out", "Courses, CSV", tables.courses_rows),),
    dated_by="index procedure",
    draw=charts.courses_figure,
)
FORMS = Exhibit[ReportedByGroup](
    name="score-forms",
    title="Forms received",
    counted=told.forms_counted,
    seen=told.forms_seen,
    note=nothing_to_mind,
    table=tables.forms_table,
    table_title="One row per technique",
    files=(File("score-forms", "Forms, CSV", tables.forms_rows),),
    dated_by="index procedure",
    draw=charts.forms_figure,
)
PAIN_RESPONSE = Exhibit[PainResponse](
    name="pain-response",
    title="Response of pain with its opioids",
    counted=told.pain_counted,
    seen=told.pain_seen,
    note=told.pain_note,
    table=tables.pain_table,
    table_title="One row per visit",
    files=(File("pain-response", "Responses, CSV", tables.pain_rows),),
    dated_by="index procedure",
    draw=charts.pain_figure,
)
