"""What a release tells beside the exact numbers, before another person approves it."""

from dashboard import components
from dashboard.answers.preview import preview, under_review
from dashboard.controls.releases import choose_domain
from dashboard.errors import section
from dashboard.exhibits.preview import SIDE_BY_SIDE
from dashboard.page import open_page
from dashboard.release_parts import show_curves
from dashboard.sentences.preview import review_said
from dashboard.tables.preview import preview_key_figures

page = open_page("releases")

with section():
    told = under_review()
    found = preview(page.ask, told, choose_domain(told))
    components.headline(found, review_said)
    components.metrics(found, preview_key_figures)
    with section():
        show_curves(found)
    components.table(found, SIDE_BY_SIDE)
