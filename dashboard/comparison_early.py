"""Parts of the comparison page: early outcomes and negative controls of an open protocol."""

import streamlit as st

from dashboard import components
from dashboard.answers.comparison_controls import comparison_controls
from dashboard.answers.comparison_outcomes import comparison_outcomes
from dashboard.exhibits.comparison_controls import CONTROLS
from dashboard.exhibits.comparison_outcomes import COUNTS, RISKS
from dashboard.page import Page
from dashboard.sentences.comparison_controls import control_said, controls_said, none_listed
from dashboard.sentences.comparison_outcomes import absent_said, outcome_said
from dashboard.wording import label_text
from queries.protocol import Protocol


def show_early(page: Page, protocol: Protocol) -> None:
    """Show response and severe adverse events by arm; refused while outcomes are locked."""
    early = comparison_outcomes(page.ask, protocol)
    if not early.value.found:
        components.notice(absent_said(early.value), "Choose another disease domain.")
        return
    st.subheader("Response and severe adverse events", anchor=False)
    for one in early.value.found:
        st.markdown(f"- {label_text(outcome_said(early.value, one))}")
    components.table(early, RISKS)
    components.table(early, COUNTS)


def show_controls(page: Page, protocol: Protocol) -> None:
    """Show the negative controls of the domain; refused while outcomes are locked."""
    controls = comparison_controls(page.ask, protocol)
    missing = none_listed(controls.value)
    if missing:
        components.notice(missing, "Read the E-value and the specifications below instead.")
        return
    components.headline(controls, controls_said)
    components.table(controls, CONTROLS)
    with st.expander("Why each of them, and what it cannot tell", key="about_controls"):
        for one in controls.value.found:
            st.markdown(f"- {label_text(control_said(one))}")
