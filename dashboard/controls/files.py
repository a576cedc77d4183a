"""The choice of what files hold, made once for all files of a tab and noted with each."""

import streamlit as st

from dashboard import session

_EXACT = "exact_files"  # not in the address: who opens a link has chosen nothing


def choose_exact() -> None:
    """Let the reader have small counts in tables that are taken away, for internal use."""
    st.toggle(
        "Counts under 5 in files",
        key=_EXACT,
        help="Tables that are taken away withhold rows that count 1 to 4 patients. With "
        "this they are exact, for internal use only, and the audit log notes it. For a paper or "
        "a talk use “For publication” under the survival curves and the cumulative incidences.",
    )


def exact_is_chosen() -> bool:
    """Say whether this tab's files hold small counts; they do not where nothing was drawn."""
    return session.held(_EXACT) is True
