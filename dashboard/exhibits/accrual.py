"""Accrual to be shown."""

from analytics.accrual import Accrual
from dashboard.charts import accrual as accrual_charts
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import accrual as told
from dashboard.sentences.common import nothing_to_mind
from dashboard.tables import accrual as accrual_tables

ACCRUAL_SO_FAR = Exhibit[Accrual](
    name="accrual-so-far",
    title="Enrolment and target",
    counted=told.accrual_counted,
    seen=told.accrual_against_target,
    note=told.accrual_drawn,
    table=accrual_tables.accrual_by_month,
    table_title="One row per month",
    files=(File("accrual-by-month", "Months, CSV", accrual_tables.accrual_rows),),
    dated_by="enrolment",
    draw=accrual_charts.cumulative_figure,
)
ACCRUAL_BY_MONTH = Exhibit[Accrual](
    name="accrual-by-month",
    title="Enrolment by month",
    counted=told.accrual_counted,
    seen=told.accrual_by_month_seen,
    note=told.accrual_drawn,
    table=accrual_tables.accrual_by_month_and_group,
    table_title="One row per month",
    files=(File("accrual-by-month-and-place", "Months, CSV", accrual_tables.accrual_rows),),
    dated_by="enrolment",
    draw=accrual_charts.monthly_figure,
)
ACCRUAL_BY_PLACE = Exhibit[Accrual](
    name="accrual-by-place",
    title="Enrolment by place",
    counted=told.accrual_counted,
    seen=told.accrual_by_group_seen,
    note=nothing_to_mind,
    table=accrual_tables.accrual_by_group,
    table_title="One row per place",
    files=(File("accrual-by-place", "Places, CSV", accrual_tables.accrual_by_group_rows),),
    dated_by="enrolment",
    draw=accrual_charts.by_group_figure,
)
