"""What can be taken away from an exhibit: its figure for print, its numbers as CSV."""

from functools import partial
from typing import TypeVar

import streamlit as st

from dashboard.answers.answer import Answer
from dashboard.exhibits.model import Exhibit, File
from dashboard.export import csv_text, file_name
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
    """Offer the files of an exhibit; each is written at the click, as most readers take none.

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
    name = partial(file_name, provenance=answer.provenance)
    with st.container(horizontal=True, gap="small"):
        for file in exhibit.files:
            st.download_button(
                file.label,
                partial(_csv, answer, file, words),
                file_name=name(file.name),
                mime="text/csv",
                key=f"file_{exhibit.name}_{file.name}",
                icon=":material/download:",
                type="tertiary",
                on_click="ignore",
            )
        for form in Form if exhibit.draw is not None else ():
            st.download_button(
                f"Figure, {form.value.upper()}",
                partial(_plate, answer, exhibit, words, caption=caption, form=form),
                file_name=name(exhibit.name, ending=form.value),
                mime=_MIME[form],
                key=f"plate_{exhibit.name}_{form.value}",
                icon=":material/image:",
                type="tertiary",
                on_click="ignore",
            )


def _csv(answer: Answer[T], file: File[T], words: Words) -> str:
    return csv_text(file.rows(answer.value, words), answer.provenance)


def _plate(
    answer: Answer[T], exhibit: Exhibit[T], words: Words, *, caption: str, form: Form
) -> bytes:
    if exhibit.draw is None:
        raise TypeError(f"{exhibit.name} has no figure")
    around = Legend(
        title=exhibit.title.format(outcome=words.outcome),
        caption=caption,
        described=exhibit.seen(answer.value, words),
        stamp="SYNTHETIC" if answer.provenance.is_synthetic else "",
    )
    return plate(exhibit.draw(answer.value, words, LIGHT), around, form)
