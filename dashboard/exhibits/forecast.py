"""Forecast of enrolment to be shown."""

from analytics.outlook import Outlook, PastForecasts
from dashboard.charts import forecast as charts
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import forecast as told
from dashboard.sentences.common import nothing_to_mind
from dashboard.tables import forecast as tables

OUTLOOK = Exhibit[Outlook](
    name="forecast",
    title="Enrolment so far and foreseen",
    counted=told.forecast_counted,
    seen=told.forecast_seen,
    note=told.forecast_noted,
    table=tables.forecast_table,
    table_title="One row per month ahead",
    files=(
        File("forecast", "Months, CSV", tables.forecast_rows),
        File("forecast-asked", "Answer, CSV", tables.basis_rows),
    ),
    dated_by="nothing",
    draw=charts.outlook_figure,
)
PAST_FORECASTS = Exhibit[PastForecasts](
    name="past-forecasts",
    title="The last forecasts against what happened",
    counted=told.past_counted,
    seen=told.past_seen,
    note=told.past_noted,
    table=tables.past_table,
    table_title="One row per forecast",
    files=(File("past-forecasts", "Forecasts, CSV", tables.past_rows),),
    dated_by="nothing",
    draw=charts.past_figure,
)
FORECAST_BASIS = Exhibit[Outlook](
    name="forecast-basis",
    title="What the forecast rests on",
    counted=told.forecast_counted,
    seen=told.basis_seen,
    note=nothing_to_mind,
    table=tables.basis_table,
    table_title="One row per figure",
    files=(),
    dated_by="nothing",
)
