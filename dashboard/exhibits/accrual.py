"""Accrual to be shown."""

from dataclasses import dataclass

from analytics.accrual import Accrual
from analytics.accrual_years import EnrolledByYear
from dashboard.charts import accrual as accrual_charts
from dashboard.charts.pace import rolling_figure
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import accrual as told
from dashboard.sentences import accrual_years as year_told
from dashboard.sentences.common import nothing_to_mind
from dashboard.tables import accrual as accrual_tables
from dashboard.tables import accrual_years as year_tables

ACCRUAL_SO_FAR = Exhibit[Accrual](
    name="accrual-so-far",
    title="Enrolment, target and open sites",
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
ACCRUAL_BY_QUARTER = Exhibit[Accrual](
    name="accrual-by-quarter",
    title="Enrolment by quarter",
    counted=told.accrual_counted,
    seen=told.accrual_by_month_seen,
    note=told.accrual_drawn,
    table=accrual_tables.accrual_by_month_and_group,
    table_title="One row per quarter",
    files=(File("accrual-by-quarter-and-place", "Quarters, CSV", accrual_tables.accrual_rows),),
    dated_by="enrolment",
    draw=accrual_charts.monthly_figure,
)
ROLLING_RATE = Exhibit[Accrual](
    name="rolling-rate",
    title="Rolling rate, three whole months",
    counted=told.rolling_counted,
    seen=told.rolling_seen,
    note=nothing_to_mind,
    table=accrual_tables.rolling_table,
    table_title="One row per month",
    files=(File("rolling-rate", "Rates, CSV", accrual_tables.rolling_rows),),
    dated_by="enrolment",
    draw=rolling_figure,
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
ACCRUAL_BY_YEAR = Exhibit[EnrolledByYear](
    name="accrual-by-year",
    title="Enrolment by calendar year",
    counted=year_told.years_counted,
    seen=year_told.years_seen,
    note=year_told.years_note,
    table=year_tables.years_table,
    table_title="One row per year",
    files=(File("accrual-by-year", "Years, CSV", year_tables.years_rows),),
    dated_by="enrolment",
)


@dataclass(frozen=True)
class AccrualView:
    """One way to show accrual over time, and the months that it counts together."""

    exhibit: Exhibit[Accrual]
    span: int = 1


ACCRUAL_VIEWS = {
    "So far": AccrualView(ACCRUAL_SO_FAR),
    "By month": AccrualView(ACCRUAL_BY_MONTH),
    "By quarter": AccrualView(ACCRUAL_BY_QUARTER, span=3),
    "Rolling rate": AccrualView(ROLLING_RATE),
}
