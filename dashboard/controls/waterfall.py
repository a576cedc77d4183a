"""Choosers of the change in size: by group for everybody, by patient for who may see rows."""

import streamlit as st

from dashboard.answers.row_gate import may_see_rows
from dashboard.page import Page
from queries.policies import View

IN_BANDS, BY_PATIENT = "In bands", "By patient"


def choose_change(page: Page) -> str:
    """Let who may see rows choose between the distribution and a bar a patient."""
    if not may_see_rows(page.ask, View.RESPONSE_ROWS):
        return IN_BANDS
    return str(
        st.segmented_control(
            "Change in size",
            (IN_BANDS, BY_PATIENT),
            required=True,
            default=IN_BANDS,
            key="response_change",
            bind="query-params",
        )
    )
