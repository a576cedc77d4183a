"""Whom the registry stands for: regions, countries, sex and age against the burden."""

from dashboard import components
from dashboard.answers.diversity import diversity
from dashboard.answers.for_publication import countries
from dashboard.answers.representation import representation
from dashboard.errors import section
from dashboard.exhibits.for_publication import PUBLISHABLE_COUNTRIES
from dashboard.exhibits.representation import DIVERSITY, INCOME, PEOPLE, REPRESENTATION
from dashboard.page import open_page
from dashboard.tables.representation import representation_key_figures

page = open_page("representation")

with section():
    stands_for = representation(page.ask)
    components.metrics(stands_for, representation_key_figures)
    with section():
        components.figure(stands_for, REPRESENTATION)
    components.table(stands_for, INCOME)
    components.table(stands_for, PEOPLE)
with section():
    components.figure(diversity(page.ask), DIVERSITY)
with section():
    components.folded_table(countries(page.ask), PUBLISHABLE_COUNTRIES)
