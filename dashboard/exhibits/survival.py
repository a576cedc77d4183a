"""Survival to be shown."""

from analytics.group_survival import SurvivalByGroup
from dashboard.charts import survival as survival_charts
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import survival as told
from dashboard.tables import survival as survival_tables

SURVIVAL_CURVES = Exhibit[SurvivalByGroup](
    name="survival-curves",
    title="{outcome} by technique",
    counted=told.survival_counted,
    seen=told.survival_seen,
    note=told.survival_drawn,
    table=survival_tables.numbers_at_risk,
    table_title="At risk just before each time (events / censored by then)",
    files=(
        File("survival-curves", "Curves, CSV", survival_tables.curve_rows),
        File("numbers-at-risk", "Numbers at risk, CSV", survival_tables.numbers_at_risk_rows),
    ),
    dated_by="index procedure",
    draw=survival_charts.survival_figure,
)
SURVIVAL_SUMMARY = Exhibit[SurvivalByGroup](
    name="survival-summary",
    title="{outcome} in numbers",
    counted=told.survival_counted,
    seen=told.survival_seen,
    note=told.survival_compared,
    table=survival_tables.survival_summary,
    table_title="One row per technique",
    files=(
        File("survival-summary", "Summary, CSV", survival_tables.survival_summary_rows),
        File("log-rank", "Log-rank test, CSV", survival_tables.log_rank_rows),
    ),
    dated_by="index procedure",
)
