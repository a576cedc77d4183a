"""The start page and the site letter to be shown."""

from analytics.changes import Changes
from analytics.concerns import SiteLetter, SitesToCall
from analytics.site_record import SiteRecord
from dashboard.charts import standing as charts
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import concerns as concerns_told
from dashboard.sentences import home as told
from dashboard.sentences import marks as marks_told
from dashboard.sentences.common import nothing_to_mind
from dashboard.tables import home as tables

STANDING = Exhibit[SiteRecord](
    name="standing",
    title="Where it stands against its marks",
    counted=lambda result, _: marks_told.standing_counted(result),
    seen=lambda result, _: marks_told.standing_seen(result),
    note=lambda result, _: marks_told.standing_note(result),
    table=tables.standing_table,
    table_title="One row per measure",
    files=(File("standing", "Measures, CSV", tables.standing_rows),),
    dated_by="nothing",
    draw=charts.standing_figure,
)
SITE_STANDING = Exhibit[SiteLetter](
    name="site-standing",
    title="Where the site stands",
    counted=lambda result, _: marks_told.standing_counted(result.record),
    seen=lambda result, _: marks_told.standing_seen(result.record),
    note=lambda result, _: marks_told.standing_note(result.record),
    table=tables.letter_table,
    table_title="One row per measure",
    files=(File("site-standing", "Measures, CSV", tables.letter_rows),),
    dated_by="nothing",
    draw=charts.letter_figure,
)
SITES_TO_CALL = Exhibit[SitesToCall](
    name="sites-to-call",
    title="Sites to call, and why",
    counted=concerns_told.calls_counted,
    seen=concerns_told.calls_seen,
    note=concerns_told.calls_rule,
    table=tables.calls_table,
    table_title="One row per site",
    files=(File("sites-to-call", "Sites, CSV", tables.calls_rows),),
    dated_by="nothing",
)
CHANGES = Exhibit[Changes](
    name="changes",
    title="What changed since the earlier snapshot",
    counted=told.changes_counted,
    seen=told.changes_seen,
    note=nothing_to_mind,
    table=tables.changes_table,
    table_title="One row per count",
    files=(File("changes", "Changes, CSV", tables.changes_rows),),
    dated_by="nothing",
)
