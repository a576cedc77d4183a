"""How enrolment grows, against its target, by region, country, site and domain."""

from dashboard import components, drill, screening_part
from dashboard.answers.accrual import enrolment, enrolment_by_year
from dashboard.answers.places import by_country, domains_by_region
from dashboard.answers.sites import site_activity, site_openings
from dashboard.errors import section
from dashboard.exhibits.accrual import ACCRUAL_BY_PLACE, ACCRUAL_BY_YEAR, ACCRUAL_VIEWS
from dashboard.exhibits.places import DOMAINS_BY_REGION, WORLD_MAP
from dashboard.exhibits.sites import EVERY_SITE_PACE, SITE_STRIPS, SITES_IN_NEED, STEPS
from dashboard.page import open_page
from dashboard.sentences.accrual import accrual_headline
from dashboard.tables.accrual import accrual_key_figures

page = open_page("accrual")

with section():
    drill.draw(page.ask)
with components.row():
    level = page.choose_breakdown()
    view = ACCRUAL_VIEWS[page.choose_view(ACCRUAL_VIEWS)]
with section():
    accrual = enrolment(page.ask, level=level)
    components.headline(accrual, accrual_headline)
    components.metrics(accrual, accrual_key_figures)
    components.registry_total(page.ask)
    with section():
        components.figure(enrolment(page.ask, level=level, span=view.span), view.exhibit)
    with section():
        components.figure(accrual, ACCRUAL_BY_PLACE)
    with section():
        components.folded_table(enrolment_by_year(page.ask), ACCRUAL_BY_YEAR)
with section():
    activity = site_activity(page.ask)
    components.table(activity, SITES_IN_NEED)
    components.folded_table(activity, EVERY_SITE_PACE)
with section():
    screening_part.draw(page.ask)
with section():
    components.figure(by_country(page.ask), WORLD_MAP)
with section():
    components.figure(domains_by_region(page.ask), DOMAINS_BY_REGION)
with section():
    opened = site_openings(page.ask)
    components.table(opened, STEPS)
    components.figure(opened, SITE_STRIPS)
