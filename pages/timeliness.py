"""How soon data arrive, which visits took place, and how complete follow-up is."""

from dashboard import components, row_lists
from dashboard.answers.timeliness import follow_up_made, timeliness, visits
from dashboard.errors import section
from dashboard.exhibits.timeliness import DELAYS_BY_FORM, DELAYS_BY_SITE, FOLLOW_UP_MADE, VISITS
from dashboard.page import open_page
from dashboard.tables.timeliness import timeliness_key_figures

page = open_page("timeliness")

with section():
    delays = timeliness(page.ask)
    components.metrics(delays, timeliness_key_figures)
    components.figure(delays, DELAYS_BY_SITE)
    components.table(delays, DELAYS_BY_FORM)
with section():
    made = visits(page.ask)
    components.figure(made, VISITS)
    with section():
        row_lists.draw_overdue(page, made)
horizon = page.choose_horizon()
with section():
    components.figure(follow_up_made(page.ask, horizon_months=horizon), FOLLOW_UP_MADE)
