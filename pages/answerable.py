"""Which planned comparisons can be answered now, which by when, and which not."""

from dashboard import components
from dashboard.answers.answerable import answerable_by
from dashboard.answers.home import readiness
from dashboard.answers.site_letter import of_everything
from dashboard.errors import section
from dashboard.exhibits.answerable import DETECTABLE, PLANNED_DESIGNS, PROGRESS, READABLE
from dashboard.page import open_page
from dashboard.sentences.answerable import answerable_headline
from dashboard.tables.answerable import answerable_key_figures

page = open_page("answerable")

endpoint = page.first_endpoint
with section():
    found = answerable_by(page.ask)
    components.headline(found, answerable_headline)
    components.metrics(found, answerable_key_figures)
    components.figure(found, PROGRESS, endpoint_code=endpoint)
    components.table(found, DETECTABLE, endpoint_code=endpoint)
    components.table(found, PLANNED_DESIGNS)
with section():
    components.table(readiness(of_everything(page.ask)), READABLE, endpoint_code=endpoint)
