"""Choosing the groups of Table 1, and its rows."""

import streamlit as st

from dashboard.answers.answer import Ask
from dashboard.answers.baseline import BY_TECHNIQUE, MOST_GROUPS, rows_of, usual_rows
from queries.domains.catalogue import DOMAINS


def choose_groups(ask: Ask) -> str:
    """Let the reader choose techniques, or the arms of a planned comparison."""
    domain = DOMAINS[ask.filters.domain]
    names = [BY_TECHNIQUE, *(comparison.name for comparison in domain.comparisons)]
    chosen = st.selectbox(
        "Groups",
        names,
        format_func=lambda name: name or f"Techniques, the largest {MOST_GROUPS}",
        key="groups",
        bind="query-params",
        width=420,
    )
    return str(chosen)


def choose_rows(ask: Ask) -> tuple[str, ...]:
    """Let the reader choose the rows; at first what comparisons adjust for."""
    fields = rows_of(ask.filters.domain)
    with st.expander("Rows of the table"):
        chosen = st.multiselect(
            "Rows",
            list(fields),
            default=list(usual_rows(ask.filters.domain)),
            format_func=lambda name: fields[name].label if name in fields else str(name),
            key=f"rows_of_{ask.filters.domain}",
            bind="query-params",
            placeholder="Choose fields",
        )
    return tuple(chosen)
