"""Whose rows moved between two snapshots, to be shown."""

from analytics.moved_rows import Moved
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import comparison_moves as told
from dashboard.sentences.common import nothing_to_mind
from dashboard.tables.comparison_moves import moved_table

MOVED = Exhibit[Moved](
    name="moved-rows",
    title="Whose rows moved it",
    counted=told.moved_counted,
    seen=told.moved_seen,
    note=nothing_to_mind,
    table=moved_table,
    table_title="What became of the diagnoses",
    files=(File("moved-rows", "Moved rows, CSV", moved_table),),
    dated_by="index procedure",
)
