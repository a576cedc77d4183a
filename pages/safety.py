"""What harm each technique does: adverse events, their severity, and early deaths."""

from dashboard import components
from dashboard.answers.safety import (
    events_by_severity,
    events_by_term,
    grades_by_scale,
    safety_board,
)
from dashboard.controls.safety import choose_severity
from dashboard.errors import section
from dashboard.exhibits.safety import DEATHS, GRADES, LEVELS, TERMS
from dashboard.page import open_page
from dashboard.sentences.safety import board_headline
from dashboard.tables.safety import board_key_figures

page = open_page("safety")

with section():
    first = safety_board(page.ask)
    components.headline(first, board_headline)
    components.metrics(first, board_key_figures)
severity = choose_severity()
with section():
    components.figure(events_by_term(page.ask, severity=severity), TERMS)
with section():
    components.figure(safety_board(page.ask), DEATHS)
with section():
    components.folded_table(events_by_severity(page.ask), LEVELS)
    components.figure(grades_by_scale(page.ask), GRADES)
