"""How enrolment grows, against its target, by region, country, site and domain."""

from dashboard import components
from dashboard.answers.accrual import enrolment
from dashboard.errors import section
from dashboard.exhibits.accrual import ACCRUAL_BY_MONTH, ACCRUAL_BY_PLACE, ACCRUAL_SO_FAR
from dashboard.page import open_page
from dashboard.tables.accrual import accrual_key_figures

page = open_page("accrual")

level = page.choose_breakdown()
with section():
    accrual = enrolment(page.ask, level=level)
    components.metrics(accrual, accrual_key_figures)
    components.registry_total(page.ask)
    for exhibit in (ACCRUAL_SO_FAR, ACCRUAL_BY_PLACE, ACCRUAL_BY_MONTH):
        with section():
            components.figure(accrual, exhibit)
