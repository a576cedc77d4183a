"""How long patients live, or live without progression, after each technique."""

from dashboard import components
from dashboard.answers.follow_up_gate import gate_of_survival
from dashboard.answers.survival import survival_by_technique
from dashboard.controls.follow_up_gate import held_to_gate
from dashboard.controls.outcomes import choose_survival
from dashboard.errors import section
from dashboard.exhibits.survival import SURVIVAL_CURVES
from dashboard.outcome_parts import survival_parts
from dashboard.page import open_page
from dashboard.sentences.maturity import maturity_line
from dashboard.tables.survival import survival_key_figures
from dashboard.take_away import take_survival

page = open_page("survival")

with components.row():
    chosen = choose_survival(page)
endpoint = chosen.endpoint
with section():
    gate = gate_of_survival(page.ask, endpoint_code=endpoint)
    figures = components.place()
    ask = held_to_gate(page.ask, gate, chosen.unit, "survival_gate")
    curves = survival_by_technique(
        ask, endpoint_code=endpoint, lines=chosen.lines, with_published=chosen.with_published
    )
    with figures:
        components.metrics(curves, survival_key_figures, endpoint_code=endpoint)
    components.figure(curves, SURVIVAL_CURVES, endpoint_code=endpoint)
    components.line(curves, maturity_line, endpoint_code=endpoint)
    with section():
        survival_parts(page, ask, chosen, curves=curves, gate=gate)
    take_survival(page, ask, chosen, curves)
