"""Protected curves to be shown and taken away for a paper or a talk."""

from analytics.disclosure.arms import GroupedComparison
from analytics.disclosure.medians import ReleasedMedians
from analytics.disclosure.tables import ProtectedTable
from dashboard.answers.for_publication import PublishableIncidence
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import for_publication as told
from dashboard.sentences.common import nothing_to_mind
from dashboard.tables import for_publication as tables

PUBLISHABLE_SURVIVAL = Exhibit[GroupedComparison](
    name="publishable-survival",
    title="{outcome}, for publication",
    counted=told.survival_protected,
    seen=told.survival_published_seen,
    note=told.published_note,
    table=tables.survival_points,
    table_title="Every point that may be published",
    files=(File("publishable-survival", "For publication, CSV", tables.survival_points),),
    dated_by="index procedure",
    is_protected=True,
)
PUBLISHABLE_COUNTRIES = Exhibit[ProtectedTable](
    name="publishable-countries",
    title="Countries, for publication",
    counted=told.countries_protected,
    seen=told.countries_seen,
    note=nothing_to_mind,
    table=tables.country_counts,
    table_title="One row per country or group of countries",
    files=(File("publishable-countries", "For publication, CSV", tables.country_counts),),
    dated_by="nothing",
    is_protected=True,
)
PUBLISHABLE_MEDIANS = Exhibit[ReleasedMedians](
    name="publishable-medians",
    title="Medians, for publication",
    counted=told.medians_protected,
    seen=told.medians_seen,
    note=told.published_note,
    table=tables.median_rows,
    table_title="One row per covariate and group",
    files=(File("publishable-medians", "For publication, CSV", tables.median_rows),),
    dated_by="index procedure",
    is_protected=True,
)
PUBLISHABLE_INCIDENCE = Exhibit[PublishableIncidence](
    name="publishable-incidence",
    title="{outcome}, for publication",
    counted=told.incidence_protected,
    seen=told.incidence_published_seen,
    note=told.published_note,
    table=tables.incidence_points,
    table_title="Every point that may be published",
    files=(File("publishable-incidence", "For publication, CSV", tables.incidence_points),),
    dated_by="index procedure",
    is_protected=True,
)
