"""Choosers of the page of releases."""

import streamlit as st

from dashboard.answers.published import Published


def choose_domain(told: Published) -> str:
    """Let the reader switch between the domains of a release."""
    names = {domain.code: domain.name for domain in told.domains}
    chosen = st.selectbox(
        "Disease domain",
        list(names),
        format_func=names.__getitem__,
        key="reviewed_domain",
        bind="query-params",
        width=420,
    )
    return str(chosen)
