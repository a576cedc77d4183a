"""How often the event comes first, and death or transplantation instead."""

from dashboard import components
from dashboard.answers.competing import incidence_by_technique
from dashboard.answers.follow_up_gate import gate_of_competing
from dashboard.controls.follow_up_gate import held_to_gate
from dashboard.controls.outcomes import choose_first_event, choose_view
from dashboard.errors import section
from dashboard.exhibits.competing import INCIDENCE_VIEWS, drawn_as
from dashboard.outcome_parts import incidence_parts
from dashboard.page import open_page
from dashboard.tables.competing import incidence_key_figures
from dashboard.take_away import take_incidence

page = open_page("competing")

with components.row():
    chosen = choose_first_event(page)
endpoint = chosen.endpoint
with section():
    gate = gate_of_competing(page.ask, endpoint_code=endpoint)
    figures = components.place()
    ask = held_to_gate(page.ask, gate, chosen.unit, "event_gate")
    incidence = incidence_by_technique(
        ask, endpoint_code=endpoint, lines=chosen.lines, with_published=chosen.with_published
    )
    with figures:
        components.metrics(incidence, incidence_key_figures, endpoint_code=endpoint)
    view = choose_view(INCIDENCE_VIEWS)
    components.figure(
        incidence, drawn_as(view, with_wrong=chosen.with_wrong), endpoint_code=endpoint
    )
    with section():
        incidence_parts(page, ask, chosen, incidence=incidence, gate=gate)
    take_incidence(page, ask, chosen, incidence)
