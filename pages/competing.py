"""How often progression comes first, and death or transplantation instead."""

from dashboard import components
from dashboard.answers.competing import incidence_by_technique
from dashboard.errors import section
from dashboard.exhibits.competing import INCIDENCE, INCIDENCE_SUMMARY, STATES
from dashboard.page import open_page
from dashboard.tables.competing import incidence_key_figures

page = open_page("competing")

endpoint = page.choose_competing()
with section():
    incidence = incidence_by_technique(page.ask, endpoint_code=endpoint)
    components.metrics(incidence, incidence_key_figures, endpoint_code=endpoint)
    components.figure(incidence, INCIDENCE, endpoint_code=endpoint)
    components.table(incidence, INCIDENCE_SUMMARY, endpoint_code=endpoint)
    components.figure(incidence, STATES, endpoint_code=endpoint)
