"""Part of the comparison page: the design of three or more techniques at once."""

import streamlit as st

from dashboard import components
from dashboard.answers.several_arms import design_of_several
from dashboard.controls.several_arms import choose_arms
from dashboard.errors import section
from dashboard.exhibits.several_arms import DIFFERENCES, PAIRS
from dashboard.page import Page
from dashboard.sentences.several_arms import STANDS, several_said
from dashboard.tables.several_arms import several_figures
from queries.protocol import Protocol


def show_several(page: Page, protocol: Protocol) -> None:
    """Show how three or more techniques could be compared, pair by pair."""
    asked = choose_arms(protocol)
    st.markdown(STANDS)
    with section():
        designed = design_of_several(page.ask, asked)
        components.headline(designed, several_said)
        components.metrics(designed, several_figures)
        components.table(designed, PAIRS)
        components.figure(designed, DIFFERENCES)
