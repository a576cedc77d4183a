"""The data dictionary on screen; made from the catalogue alone, so it holds no data."""

from functools import partial
from itertools import groupby

import pandas as pd
import streamlit as st

from dashboard import components
from dashboard.controls.dictionary import CORE, ENDPOINTS, TECHNIQUES, DictionaryChoice
from dashboard.export import plain_csv
from dashboard.sentences.dictionary import (
    dictionary_headline,
    domain_said,
    nothing_found,
    reading_fields,
)
from dashboard.tables.dictionary import (
    endpoints_table,
    field_rows,
    fields_of_domain,
    fields_table,
    matching,
    matching_rows,
    techniques_table,
)
from dashboard.wording import counted, label_text
from queries.domains.dictionary import EVERY, DictionaryRow, dictionary_rows
from queries.domains.dictionary_text import dictionary_text

_FEW = 12  # fields: so many are shown unfolded


def draw(chosen: DictionaryChoice) -> None:
    """Show the chosen part of the dictionary, and offer it as files."""
    rows = fields_of_domain(dictionary_rows(), chosen.domain)
    st.markdown(f"**{label_text(dictionary_headline(rows, chosen.domain))}**")
    said = domain_said(chosen.domain)
    if said:
        st.markdown(label_text(said))
    if chosen.part == ENDPOINTS:
        _show("Endpoints and their definitions", endpoints_table(chosen.domain), chosen)
    elif chosen.part == TECHNIQUES:
        title = "Techniques, as coded at the index procedure"
        _show(title, techniques_table(chosen.domain), chosen)
    else:
        wanted = tuple(row for row in rows if row.core) if chosen.part == CORE else rows
        _fields(matching(wanted, chosen.search), chosen)
    _files(rows, chosen.domain)


def _fields(rows: tuple[DictionaryRow, ...], chosen: DictionaryChoice) -> None:
    if not rows:
        components.notice(*nothing_found(chosen.part, chosen.search, chosen.domain))
        return
    if chosen.search:
        st.caption(label_text(f"{counted(len(rows), 'field')} with “{chosen.search}”."))
    is_open = bool(chosen.search) or len(rows) <= _FEW
    for table, found in groupby(rows, key=lambda row: row.table):
        listed = tuple(found)
        title = f"{table.replace('_', ' ').capitalize()}: {counted(len(listed), 'field')}"
        with st.expander(label_text(title), expanded=is_open):
            frame = fields_table(listed, every_domain=chosen.domain == EVERY)
            st.table(frame, border="horizontal", hide_index=True, alt=f"Fields of {table}.")
    st.caption(label_text(reading_fields()))


def _show(title: str, every: pd.DataFrame, chosen: DictionaryChoice) -> None:
    frame = matching_rows(every, chosen.search)
    st.subheader(title, anchor=False)
    if frame.empty:
        components.notice(*nothing_found(chosen.part, chosen.search, chosen.domain))
        return
    st.table(frame, border="horizontal", hide_index=True, alt=f"{title}: {len(frame)} rows.")


def _files(rows: tuple[DictionaryRow, ...], domain: str) -> None:
    name = f"io-core_data-dictionary_{domain.lower().replace('_', '-')}"
    with st.container(horizontal=True, gap="small"):
        for label, written, file, kind in (
            ("All fields (CSV)", partial(_csv, rows), f"{name}.csv", "text/csv"),
            (
                "Whole dictionary (Markdown)",
                dictionary_text,
                "io-core_data-dictionary.md",
                "text/markdown",
            ),
        ):
            st.download_button(
                label,
                written,
                file_name=file,
                mime=kind,
                key=f"dictionary_file_{kind}",
                icon=":material/download:",
                type="tertiary",
                on_click="ignore",
            )


def _csv(rows: tuple[DictionaryRow, ...]) -> str:
    return plain_csv(field_rows(rows))
