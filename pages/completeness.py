"""Which core fields are entered, where they are missing, and what that costs."""

from dashboard import components, row_lists, snapshot_line
from dashboard.answers.completeness import completeness, completeness_over_snapshots
from dashboard.answers.missing_cost import missing_cost
from dashboard.controls.planned import choose_comparison
from dashboard.errors import section
from dashboard.exhibits.completeness import FIELDS_BY_SITE, SITES
from dashboard.exhibits.missing_cost import (
    COST_BY_COMPARISON,
    COST_BY_FIELD,
    COST_BY_SITE,
    COST_BY_SITE_HERE,
)
from dashboard.exhibits.snapshot_trend import COMPLETENESS_TREND
from dashboard.page import open_page
from dashboard.sentences.missing_cost import cost_headline
from dashboard.tables.completeness import completeness_key_figures

page = open_page("completeness")

with section():
    entered = completeness(page.ask)
    components.metrics(entered, completeness_key_figures)
    with section():
        snapshot_line.draw(completeness_over_snapshots(page.ask), COMPLETENESS_TREND)
    with section():
        cost = missing_cost(page.ask)
        components.headline(cost, cost_headline)
        components.table(cost, COST_BY_COMPARISON)
        chosen = choose_comparison(cost)
        with section():
            components.figure(chosen, COST_BY_FIELD)
            components.folded_table(chosen, COST_BY_SITE_HERE)
        components.folded_table(cost, COST_BY_SITE)
    components.figure(entered, FIELDS_BY_SITE)
    with section():
        row_lists.draw_gaps(page, entered)
    components.folded_table(entered, SITES)
