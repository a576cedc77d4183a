"""Chooser of a bundle: what its rows are taken for."""

import streamlit as st

from dashboard import visitor
from dashboard.answers.row_gate import Looking
from dashboard.page import Page
from queries.policies import PURPOSE_ROLES


def say_who_takes(page: Page) -> Looking | None:
    """Return who takes rows away and what for; None until a purpose is written that is asked."""
    purpose = ""
    if page.ask.scope.role in PURPOSE_ROLES:
        purpose = st.text_input(
            "Purpose",
            key="bundle_purpose",
            max_chars=200,
            placeholder="what the rows are taken for; kept in the audit log",
        )
        if not purpose.strip():
            return None
    return Looking(page.viewer.person or page.viewer.name, visitor.now(), purpose)
