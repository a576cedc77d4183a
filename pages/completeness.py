"""Which core fields are entered, and where they are missing."""

from dashboard import components
from dashboard.answers.completeness import completeness
from dashboard.errors import section
from dashboard.exhibits.completeness import FIELDS_BY_SITE, SITES
from dashboard.page import open_page
from dashboard.tables.completeness import completeness_key_figures

page = open_page("completeness")

with section():
    entered = completeness(page.ask)
    components.metrics(entered, completeness_key_figures)
    components.figure(entered, FIELDS_BY_SITE)
    components.folded_table(entered, SITES)
