"""Tumour response to be shown."""

from analytics.best_change import ChangeByGroup
from analytics.group_survival import SurvivalByGroup
from analytics.lesion_efficacy import EfficacyByGroup
from analytics.reader_agreement import ReaderAgreement
from analytics.response_by_group import ResponseByGroup
from dashboard.charts import response as charts
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import response as told
from dashboard.sentences.common import nothing_to_mind
from dashboard.tables import response as tables
from dashboard.tables import survival as survival_tables

RATES = Exhibit[ResponseByGroup](
    name="response-rates",
    title="Response by technique",
    counted=told.response_counted,
    seen=told.response_seen,
    note=told.response_note,
    table=tables.rates_table,
    table_title="One row per technique; both denominators",
    files=(File("response", "Rates, CSV", tables.rates_rows),),
    dated_by="index procedure",
    draw=charts.rates_figure,
)
CLASSES = Exhibit[ResponseByGroup](
    name="response-classes",
    title="Best response by technique",
    counted=told.response_counted,
    seen=told.response_seen,
    note=nothing_to_mind,
    table=tables.classes_table,
    table_title="One row per technique",
    files=(),
    dated_by="index procedure",
)
DURATION = Exhibit[SurvivalByGroup](
    name="response-duration",
    title="How long responses last",
    counted=told.duration_counted,
    seen=told.duration_seen,
    note=told.duration_note,
    table=survival_tables.survival_summary,
    table_title="One row per technique; times from the first response",
    files=(
        File("response-duration", "Curves, CSV", survival_tables.curve_rows),
        File("response-duration-summary", "Summary, CSV", survival_tables.survival_summary_rows),
    ),
    dated_by="index procedure",
    draw=charts.duration_figure,
)
CHANGE = Exhibit[ChangeByGroup](
    name="change-in-size",
    title="Change in size at best",
    counted=told.change_counted,
    seen=told.change_seen,
    note=told.change_note,
    table=tables.change_table,
    table_title="One row per technique",
    files=(File("change-in-size", "Changes, CSV", tables.change_rows),),
    dated_by="index procedure",
    draw=charts.change_figure,
)
AGREEMENT = Exhibit[ReaderAgreement](
    name="reader-agreement",
    title="Agreement of readers",
    counted=told.agreement_counted,
    seen=told.agreement_seen,
    note=told.agreement_note,
    table=tables.agreement_table,
    table_title="One row per pair of readers",
    files=(File("reader-agreement", "Readings, CSV", tables.agreement_rows),),
    dated_by="index procedure",
    draw=charts.agreement_figure,
)
LESIONS = Exhibit[EfficacyByGroup](
    name="lesion-efficacy",
    title="Lesions complete at the first control",
    counted=told.lesions_counted,
    seen=told.lesions_seen,
    note=nothing_to_mind,
    table=tables.lesions_table,
    table_title="One row per technique; lesions as units, clustered by patient",
    files=(File("lesions", "Lesions, CSV", tables.lesions_rows),),
    dated_by="index procedure",
    draw=charts.lesions_figure,
)
