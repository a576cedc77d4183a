"""Representation to be shown."""

from analytics.representation import Representation
from dashboard.charts import representation as charts
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import representation as told
from dashboard.sentences.common import nothing_to_mind
from dashboard.tables import representation as tables

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
