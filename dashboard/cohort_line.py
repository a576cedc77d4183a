"""The chosen cohort on every page: one line among the filters, held by the address."""

import streamlit as st

from dashboard import components, session
from dashboard.answers.answer import Ask
from dashboard.answers.cohort import cohort_size
from dashboard.condition_words import condition_text
from dashboard.errors import section
from dashboard.wording import counted, label_text, whole
from queries.cohort_text import MAX_LENGTH, understood
from queries.criteria import Criterion

KEY = "cohort"  # of the text in the address


def draw(domain_code: str) -> tuple[Criterion, ...]:
    """Draw the conditions as text, and return those that the domain understands."""
    with st.expander("Cohort conditions as text", key="cohort_as_text"):
        text = st.text_input(
            "Conditions",
            key=KEY,
            bind="query-params",
            max_chars=MAX_LENGTH,
            placeholder="none: everybody",
            help="Such as `age_at_enrolment~from60 bclc~A~B~missing`; the page “Cohort” "
            "writes it for you.",
        )
    return understood(text, domain_code)[0]


def summary(ask: Ask) -> None:
    """Say in one line how many conditions hold and how many meet them, with a way to clear."""
    criteria = ask.filters.criteria
    if not criteria:
        st.caption("Cohort: no conditions.")
        return
    with section():
        n = cohort_size(ask).value
        st.markdown(
            f"**Cohort:** {counted(len(criteria), 'condition')}, n {whole(n)}",
            help="  \n".join(label_text(condition_text(c, ask.filters.domain)) for c in criteria),
        )
    st.button(
        "Clear the cohort",
        key="clear_cohort",
        icon=":material/filter_alt_off:",
        type="tertiary",
        on_click=session.choose,
        args=({KEY: ""},),
    )


def tell_dropped(domain_code: str) -> None:
    """Say in one sentence which conditions of the address do not count, and why."""
    if not domain_code:
        return
    reasons = understood(session.chosen_text(KEY), domain_code)[1]
    if reasons:
        components.notice(
            f"The address holds conditions that are not used ({'; '.join(reasons)}).",
            "The other conditions hold; clear the cohort in the filters, or write it anew on the "
            "page “Cohort”.",
        )
