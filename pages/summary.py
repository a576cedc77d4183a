"""Where the registry stands and what became of people, for everybody to read."""

from dashboard.exhibits.released import CURVES, DOMAINS_STANDING, GROWTH, PEOPLE
from dashboard.released import show
from dashboard.released.page import open_page

page = open_page("summary")

show.standing(page.told)
with page.part():
    show.figure(page.told, page.told, DOMAINS_STANDING)
domain = page.choose_domain()
with page.part():
    show.outcomes(page.told, domain, CURVES)
with page.part():
    show.figure(page.told, domain, PEOPLE)
with page.part():
    show.growth(page.told, domain, GROWTH)
show.reading(page.told.tongue, "words", "how_to_read", "cannot_say", "next_steps")
