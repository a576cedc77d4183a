"""Design and result of a comparison to be shown."""

from dashboard.charts import comparison_design as design_charts
from dashboard.charts import comparison_result as result_charts
from dashboard.comparison_values import Designed, Result
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import comparison as told
from dashboard.sentences.common import nothing_to_mind
from dashboard.tables import comparison_design as design_tables
from dashboard.tables import comparison_result as result_tables

_OVERLAP = File("overlap", "Overlap, CSV", design_tables.overlap_rows)
_BALANCE = File("balance", "Balance, CSV", design_tables.balance_rows)

PREFERENCE = Exhibit[Designed](
    name="preference",
    title="Could either technique have been chosen?",
    counted=told.design_counted,
    seen=told.preference_seen,
    note=told.positivity_said,
    table=design_tables.overlap_table,
    table_title="Patients by preference score",
    files=(_OVERLAP,),
    dated_by="index procedure",
    draw=design_charts.preference_figure,
)
SCORES = Exhibit[Designed](
    name="scores",
    title="Propensity scores",
    counted=told.design_counted,
    seen=told.score_seen,
    note=nothing_to_mind,
    table=design_tables.overlap_table,
    table_title="Patients by preference score",
    files=(),
    dated_by="index procedure",
    draw=design_charts.score_figure,
)
LOVE = Exhibit[Designed](
    name="love",
    title="Are the arms alike?",
    counted=told.design_counted,
    seen=told.love_seen,
    note=told.love_note,
    table=design_tables.balance_table,
    table_title="Balance of every covariate, before and after",
    files=(_BALANCE,),
    dated_by="index procedure",
    draw=design_charts.love_figure,
)
COVARIATES = Exhibit[Designed](
    name="covariates",
    title="Covariates, and what is missing",
    counted=told.design_counted,
    seen=told.positivity_said,
    note=told.positivity_said,
    table=design_tables.covariate_table,
    table_title="One row per covariate",
    files=(File("covariates", "Covariates, CSV", design_tables.covariate_table),),
    dated_by="index procedure",
)
REGIONS = Exhibit[Designed](
    name="balance-by-region",
    title="Balance within each region",
    counted=told.design_counted,
    seen=told.love_seen,
    note=nothing_to_mind,
    table=design_tables.region_table,
    table_title="Under the weights of all patients",
    files=(File("balance-by-region", "Regions, CSV", design_tables.region_table),),
    dated_by="index procedure",
)
ATTRITION = Exhibit[Designed](
    name="attrition",
    title="Who is compared",
    counted=told.design_counted,
    seen=told.design_counted,
    note=nothing_to_mind,
    table=design_tables.attrition_table,
    table_title="Patients left after each step",
    files=(File("attrition", "Attrition, CSV", design_tables.attrition_table),),
    dated_by="index procedure",
)
LEFT_OUT = Exhibit[Designed](
    name="left-out",
    title="What those who were trimmed look like",
    counted=told.design_counted,
    seen=told.design_counted,
    note=nothing_to_mind,
    table=design_tables.left_out_table,
    table_title="Means and shares",
    files=(File("left-out", "Trimmed, CSV", design_tables.left_out_table),),
    dated_by="index procedure",
)
GATE = Exhibit[Designed](
    name="gate",
    title="The gate",
    counted=told.design_counted,
    seen=told.design_said,
    note=told.positivity_said,
    table=design_tables.gate_table,
    table_title="Every diagnostic against its limit",
    files=(File("gate", "Gate, CSV", design_tables.gate_table),),
    dated_by="index procedure",
)
CURVES = Exhibit[Result](
    name="adjusted-curves",
    title="{outcome}: adjusted, and crude dotted",
    counted=told.result_counted,
    seen=told.curves_seen,
    note=told.result_note,
    table=result_tables.at_risk_table,
    table_title="At risk just before each time: people, and what they count like",
    files=(
        File("adjusted-curves", "Curves, CSV", result_tables.curve_rows),
        File("adjusted-effects", "Effects, CSV", result_tables.effect_rows),
    ),
    dated_by="index procedure",
    draw=result_charts.curves_figure,
)
EFFECTS = Exhibit[Result](
    name="effects",
    title="Effects, adjusted and crude",
    counted=told.result_counted,
    seen=told.curves_seen,
    note=nothing_to_mind,
    table=result_tables.effects_table,
    table_title="One row per effect",
    files=(),
    dated_by="index procedure",
)
LANDMARKS = Exhibit[Result](
    name="landmarks",
    title="In each arm",
    counted=told.result_counted,
    seen=told.curves_seen,
    note=nothing_to_mind,
    table=result_tables.landmark_table,
    table_title="At the landmarks",
    files=(),
    dated_by="index procedure",
)
OPINIONS = Exhibit[Result](
    name="opinions",
    title="By other estimates",
    counted=told.result_counted,
    seen=told.curves_seen,
    note=told.opinions_note,
    table=result_tables.opinions_table,
    table_title="Doubly robust, and events early on",
    files=(),
    dated_by="index procedure",
)
