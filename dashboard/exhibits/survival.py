"""Survival to be shown."""

from analytics.group_survival import SurvivalByGroup
from dashboard.charts import survival as survival_charts
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import maturity as maturity_told
from dashboard.sentences import published as published_told
from dashboard.sentences import survival as told
from dashboard.sentences.common import nothing_to_mind
from dashboard.tables import maturity as maturity_tables
from dashboard.tables import published as published_tables
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
MATURITY = Exhibit[SurvivalByGroup](
    name="maturity",
    title="How mature the curves are",
    counted=maturity_told.maturity_counted,
    seen=maturity_told.maturity_seen,
    note=nothing_to_mind,
    table=maturity_tables.maturity_table,
    table_title="One row per technique",
    files=(File("maturity", "Maturity, CSV", maturity_tables.maturity_rows),),
    dated_by="index procedure",
)
SURVIVAL_BENCHMARKS = Exhibit[SurvivalByGroup](
    name="survival-benchmarks",
    title="{outcome}: published figures",
    counted=published_told.benchmarks_counted,
    seen=published_told.benchmarks_seen,
    note=published_told.benchmarks_note,
    table=published_tables.benchmark_table,
    table_title="One row per published figure",
    files=(File("published", "Published figures, CSV", published_tables.benchmark_rows),),
    dated_by="index procedure",
)
