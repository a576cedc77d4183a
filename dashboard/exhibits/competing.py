"""Competing risks to be shown."""

from dataclasses import replace

from analytics.cause_comparison import CauseComparison
from analytics.group_incidence import IncidenceByGroup
from dashboard.charts import competing as charts
from dashboard.charts import first_events as panels
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import cause_comparison as ratios_told
from dashboard.sentences import competing as told
from dashboard.sentences import published as published_told
from dashboard.tables import cause_comparison as ratios_tables
from dashboard.tables import competing as tables
from dashboard.tables import published as published_tables

_AT_RISK = "At risk just before each time (events of each kind / censored by then)"
_CURVES = File("incidence", "Curves, CSV", tables.incidence_rows)

INCIDENCE = Exhibit[IncidenceByGroup](
    name="incidence",
    title="{outcome} by technique, with competing events",
    counted=told.incidence_counted,
    seen=told.incidence_seen,
    note=told.incidence_drawn,
    table=tables.people_at_risk,
    table_title=_AT_RISK,
    files=(_CURVES,),
    dated_by="index procedure",
    draw=charts.incidence_figure,
)
TEACHING = replace(INCIDENCE, note=told.teaching_drawn, draw=charts.teaching_figure)
CAUSES = replace(
    INCIDENCE,
    name="causes",
    title="{outcome}: every first event by technique",
    note=told.panels_drawn,
    draw=panels.causes_figure,
)
STACKED = replace(
    INCIDENCE,
    name="states",
    title="{outcome}: what has become of everybody",
    seen=told.states_seen,
    note=told.panels_drawn,
    draw=panels.stacked_figure,
)
INCIDENCE_VIEWS = {
    "The event": INCIDENCE,
    "Every first event": CAUSES,
    "Stacked": STACKED,
}
INCIDENCE_SUMMARY = Exhibit[IncidenceByGroup](
    name="incidence-summary",
    title="In numbers",
    counted=told.incidence_counted,
    seen=told.incidence_seen,
    note=told.incidence_compared,
    table=tables.incidence_summary,
    table_title="One row per technique and first event",
    files=(File("incidence-summary", "Summary, CSV", tables.incidence_summary_rows),),
    dated_by="index procedure",
)
RATIOS = Exhibit[CauseComparison](
    name="hazard-ratios",
    title="Two hazard ratios, two answers",
    counted=ratios_told.ratios_counted,
    seen=ratios_told.ratios_seen,
    note=ratios_told.ratios_note,
    table=ratios_tables.ratios_table,
    table_title="One row per technique and first event",
    files=(File("hazard-ratios", "Hazard ratios, CSV", ratios_tables.ratios_rows),),
    dated_by="index procedure",
)
INCIDENCE_BENCHMARKS = Exhibit[IncidenceByGroup](
    name="incidence-benchmarks",
    title="{outcome}: published figures",
    counted=published_told.benchmarks_counted,
    seen=published_told.benchmarks_seen,
    note=published_told.benchmarks_note,
    table=published_tables.benchmark_table,
    table_title="One row per published figure",
    files=(File("published", "Published figures, CSV", published_tables.benchmark_rows),),
    dated_by="index procedure",
)


def drawn_as(view: str, *, with_wrong: bool) -> Exhibit[IncidenceByGroup]:
    """Return the exhibit of a view; the wrong curve is taught beside the event alone."""
    exhibit = INCIDENCE_VIEWS[view]
    return TEACHING if with_wrong and exhibit is INCIDENCE else exhibit
