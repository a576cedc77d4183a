"""The banner of a tab that was open while the data moved on: from which snapshot to which."""

import streamlit as st

from dashboard import session
from dashboard.components import cutoff_words
from dashboard.texts.tongues import Tongue
from dashboard.wording import label_text
from queries.releases.model import Release
from queries.snapshots import SnapshotFacts


def follow(facts: SnapshotFacts | Release | None, speaks: Tongue) -> None:
    """Say, until the reader has closed it, that the tab's numbers are of other data than before.

    Parameters
    ----------
    facts : SnapshotFacts, Release or None
        What every number of the present run is of; None where nothing can be read, which is no
        move: what was shown before stays in mind.
    speaks : Tongue
        Language of the reader; who reads releases alone may have chosen another than English.
    """
    if facts is None:
        return
    if isinstance(facts, Release):
        kind, now = "release", str(facts.release_id)
    else:
        kind, now = "snapshot", f"{facts.snapshot_id} ({cutoff_words(facts.cutoff)})"
    before = session.data_before(kind, now)
    if not before:
        return
    said = label_text(_said(kind, before, now, speaks))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.info(said, icon=":material/update:")
        st.button(
            speaks.say("menu.close"),
            key="close_moved",
            type="tertiary",
            on_click=session.accept_data,
            args=(kind, now),
        )


def _said(kind: str, before: str, now: str, speaks: Tongue) -> str:
    if kind == "release":
        return speaks.say("menu.moved", before=before, now=now)
    return (
        f"The data have moved from snapshot {before} to snapshot {now}. The numbers below are of "
        f"snapshot {now.split()[0]}."
    )
