"""Part of the comparison page: saved results of one protocol on several snapshots."""

import streamlit as st

from dashboard import components
from dashboard.answers.answer import Answer
from dashboard.answers.comparison_moves import numbers_of, saved_elsewhere, what_moved
from dashboard.comparison_values import Result
from dashboard.errors import section
from dashboard.exhibits.comparison_moves import MOVED
from dashboard.page import Page
from dashboard.sentences.comparison_moves import moved_said
from dashboard.tables.comparison_moves import saved_table
from dashboard.wording import label_text
from queries.protocol import Protocol

_SEVERAL = 2


def show_moved(page: Page, protocol: Protocol, result: Answer[Result]) -> None:
    """Hold a result to what the same protocol found on earlier snapshots."""
    snapshot_id = result.provenance.snapshot_id
    saved = [
        one for one in saved_elsewhere(page.ask, protocol) if one.frozen.snapshot_id < snapshot_id
    ]
    st.subheader("What moved since earlier snapshots", anchor=False)
    if not saved:
        st.markdown("No result of this protocol is saved from an earlier snapshot.")
        return
    now, last = numbers_of(result.value), saved[-1]
    st.markdown(f"**{label_text(moved_said(last, now))}**")
    table = saved_table(saved, (snapshot_id, now))
    st.table(table, border="horizontal", hide_index=True, alt=moved_said(last, now))
    with section():
        components.table(what_moved(page.ask, protocol, last.frozen), MOVED)


def show_saved(page: Page, protocol: Protocol) -> None:
    """List what one protocol found on every snapshot where it was saved, if on several."""
    saved = saved_elsewhere(page.ask, protocol)
    if len({one.frozen.snapshot_id for one in saved}) < _SEVERAL:
        return
    st.markdown(f"**{label_text(moved_said(saved[0], saved[-1].numbers))}**")
    st.table(saved_table(saved, None), border="horizontal", hide_index=True, alt="Saved results")
