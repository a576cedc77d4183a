"""The page that opens a cited figure by its id."""

import streamlit as st

from dashboard import components, passports, session
from dashboard.errors import section
from dashboard.navigation import entry, is_open
from dashboard.wording import label_text
from queries.scope import Scope
from queries.state.passports import Passport


def show_cited(scope: Scope) -> None:
    """Ask for an id, say what was shown under it, and lead to the view as it is now.

    What a figure said is repeated only to somebody with the very reach it was made for.
    """
    typed = st.text_input(
        "Figure id",
        key="figure",
        bind="query-params",
        placeholder="K7QF2-M9XAB",
        max_chars=20,
        width=260,
    )
    if not typed:
        return
    with section():
        _show(passports.cited_figures(passports.as_id(str(typed))), scope)


def _show(cited: tuple[Passport, ...], scope: Scope) -> None:
    if not cited:
        components.notice(
            "No figure is known under this id.",
            "Read it again from the caption: five letters or figures, a dash, five more; "
            "there is no 0, 1, 8 or 9 in it.",
        )
    for one in cited:
        with st.container(border=True):
            _tell(one, scope)


def _tell(cited: Passport, scope: Scope) -> None:
    page = entry(cited.page)
    st.subheader(label_text(cited.title), anchor=False)
    st.markdown(
        label_text(
            f"Page {page.title}; {cited.data}; snapshot {cited.snapshot_id}; "
            f"program {cited.code}; first shown {cited.made_at:%d %b %Y}."
        )
    )
    if passports.may_read(cited, scope):
        st.markdown(f"It said: {label_text(cited.said)}")
    else:
        st.markdown("It was made for another reach than yours, so its numbers are not repeated.")
    target = session.registered_page(cited.page)
    if target is not None and is_open(page, scope):
        st.page_link(
            target,
            label="Open the view as it is now",
            icon=":material/open_in_new:",
            query_params=passports.address_of(cited),
        )
