"""Representation to be shown."""

from analytics.diversity import Diversity
from analytics.representation import Representation
from dashboard.charts import representation as charts
from dashboard.charts.diversity import diversity_figure
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import diversity as of_years
from dashboard.sentences import representation as told
from dashboard.sentences.common import nothing_to_mind
from dashboard.tables import representation as tables
from dashboard.tables.diversity import diversity_rows, diversity_table

REPRESENTATION = Exhibit[Representation](
    name="representation",
    title="Regions against the burden of disease",
    counted=told.representation_counted,
    seen=told.representation_seen,
    note=nothing_to_mind,
    table=tables.representation_table,
    table_title="One row per region",
    files=(File("representation", "Regions, CSV", tables.representation_rows),),
    dated_by="nothing",
    draw=charts.ratio_figure,
)
INCOME = Exhibit[Representation](
    name="income",
    title="Countries by income",
    counted=told.people_counted,
    seen=told.people_seen,
    note=told.income_groups_are,
    table=tables.income_table,
    table_title="One row per income group",
    files=(),
    dated_by="nothing",
)
PEOPLE = Exhibit[Representation](
    name="people",
    title="Sex and age by region",
    counted=told.people_counted,
    seen=told.people_seen,
    note=nothing_to_mind,
    table=tables.people_table,
    table_title="One row per region",
    files=(File("people", "Sex and age, CSV", tables.people_rows),),
    dated_by="nothing",
)
DIVERSITY = Exhibit[Diversity](
    name="diversity",
    title="Who takes part, year by year",
    counted=of_years.diversity_counted,
    seen=of_years.diversity_seen,
    note=of_years.diversity_note,
    table=diversity_table,
    table_title="One row per year",
    files=(File("diversity", "Years and groups, CSV", diversity_rows),),
    dated_by="index procedure",
    draw=diversity_figure,
)
