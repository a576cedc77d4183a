"""What can be shown of a result: as figure, as table, as file, in words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

import pandas as pd
import plotly.graph_objects as go

from analytics.accrual import Accrual
from analytics.group_survival import SurvivalByGroup
from dashboard import sentences
from dashboard.charts import accrual as accrual_charts
from dashboard.charts import survival as survival_charts
from dashboard.tables import accrual as accrual_tables
from dashboard.tables import survival as survival_tables
from dashboard.theme import Look
from dashboard.wording import Words

T = TypeVar("T")


@dataclass(frozen=True)
class File(Generic[T]):
    """A table of numbers that can be taken away."""

    name: str  # part of the file's name
    label: str  # on the button
    rows: Callable[[T, Words], pd.DataFrame]


@dataclass(frozen=True)
class Exhibit(Generic[T]):
    """One way to show a result; a table alone has no `draw`."""

    name: str
    title: str  # {outcome} stands for the endpoint
    counted: Callable[[T, Words], str]  # who and how many, by which method
    seen: Callable[[T, Words], str]  # the result in a sentence, for those who do not see it
    note: Callable[[T, Words], str]  # what to mind; may be empty
    table: Callable[[T, Words], pd.DataFrame]
    table_title: str
    files: tuple[File[T], ...]
    dated_by: Literal["index procedure", "enrolment"]  # what the filter on years means
    draw: Callable[[T, Words, Look], go.Figure] | None = None


SURVIVAL_CURVES = Exhibit[SurvivalByGroup](
    name="survival-curves",
    title="{outcome} by technique",
    counted=sentences.survival_counted,
    seen=sentences.survival_seen,
    note=sentences.survival_drawn,
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
    counted=sentences.survival_counted,
    seen=sentences.survival_seen,
    note=sentences.survival_compared,
    table=survival_tables.survival_summary,
    table_title="One row per technique",
    files=(
        File("survival-summary", "Summary, CSV", survival_tables.survival_summary_rows),
        File("log-rank", "Log-rank test, CSV", survival_tables.log_rank_rows),
    ),
    dated_by="index procedure",
)
ACCRUAL_SO_FAR = Exhibit[Accrual](
    name="accrual-so-far",
    title="Enrolment and target",
    counted=sentences.accrual_counted,
    seen=sentences.accrual_against_target,
    note=sentences.accrual_drawn,
    table=accrual_tables.accrual_by_month,
    table_title="One row per month",
    files=(File("accrual-by-month", "Months, CSV", accrual_tables.accrual_rows),),
    dated_by="enrolment",
    draw=accrual_charts.cumulative_figure,
)
ACCRUAL_BY_MONTH = Exhibit[Accrual](
    name="accrual-by-month",
    title="Enrolment by month",
    counted=sentences.accrual_counted,
    seen=sentences.accrual_by_month_seen,
    note=sentences.accrual_drawn,
    table=accrual_tables.accrual_by_month_and_group,
    table_title="One row per month",
    files=(File("accrual-by-month-and-place", "Months, CSV", accrual_tables.accrual_rows),),
    dated_by="enrolment",
    draw=accrual_charts.monthly_figure,
)
ACCRUAL_BY_PLACE = Exhibit[Accrual](
    name="accrual-by-place",
    title="Enrolment by place",
    counted=sentences.accrual_counted,
    seen=sentences.accrual_by_group_seen,
    note=sentences.nothing_to_mind,
    table=accrual_tables.accrual_by_group,
    table_title="One row per place",
    files=(File("accrual-by-place", "Places, CSV", accrual_tables.accrual_by_group_rows),),
    dated_by="enrolment",
    draw=accrual_charts.by_group_figure,
)
