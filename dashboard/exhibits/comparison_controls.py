"""Negative controls of a comparison, to be shown."""

from dashboard.comparison_values import Controls
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import comparison_controls as told
from dashboard.tables import comparison_controls as tables

CONTROLS = Exhibit[Controls](
    name="negative-controls",
    title="Does what no technique can change differ?",
    counted=told.controls_counted,
    seen=told.controls_said,
    note=told.controls_note,
    table=tables.controls_table,
    table_title="Negative controls",
    files=(File("negative-controls", "Controls, CSV", tables.control_rows),),
    dated_by="index procedure",
)
