"""Response and severe adverse events of a comparison, to be shown."""

from dashboard.comparison_values import EarlyOutcomes
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import comparison_outcomes as told
from dashboard.sentences.common import nothing_to_mind
from dashboard.tables import comparison_outcomes as tables

RISKS = Exhibit[EarlyOutcomes](
    name="early-outcomes",
    title="Crude, and adjusted for each population",
    counted=told.early_counted,
    seen=told.early_said,
    note=told.early_note,
    table=tables.contrasts_table,
    table_title="Shares, differences and ratios",
    files=(File("early-outcomes", "Risks, CSV", tables.outcome_rows),),
    dated_by="index procedure",
)
COUNTS = Exhibit[EarlyOutcomes](
    name="early-counts",
    title="Who had them, and of whom it is not known",
    counted=told.early_counted,
    seen=told.early_said,
    note=nothing_to_mind,
    table=tables.counts_table,
    table_title="By arm, before any weighting",
    files=(File("early-counts", "Counts, CSV", tables.count_rows),),
    dated_by="index procedure",
)
