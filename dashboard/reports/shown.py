"""The report of a comparison on its page: as files, and saved for the committee."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from dashboard import components
from dashboard.answers import frozen_protocols
from dashboard.answers.answer import Answer
from dashboard.comparison_values import Designed, Result, Robustness
from dashboard.export import file_name
from dashboard.page import Page
from dashboard.reports.blocks import Block, as_html, as_markdown
from dashboard.reports.comparison import report_blocks, report_title
from dashboard.sentences.comparison import result_quoted

_FORMS: tuple[tuple[str, str, str, Callable[[str, Sequence[Block]], str]], ...] = (
    ("Report, HTML", "html", "text/html", as_html),
    ("Report, Markdown", "md", "text/markdown", as_markdown),
)


def report_files(
    page: Page, designed: Answer[Designed], result: Answer[Result], found: Robustness | None
) -> None:
    """Offer the report as files, and to save it for those who read saved results only."""
    st.subheader("Report", anchor=False)
    make = partial(_written, designed, result, found)
    with st.container(horizontal=True, gap="small"):
        for label, ending, mime, write in _FORMS:
            # Written at the click: most readers take no file.
            st.download_button(
                label,
                partial(make, write),
                file_name=file_name("comparison", result.provenance, ending),
                mime=mime,
                key=f"report_{ending}",
                icon=":material/download:",
                on_click="ignore",
            )
        if st.button("Save for the steering committee", icon=":material/save:", key="save"):
            _save(page, result, make(as_markdown))


def _written(
    designed: Answer[Designed],
    result: Answer[Result],
    found: Robustness | None,
    write: Callable[[str, Sequence[Block]], str],
) -> str:
    return write(report_title(result), report_blocks(designed, result, found))


def _save(page: Page, result: Answer[Result], report: str) -> None:
    standing = frozen_protocols.state_of(page.ask, result.value.protocol)
    if standing is None:
        return
    words = components.words_of(result.provenance, result.value.protocol.endpoint)
    said = result_quoted(result.value, words)
    frozen_protocols.save(page.ask, standing, headline=said, report=report, by=page.viewer.name)
    st.toast("Saved. The committee reads it in the list of frozen protocols.")
