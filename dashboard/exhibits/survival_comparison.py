"""Comparisons of survival to be shown."""

from analytics.survival_comparison import SurvivalComparison
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import survival_comparison as told
from dashboard.tables import survival_comparison as tables

RESTRICTED_MEANS = Exhibit[SurvivalComparison](
    name="restricted-means",
    title="Time without the event, up to a horizon",
    counted=told.means_counted,
    seen=told.means_seen,
    note=told.means_compared,
    table=tables.means_table,
    table_title="One row per technique",
    files=(File("restricted-means", "Restricted means, CSV", tables.means_rows),),
    dated_by="index procedure",
)
PAIRS = Exhibit[SurvivalComparison](
    name="pairs",
    title="Log-rank tests",
    counted=told.pairs_counted,
    seen=told.pairs_seen,
    note=told.pairs_note,
    table=tables.pairs_table,
    table_title="One row per pair of techniques",
    files=(File("pairs", "Tests, CSV", tables.pairs_rows),),
    dated_by="index procedure",
)
