"""Competing risks to be shown."""

from analytics.group_incidence import IncidenceByGroup
from dashboard.charts import competing as charts
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import competing as told
from dashboard.sentences.common import nothing_to_mind
from dashboard.tables import competing as tables

INCIDENCE = Exhibit[IncidenceByGroup](
    name="incidence",
    title="{outcome} by technique, with competing events",
    counted=told.incidence_counted,
    seen=told.incidence_seen,
    note=told.incidence_drawn,
    table=tables.people_at_risk,
    table_title="At risk just before each time (events of each kind / censored by then)",
    files=(File("incidence", "Curves, CSV", tables.incidence_rows),),
    dated_by="index procedure",
    draw=charts.incidence_figure,
)
STATES = Exhibit[IncidenceByGroup](
    name="states",
    title="What has become of everybody",
    counted=told.incidence_counted,
    seen=told.states_seen,
    note=nothing_to_mind,
    table=tables.people_at_risk,
    table_title="At risk just before each time (events of each kind / censored by then)",
    files=(),
    dated_by="index procedure",
    draw=charts.states_figure,
)
INCIDENCE_SUMMARY = Exhibit[IncidenceByGroup](
    name="incidence-summary",
    title="In numbers",
    counted=told.incidence_counted,
    seen=told.incidence_seen,
    note=told.incidence_compared,
    table=tables.incidence_summary,
    table_title="One row per technique and first event",
    files=(),
    dated_by="index procedure",
)
