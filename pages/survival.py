"""How long patients live, or live without progression, after each technique."""

from dashboard import components
from dashboard.answers.survival import survival_by_technique
from dashboard.errors import section
from dashboard.exhibits.survival import SURVIVAL_CURVES, SURVIVAL_SUMMARY
from dashboard.page import open_page
from dashboard.tables.survival import survival_key_figures

page = open_page("survival")

endpoint = page.choose_endpoint()
with section():
    curves = survival_by_technique(page.ask, endpoint_code=endpoint)
    components.metrics(curves, survival_key_figures, endpoint_code=endpoint)
    components.figure(curves, SURVIVAL_CURVES, endpoint_code=endpoint)
    components.table(curves, SURVIVAL_SUMMARY, endpoint_code=endpoint)
