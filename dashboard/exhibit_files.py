"""What can be taken away from an exhibit: its figure for print, its numbers as CSV."""

from functools import partial
from typing import TypeVar

import streamlit as st

from analytics.disclosure.rules import Rules, internal_export
from analytics.disclosure.small_rows import without_small_counts
from dashboard.answers.answer import Answer
from dashboard.controls.files import exact_is_chosen
from dashboard.exhibits.model import Exhibit, File
from dashboard.export import (
    EXACT,
    FEW_WITHHELD,
    PROTECTED,
    file_name,
    internal_csv,
    standing,
)
from dashboard.exports import Parcel, download, may_hand_out
from dashboard.plates.plate import Form, Legend, plate
from dashboard.theme import LIGHT
from dashboard.wording import Words

T = TypeVar("T")

_MIME = {
    Form.SVG: "image/svg+xml",
    Form.PDF: "application/pdf",
    Form.PNG: "image/png",
}


def exhibit_files(answer: Answer[T], exhibit: Exhibit[T], words: Words, caption: str) -> None:
    """Offer the files of an exhibit; each is noted and written at the click.

    Parameters
    ----------
    answer : Answer
        The result and where it comes from.
    exhibit : Exhibit
        How it is shown.
    words : Words
        What its codes are called.
    caption : str
        The caption under it, as plain text.
    """
    if exhibit.stays_here or not may_hand_out():
        return
    where_from, counts = answer.provenance, _counts_of(exhibit)
    name = partial(file_name, provenance=where_from, is_released=exhibit.is_protected)
    parcel = partial(Parcel, snapshot_id=where_from.snapshot_id)
    is_synthetic = where_from.is_synthetic
    with st.container(horizontal=True, gap="small"):
        for file in exhibit.files:
            download(
                file.label,
                parcel(file.name, "CSV", is_synthetic=is_synthetic, counts=counts),
                partial(_csv, answer, file, words, counts=counts),
                file_name=name(file.name),
                mime="text/csv",
                key=f"file_{exhibit.name}_{file.name}",
                icon=":material/download:",
                type="tertiary",
            )
        for form in Form if exhibit.draw is not None else ():
            download(
                f"Figure, {form.value.upper()}",
                parcel(exhibit.name, form.value.upper(), is_synthetic=is_synthetic),
                partial(_plate, answer, exhibit, words, caption=caption, form=form),
                file_name=name(exhibit.name, ending=form.value),
                mime=_MIME[form],
                key=f"plate_{exhibit.name}_{form.value}",
                icon=":material/image:",
                type="tertiary",
            )


def _counts_of(exhibit: Exhibit[T]) -> str:
    if exhibit.is_protected:
        return PROTECTED
    return EXACT if exact_is_chosen() else FEW_WITHHELD


def _csv(answer: Answer[T], file: File[T], words: Words, export_id: str, *, counts: str) -> str:
    rows = file.rows(answer.value, words)
    if counts == FEW_WITHHELD:
        rows = without_small_counts(rows, internal_export(Rules()))
    return internal_csv(rows, answer.provenance, export_id, counts)


def _plate(
    answer: Answer[T],
    exhibit: Exhibit[T],
    words: Words,
    export_id: str,
    *,
    caption: str,
    form: Form,
) -> bytes:
    if exhibit.draw is None:
        raise TypeError(f"{exhibit.name} has no figure")
    around = Legend(
        title=exhibit.title.format(outcome=words.outcome),
        caption=f"{caption} Export {export_id}.",
        described=exhibit.seen(answer.value, words),
        stamp=standing(is_synthetic=answer.provenance.is_synthetic),
        export_id=export_id,
    )
    return plate(exhibit.draw(answer.value, words, LIGHT), around, form)
