"""The choice of one planned comparison among those of a domain."""

import streamlit as st

from analytics.missing_cost import ComparisonCost, MissingCost
from dashboard.answers.answer import Answer
from dashboard.answers.missing_cost import of_comparison


def choose_comparison(found: Answer[MissingCost]) -> Answer[ComparisonCost]:
    """Let the reader choose a comparison; first is the one that a single field costs the most."""
    names = [one.name for one in found.value.comparisons]
    dearest = found.value.dearest
    first = names[0] if dearest is None else dearest[0].name
    chosen = st.selectbox(
        "Comparison",
        names,
        index=names.index(first),
        # Another domain plans others, so its choice is made anew.
        key=f"comparison_of_{found.provenance.filters.domain}",
        bind="query-params",
        width=420,
    )
    return of_comparison(found, str(chosen))
