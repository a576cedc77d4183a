"""Saving cohorts, and going back to saved ones."""

from collections.abc import Callable, Sequence
from urllib.parse import urlencode, urlsplit

import streamlit as st

from dashboard import components, filters, session
from dashboard.answers import saved_cohorts as answers
from dashboard.answers.answer import Ask
from dashboard.answers.saved_cohorts import Kept
from dashboard.errors import explain, section
from dashboard.exports import Parcel, download, may_hand_out
from dashboard.page import Page
from dashboard.tables.saved_cohorts import definition_text, saved_table
from dashboard.wording import label_text
from queries.cohort_file import MAX_BYTES, MAX_NAME
from queries.cohort_text import written
from queries.errors import QueryError
from queries.filters import Filters
from queries.state.cohorts import SavedCohort


def draw(page: Page) -> None:
    """Show the saved cohorts of the reader's reach, and let the reader save and change them."""
    st.subheader("Saved cohorts", anchor=False)
    session.tell_outcome(components.notice)
    with section():
        _saving(page)
        cohorts = answers.kept_cohorts(page.ask)
        if cohorts:
            _list(page, cohorts)
        else:
            st.caption("None is saved in your reach. A definition holds no patient and no count.")
    with section():
        _importing(page.ask)


def link(ask: Ask, chosen: Filters, path: str) -> str:
    """Return the address under which a page opens with these filters and conditions."""
    query = urlencode(filters.parameters(ask.scope, chosen), doseq=True)
    return f"{path}?{query}" if query else path


def _saving(page: Page) -> None:
    with st.form("save_cohort", clear_on_submit=True, border=False), components.row():
        name = st.text_input(
            "Save the cohort as", max_chars=MAX_NAME, key="name_of_cohort", width=420
        )
        is_sent = st.form_submit_button("Save", key="save_now", icon=":material/save:")
    if is_sent:
        answers.save(page.ask, name, page.viewer.name)


def _list(page: Page, cohorts: Sequence[Kept]) -> None:
    st.table(
        saved_table(cohorts),
        border="horizontal",
        hide_index=True,
        alt=f"{len(cohorts)} saved cohorts of your reach, with their size when saved and now.",
    )
    by_id = {one.saved.cohort_id: one for one in cohorts}
    chosen = st.selectbox(
        "Saved cohort",
        list(by_id),
        format_func=lambda identifier: _title(by_id, str(identifier)),
        key="saved_cohort",
        width=420,
    )
    _about(page, by_id[str(chosen)])


def _title(cohorts: dict[str, Kept], identifier: str) -> str:
    one = cohorts.get(identifier)
    return f"{one.saved.content.name} (version {one.saved.version})" if one else ""


def _about(page: Page, one: Kept) -> None:
    if one.dropped:
        components.notice(
            f"The registry of today does not understand all of it ({'; '.join(one.dropped)}).",
            "Use what is left, then save it as a new version.",
        )
    address = f"{_origin()}{link(page.ask, one.chosen, '/survival')}"
    st.caption("Link to share; it opens survival in this cohort, within the reader's own reach:")
    st.code(address, language=None, wrap_lines=True)
    owner, saved = page.viewer.name, one.saved
    with components.row():
        st.button(
            "Use it",
            key="use_cohort",
            type="primary",
            on_click=session.choose,
            args=(values(one.chosen),),
        )
        _files(one)
        # Not as a callback: that would save what was chosen when the button was drawn.
        if st.button("Save what is chosen now as its next version", key="next_version"):
            _tried(lambda: answers.save_version(page.ask, saved, owner))
            st.rerun()
        with st.popover("Rename"):
            st.text_input("New name", max_chars=MAX_NAME, key="new_name")
            st.button(
                "Save as next version",
                key="rename_cohort",
                on_click=_tried,
                args=(lambda: _renamed(page, saved),),
            )
        with st.popover("Delete"):
            st.markdown("Delete it from the list of everybody in your reach?")
            st.button(
                "Yes, delete it",
                key="delete_cohort",
                on_click=_tried,
                args=(lambda: answers.delete(page.ask, saved, owner),),
            )


def _renamed(page: Page, saved: SavedCohort) -> None:
    name = session.chosen_text("new_name")
    answers.rename(page.ask, saved, name, page.viewer.name)


def _origin() -> str:
    # Of the address that the reader's browser shows; nothing where there is no browser.
    here = urlsplit(st.context.url or "")
    return f"{here.scheme}://{here.netloc}" if here.netloc else ""


def _files(one: Kept) -> None:
    name = "".join(c if c.isalnum() else "-" for c in one.saved.content.name)
    content = one.saved.content
    for label, make, ending in (
        ("Text", lambda export_id: f"{definition_text(one)}Export {export_id}.\n", "txt"),
        # Read back as it is and without a number of the registry: the log alone knows its id.
        ("JSON", lambda _: content.definition, "json"),
    ):
        if not may_hand_out():
            return
        download(
            label,
            Parcel("cohort", ending.upper(), content.snapshot_id),
            make,
            file_name=f"io-core_cohort_{name}_version-{one.saved.version}.{ending}",
            key=f"definition_{ending}",
            icon=":material/download:",
        )


def _importing(ask: Ask) -> None:
    with st.expander("Use a definition from a file (JSON)"), st.form("paste", border=False):
        text = st.text_area(
            "Open the file in an editor, and paste all of it here",
            max_chars=MAX_BYTES,
            key="pasted_definition",
        )
        is_sent = st.form_submit_button("Read it", key="read_definition")
    if not is_sent:
        return
    definition = answers.imported(ask, text)
    if definition.dropped:
        components.notice(
            f"Parts of the definition are not used ({'; '.join(definition.dropped)}).",
            "The other parts hold.",
        )
    st.button(
        f"Use {label_text(definition.name) or 'it'}",
        key="use_definition",
        type="primary",
        on_click=session.choose,
        args=(values(definition.filters),),
    )


def values(chosen: Filters) -> dict[str, object]:
    """Return what the widgets of the shared filters hold under these filters."""
    return {
        "domain": chosen.domain,
        "region": list(chosen.regions),
        "country": list(chosen.countries),
        "site": list(chosen.sites),
        "technique": list(chosen.techniques),
        "from": chosen.first_year,
        "to": chosen.last_year,
        "cohort": written(chosen.criteria),
    }


def _tried(change: Callable[[], object]) -> None:
    # Before the page is drawn again there is no place for a notice: it is kept until then.
    try:
        change()
    except QueryError as error:
        notice = explain(error)
        session.keep_outcome(notice.reason, notice.remedy)
