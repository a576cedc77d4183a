"""Lists to be worked off, drawn for those who may see rows of a site."""

import streamlit as st

from analytics.completeness import Completeness
from analytics.visits import Visits
from dashboard import components
from dashboard.answers import row_lists as answers
from dashboard.answers.answer import Answer
from dashboard.controls import row_lists as controls
from dashboard.exhibits.row_lists import GAPS, OVERDUE
from dashboard.page import Page
from dashboard.sentences.row_lists import who_may_list
from queries.policies import View


def draw_overdue(page: Page, made: Answer[Visits]) -> None:
    """List the overdue visits of the site that the reader chooses."""
    if not controls.may_list(page, View.OVERDUE):
        st.caption(who_may_list("Overdue visits"))
        return
    with components.row():
        ask = controls.choose_overdue_site(page, made.value)
        if ask is None:
            return
        looking = controls.say_who_looks(page, "overdue_purpose")
    components.table(answers.overdue_visits(ask, looking), OVERDUE)


def draw_gaps(page: Page, entered: Answer[Completeness]) -> None:
    """List the records of a site that lack the field that the reader chooses."""
    if not controls.may_list(page, View.GAPS):
        st.caption(who_may_list("Records without a field"))
        return
    with components.row():
        ask = controls.choose_gap_site(page, entered.value)
        if ask is None:
            return
        field = controls.choose_gap_field(entered.value, controls.site_text(ask))
        if field is None:
            return
        looking = controls.say_who_looks(page, "gap_purpose")
    components.table(answers.gaps(ask, looking, *field), GAPS)
