"""How sites do case by case, by volume and over the years, beside what was expected."""

import streamlit as st

from dashboard import components
from dashboard.answers.learning import course_for, devices_for, learning_for, standard_for
from dashboard.controls.learning import choose_course, choose_devices, choose_outcome
from dashboard.errors import section
from dashboard.exhibits.learning import CUSUM, DEVICES, DIFFERENCE, DRIFT, MODEL, SITES, VOLUME
from dashboard.page import open_page
from dashboard.sentences.learning import course_headline
from dashboard.tables.learning import course_key_figures

page = open_page("learning")

outcome = choose_outcome()
with section():
    with st.spinner("Holding cases against the risk model ..."):
        found = learning_for(page.ask, outcome)
    chosen = course_for(page.ask, outcome, choose_course(found))
    components.headline(chosen, course_headline)
    components.metrics(chosen, course_key_figures)
    with section():
        components.figure(chosen, CUSUM)
        components.figure(chosen, DIFFERENCE)
    with section():
        components.figure(found, SITES)
    with section():
        components.figure(found, VOLUME)
    with section():
        split = choose_devices()
        components.figure(devices_for(page.ask, outcome, by_volume=split), DEVICES)
    with section():
        components.figure(found, DRIFT)
    with section():
        components.folded_table(standard_for(page.ask, outcome), MODEL)
