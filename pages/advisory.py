"""More of the current release, for the advisory board: tables, completeness, representation."""

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
with page.part():
    show.outcomes(page.told, domain, CURVES)
    show.table(page.told, domain, CURVE_SUMMARY)
with page.part():
    show.table(page.told, domain, REPRESENTATION)
with page.part():
    show.table(page.told, domain, COMPLETENESS)
with page.part():
    show.tables(page.told, domain, CROSSED)
with page.part():
    show.growth(page.told, domain, GROWTH)
