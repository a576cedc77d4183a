"""Choosers of the timeline: whom to look at, and what for."""

import streamlit as st

from dashboard import components, visitor
from dashboard.answers.row_gate import Looking
from dashboard.page import Page
from queries.policies import PURPOSE_ROLES
from queries.reads.timeline import MOST_PATIENTS, Shown

_LATEST = (5, 10, 20, MOST_PATIENTS)


def choose_patients() -> Shown:
    """Let the reader choose the last treated of the cohort, or one patient by number."""
    with components.row():
        latest = st.segmented_control(
            "Last treated",
            _LATEST,
            format_func=lambda n: f"{n} patients",
            required=True,
            default=_LATEST[1],
            key="timeline_latest",
            bind="query-params",
        )
        number = st.number_input(
            "Or one patient, by number",
            min_value=1,
            value=None,
            step=1,
            format="%d",
            placeholder="number in this snapshot",
            key="timeline_patient",
            width=240,
        )
    return Shown(int(latest), None if number is None else int(number))


def say_who_looks(page: Page, key: str = "timeline_purpose") -> Looking:
    """Return who looks, and let those who see every site say what for."""
    purpose = ""
    if page.ask.scope.role in PURPOSE_ROLES:
        purpose = st.text_input(
            "Purpose",
            key=key,
            max_chars=200,
            placeholder="what you need these patients for; kept in the audit log",
        )
    return Looking(page.viewer.person or page.viewer.name, visitor.now(), purpose)
