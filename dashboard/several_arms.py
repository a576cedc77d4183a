"""Part of the comparison page: three or more techniques at once, design first."""

import streamlit as st

from dashboard import components
from dashboard.answers import frozen_protocols
from dashboard.answers.answer import Answer
from dashboard.answers.several_arms import design_of_several, result_of_several
from dashboard.comparison_values import SeveralDesigned
from dashboard.controls.comparison import author
from dashboard.controls.several_arms import choose_arms
from dashboard.errors import section
from dashboard.exhibits.several_arms import DIFFERENCES, PAIRS
from dashboard.exhibits.several_result import ARM_CURVES, ARMS, PAIR_EFFECTS
from dashboard.page import Page
from dashboard.sentences.protocol import standing_said
from dashboard.sentences.several_arms import STANDS, several_said
from dashboard.sentences.several_result import several_found
from dashboard.tables.several_arms import several_figures
from dashboard.wording import label_text
from queries.protocol import Protocol


def show_several(page: Page, protocol: Protocol) -> None:
    """Show how three or more techniques compare, pair by pair, once their design is frozen."""
    asked = choose_arms(protocol)
    st.markdown(STANDS)
    with section():
        designed = design_of_several(page.ask, asked)
        report = Answer(designed.value.report, designed.provenance)
        components.headline(report, several_said)
        components.metrics(report, several_figures)
        components.table(report, PAIRS)
        components.figure(report, DIFFERENCES)
        _freeze(page, designed)
        with section():
            _result(page, asked)


def _freeze(page: Page, designed: Answer[SeveralDesigned]) -> None:
    protocol = designed.value.protocol
    standing = frozen_protocols.state_of(page.ask, protocol)
    st.markdown(f"**{label_text(standing_said(protocol, standing))}**")
    if standing is None:
        with st.form("freeze_several"):
            name = st.text_input("Name of the protocol", value="Several techniques", max_chars=80)
            if st.form_submit_button("Freeze these arms", icon=":material/lock:"):
                frozen_protocols.freeze(page.ask, designed, name, by=author(page))
                st.rerun()
    elif not standing.is_open:
        with st.form("open_several"):
            reason = st.text_area(
                "Why are these arms to be opened although a pair failed? (20 characters or more)",
                max_chars=600,
            )
            if st.form_submit_button("Open with this reason", icon=":material/lock_open:"):
                frozen_protocols.open_anyway(page.ask, standing, reason, by=author(page))
                st.rerun()


def _result(page: Page, protocol: Protocol) -> None:
    result = result_of_several(page.ask, protocol)
    for reason in result.value.reasons:
        components.notice("A pair failed its limits and was opened with a reason.", reason)
    code = protocol.endpoint
    components.headline(result, several_found)
    components.figure(result, ARM_CURVES, endpoint_code=code)
    components.table(result, PAIR_EFFECTS, endpoint_code=code)
    components.table(result, ARMS, endpoint_code=code)
