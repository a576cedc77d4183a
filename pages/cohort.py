"""Who is in the cohort, step by step from everybody enrolled, and how to choose them."""

from dashboard import components
from dashboard.answers.cohort import attrition
from dashboard.controls import cohort as controls
from dashboard.controls import saved_cohorts
from dashboard.errors import section
from dashboard.exhibits.cohort import ATTRITION
from dashboard.page import open_page
from dashboard.sentences.cohort import cohort_headline
from dashboard.tables.cohort import attrition_key_figures

page = open_page("cohort")

with section():
    controls.build(page.ask)
with section():
    steps = attrition(page.ask)
    components.headline(steps, cohort_headline)
    components.metrics(steps, attrition_key_figures)
    components.figure(steps, ATTRITION)
with section():
    saved_cohorts.draw(page)
