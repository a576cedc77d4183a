"""What was known of the cohort at the index procedure, by technique: Table 1."""

from dashboard import components
from dashboard.answers.baseline import table_one
from dashboard.answers.for_publication import publishable_medians
from dashboard.controls import baseline as controls
from dashboard.errors import section
from dashboard.exhibits.baseline import TABLE_ONE
from dashboard.exhibits.for_publication import PUBLISHABLE_MEDIANS
from dashboard.page import open_page
from dashboard.sentences.baseline import baseline_headline

page = open_page("baseline")

groups = controls.choose_groups(page.ask)
rows = controls.choose_rows(page.ask)
with section():
    described = table_one(page.ask, comparison=groups, rows=rows)
    components.headline(described, baseline_headline)
    components.table(described, TABLE_ONE)
    with section():
        medians = publishable_medians(page.ask, comparison=groups, rows=rows)
        components.folded_table(medians, PUBLISHABLE_MEDIANS)
