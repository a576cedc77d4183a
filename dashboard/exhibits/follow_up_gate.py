"""The follow-up gate to be shown."""

from analytics.follow_up_gate import FollowUpGate
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import follow_up_gate as told
from dashboard.sentences.common import nothing_to_mind
from dashboard.tables import follow_up_gate as tables

GATE = Exhibit[FollowUpGate](
    name="follow-up-gate",
    title="Known at one year, by technique and site",
    counted=told.gate_counted,
    seen=told.gate_seen,
    note=nothing_to_mind,
    table=tables.gate_table,
    table_title="One row per technique and site, those below the gate first",
    files=(File("follow-up-gate", "Known at one year, CSV", tables.gate_rows),),
    dated_by="nothing",
)
