"""Countries, and disease domains by region, to be shown."""

from analytics.progress import Countries, DomainsByRegion
from dashboard.charts.targets import domain_region_figure
from dashboard.charts.world import world_figure
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import places as told
from dashboard.sentences.common import nothing_to_mind
from dashboard.tables import places as tables

WORLD_MAP = Exhibit[Countries](
    name="world-map",
    title="Where they are enrolled",
    counted=told.countries_counted,
    seen=told.countries_seen,
    note=told.map_drawn,
    table=tables.country_table,
    table_title="One row per country",
    files=(File("countries", "Countries, CSV", tables.country_rows),),
    dated_by="enrolment",
    draw=world_figure,
)
DOMAINS_BY_REGION = Exhibit[DomainsByRegion](
    name="domains-by-region",
    title="Disease domains by region",
    counted=told.domains_counted,
    seen=told.domains_seen,
    note=nothing_to_mind,
    table=tables.domain_table,
    table_title="One row per disease domain and region",
    files=(File("domains-by-region", "Domains, CSV", tables.domain_rows),),
    dated_by="enrolment",
    draw=domain_region_figure,
)
