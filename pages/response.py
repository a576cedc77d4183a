"""How tumours respond, how long responses last, and whether readers agree."""

from dashboard import components
from dashboard.answers.response import (
    agreement_of_readers,
    duration_by_technique,
    lesions_by_technique,
    readings_of_domain,
    response_by_technique,
)
from dashboard.controls.response import choose_criterion, choose_reader
from dashboard.errors import section
from dashboard.exhibits.response import AGREEMENT, CLASSES, DURATION, LESIONS, RATES
from dashboard.page import open_page
from dashboard.response_parts import change_part
from dashboard.sentences.response import response_headline
from dashboard.tables.response import response_key_figures

page = open_page("response")

with section():
    offered = readings_of_domain(page.ask)
    with components.row():
        criterion, readers = choose_criterion(offered.value)
        reader = choose_reader(readers)
    with section():
        rates = response_by_technique(page.ask, criterion=criterion, reader=reader)
        components.headline(rates, response_headline)
        components.metrics(rates, response_key_figures)
        components.figure(rates, RATES)
        components.folded_table(rates, CLASSES)
    with section():
        lasting = duration_by_technique(page.ask, criterion=criterion, reader=reader)
        components.figure(lasting, DURATION)
    with section():
        change_part(page, criterion=criterion, reader=reader)
    with section():
        agreed = agreement_of_readers(page.ask, criterion=criterion, readers=readers)
        components.figure(agreed, AGREEMENT)
with section():
    components.figure(lesions_by_technique(page.ask), LESIONS)
