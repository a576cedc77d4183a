"""The site letter on its page: its text beside its figure, and as files."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from analytics.concerns import SiteLetter
from dashboard import components
from dashboard.answers.answer import Answer
from dashboard.errors import section
from dashboard.exhibits.home import SITE_STANDING
from dashboard.export import file_name
from dashboard.exports import Parcel, download, may_hand_out
from dashboard.letters.markdown import letter_markdown
from dashboard.letters.pdf import letter_pdf

_FORMS: tuple[tuple[str, Callable[[Answer[SiteLetter], str], str | bytes], str, str], ...] = (
    ("Letter, PDF", letter_pdf, "pdf", "application/pdf"),
    ("Letter, Markdown", letter_markdown, "md", "text/markdown"),
)


def letter(answer: Answer[SiteLetter]) -> None:
    """Show the letter to a site, with its files."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        _files(answer)
        st.markdown(letter_markdown(answer, top=3, table=False))
    with right, section():
        components.figure(answer, SITE_STANDING)


def _files(answer: Answer[SiteLetter]) -> None:
    if not may_hand_out():
        return
    where_from = answer.provenance
    name = f"site-letter-{answer.value.record.site_id}"
    with st.container(horizontal=True, gap="small"):
        for label, make, ending, mime in _FORMS:
            download(
                label,
                Parcel(name, ending.upper(), where_from.snapshot_id, where_from.is_synthetic),
                partial(make, answer),
                file_name=file_name(name, where_from, ending),
                mime=mime,
                key=f"letter_{ending}",
                icon=":material/download:",
            )
