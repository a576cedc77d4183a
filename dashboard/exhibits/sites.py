"""Sites to be shown: how they opened, and how they enrol now."""

from analytics.site_pace import SitePaces
from analytics.site_times import SiteTimes
from dashboard.charts.sites import sites_figure
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import sites as told
from dashboard.tables import sites as tables

SITES_IN_NEED = Exhibit[SitePaces](
    name="sites-in-need",
    title="Dormant and slower sites",
    counted=told.pace_counted,
    seen=told.pace_seen,
    note=told.verdicts_mean,
    table=tables.alarms_table,
    table_title="One row per site in need of a call",
    files=(),
    dated_by="nothing",
)
EVERY_SITE_PACE = Exhibit[SitePaces](
    name="site-pace",
    title="Every open site against its own record",
    counted=told.pace_counted,
    seen=told.pace_seen,
    note=told.verdicts_mean,
    table=tables.pace_table,
    table_title="One row per open site",
    files=(File("site-pace", "Sites, CSV", tables.pace_rows),),
    dated_by="nothing",
)
STEPS = Exhibit[SiteTimes](
    name="site-steps",
    title="Time to the first patient",
    counted=told.openings_counted,
    seen=told.openings_seen,
    note=told.openings_drawn,
    table=tables.steps_table,
    table_title="One row per step",
    files=(File("site-steps", "Steps, CSV", tables.step_rows),),
    dated_by="nothing",
)
SITE_STRIPS = Exhibit[SiteTimes](
    name="site-strips",
    title="Open sites",
    counted=told.openings_counted,
    seen=told.openings_seen,
    note=told.openings_drawn,
    table=tables.sites_table,
    table_title="One row per site, by opening",
    files=(File("sites", "Sites, CSV", tables.site_rows),),
    dated_by="nothing",
    draw=sites_figure,
)
