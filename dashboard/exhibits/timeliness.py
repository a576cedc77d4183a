"""Timeliness and follow-up to be shown."""

from analytics.delays import Timeliness
from analytics.observation import FollowUpMade
from analytics.visits import Visits
from dashboard.charts import timeliness as charts
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import timeliness as told
from dashboard.sentences.common import nothing_to_mind
from dashboard.tables import timeliness as tables

DELAYS_BY_SITE = Exhibit[Timeliness](
    name="delays-by-site",
    title="How soon forms are entered, by site",
    counted=told.delays_counted,
    seen=told.delays_seen,
    note=nothing_to_mind,
    table=tables.delays_by_site,
    table_title="One row per site, the slowest first",
    files=(File("delays", "Delays, CSV", tables.delay_rows),),
    dated_by="nothing",
    draw=charts.delays_figure,
)
DELAYS_BY_FORM = Exhibit[Timeliness](
    name="delays-by-form",
    title="How soon forms are entered, by form",
    counted=told.delays_counted,
    seen=told.delays_seen,
    note=nothing_to_mind,
    table=tables.delays_by_form,
    table_title="One row per form",
    files=(),
    dated_by="nothing",
)
VISITS = Exhibit[Visits](
    name="visits",
    title="Scheduled visits",
    counted=told.visits_counted,
    seen=told.visits_seen,
    note=nothing_to_mind,
    table=tables.visits_table,
    table_title="One row per scheduled visit",
    files=(File("visits", "Visits, CSV", tables.visit_rows),),
    dated_by="nothing",
    draw=charts.visits_figure,
)
FOLLOW_UP_MADE = Exhibit[FollowUpMade](
    name="follow-up-made",
    title="Who is known, by site",
    counted=told.follow_up_counted,
    seen=told.follow_up_seen,
    note=nothing_to_mind,
    table=tables.follow_up_table,
    table_title="One row per site, the least complete first",
    files=(File("follow-up", "Follow-up, CSV", tables.follow_up_rows),),
    dated_by="nothing",
    draw=charts.follow_up_figure,
)
