"""The report of a comparison on its page: as files, and saved for the committee."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from dashboard import components
from dashboard.answers import frozen_protocols
from dashboard.answers.answer import Answer
from dashboard.answers.comparison_moves import numbers_of
from dashboard.comparison_values import Designed, Result, Robustness
from dashboard.controls.comparison import author
from dashboard.export import file_name, standing
from dashboard.exports import Parcel, download, may_hand_out
from dashboard.page import Page
from dashboard.reports.blocks import Block, as_html, as_markdown
from dashboard.reports.comparison import report_blocks, report_title
from dashboard.reports.comparison_early import early_blocks
from dashboard.reports.paper import as_pdf
from dashboard.reports.word import as_docx
from dashboard.sentences.comparison import result_quoted

_NAME = "comparison"
Writer = Callable[[str, Sequence[Block]], str | bytes]

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FORMS: tuple[tuple[str, str, str, Writer], ...] = (
    ("Report, PDF", "pdf", "application/pdf", as_pdf),
    ("Report, DOCX", "docx", _WORD, as_docx),
    ("Report, HTML", "html", "text/html", as_html),
    ("Report, Markdown", "md", "text/markdown", as_markdown),
)


def report_files(
    page: Page, designed: Answer[Designed], result: Answer[Result], found: Robustness | None
) -> None:
    """Offer the report as files, and to save it for those who read saved results only."""
    st.subheader("Report", anchor=False)
    make = partial(
        _written, (designed, result, found, early_blocks(page.ask, result.value.protocol))
    )
    where_from = result.provenance
    with st.container(horizontal=True, gap="small"):
        for label, ending, mime, write in _FORMS if may_hand_out() else ():
            download(
                label,
                Parcel(_NAME, ending.upper(), where_from.snapshot_id, where_from.is_synthetic),
                partial(make, write),
                file_name=file_name(_NAME, where_from, ending),
                mime=mime,
                key=f"report_{ending}",
                icon=":material/download:",
            )
        if st.button("Save for the steering committee", icon=":material/save:", key="save"):
            _save(page, result, str(make(as_markdown)))


def _written(
    of: tuple[Answer[Designed], Answer[Result], Robustness | None, tuple[Block, ...]],
    write: Writer,
    export_id: str = "",
) -> str | bytes:
    _, result, *_ = of
    blocks = report_blocks(*of)
    if export_id:  # a report that is saved for the committee leaves nothing
        mark = standing(is_synthetic=result.provenance.is_synthetic)
        blocks = (Block(text=f"{mark}; export {export_id}."), *blocks)
    return write(report_title(result), blocks)


def _save(page: Page, result: Answer[Result], report: str) -> None:
    standing = frozen_protocols.state_of(page.ask, result.value.protocol)
    if standing is None:
        return
    words = components.words_of(result.provenance, result.value.protocol.endpoint)
    said = result_quoted(result.value, words)
    numbers, by = numbers_of(result.value), author(page)
    frozen_protocols.save(page.ask, standing, headline=said, report=report, numbers=numbers, by=by)
    st.toast("Saved. The committee reads it in the list of frozen protocols.")
