"""Choosers of the page on learning and drift."""

import streamlit as st

from analytics.learning import Learning
from dashboard import components
from dashboard.answers.answer import Answer
from dashboard.sentences.learning import OUTCOME_NAMES
from dashboard.wording import label_text


def choose_outcome() -> str:
    """Let the reader choose what is held against its expectation."""
    chosen = st.segmented_control(
        "Outcome",
        list(OUTCOME_NAMES),
        format_func=OUTCOME_NAMES.__getitem__,
        required=True,
        default=next(iter(OUTCOME_NAMES)),
        key="learning_outcome",
        bind="query-params",
    )
    return str(chosen)


def choose_devices() -> bool:
    """Let the reader tell the cases of a device apart by the yearly volume of their site."""
    return st.toggle("By yearly volume too", key="learning_devices", bind="query-params")


def choose_course(found: Answer[Learning]) -> str:
    """Let the reader choose one of the sites in reach; whoever sees one sees that one."""
    sites = [course.site for course in found.value.courses]
    if len(sites) == 1:
        return sites[0]
    most = max(found.value.courses, key=lambda course: course.total.cases).site
    with components.row():
        chosen = st.selectbox(
            "Site shown case by case",
            sites,
            index=sites.index(most),
            format_func=lambda site: label_text(str(site)),
            key="learning_site",
            bind="query-params",
            width=420,
        )
    return str(chosen)
