"""More of the current release, for the advisory board: tables, completeness, representation."""

from dashboard.errors import section
from dashboard.exhibits.released import (
    COMPLETENESS,
    CROSSED,
    CURVE_SUMMARY,
    CURVES,
    GROWTH,
    REPRESENTATION,
)
from dashboard.released import show
from dashboard.released.page import open_page

page = open_page("advisory")

show.standing(page.told)
domain = page.choose_domain()
with section():
    show.outcomes(page.told, domain, CURVES)
    show.table(page.told, domain, CURVE_SUMMARY)
with section():
    show.table(page.told, domain, REPRESENTATION)
with section():
    show.table(page.told, domain, COMPLETENESS)
with section():
    show.tables(page.told, domain, CROSSED)
with section():
    show.growth(page.told, domain, GROWTH)
