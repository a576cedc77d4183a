"""Chooser of the safety page."""

import streamlit as st

from dashboard.sentences.safety import SEVERITY_NAMES


def choose_severity() -> str:
    """Let the reader choose how severe an adverse event must be to be shown."""
    chosen = st.segmented_control(
        "Events shown",
        list(SEVERITY_NAMES),
        format_func=SEVERITY_NAMES.__getitem__,
        required=True,
        default=next(iter(SEVERITY_NAMES)),
        key="severity",
        bind="query-params",
    )
    return str(chosen)
