"""The few ways to show a released result; each comes with where it is from."""

from collections.abc import Sequence
from functools import partial
from typing import TypeVar

import streamlit as st

from dashboard import theme
from dashboard.answers.answer import Provenance
from dashboard.answers.published import Published, PublishedDomain, provenance
from dashboard.charts.frame import stamp
from dashboard.exhibits.model import Exhibit, File
from dashboard.export import csv_text, file_name
from dashboard.sentences.released import of_100_people, standing_said
from dashboard.tables.released import growth_of
from dashboard.texts.library import page_text
from dashboard.wording import NOT_SUPPLIED, Words, label_text

T = TypeVar("T")

_QUIET = {"displayModeBar": False, "scrollZoom": False, "showTips": False}
_NO_WORDS = Words()


def standing(told: Published) -> None:
    """Say in large letters how large the registry is, and which release says so."""
    st.markdown(f"#### {label_text(standing_said(told))}")
    st.caption(_from(told))


def figure(told: Published, value: T, exhibit: Exhibit[T]) -> None:
    """Show a released result as a figure, with its caption, its table and its files."""
    if exhibit.draw is None:
        raise TypeError(f"{exhibit.name} has no figure")
    look = theme.look(st.context.theme.type)
    drawn = exhibit.draw(value, _NO_WORDS, look)
    if told.release.is_synthetic:
        drawn = stamp(drawn, look)
    st.subheader(exhibit.title, anchor=False)
    st.plotly_chart(
        drawn,
        theme="streamlit",
        key=f"figure_{exhibit.name}",
        config=_QUIET,
        alt=exhibit.seen(value, _NO_WORDS),
    )
    _below(told, value, exhibit)
    with st.expander("Table", key=f"table_of_{exhibit.name}"):
        st.markdown(f"**{exhibit.table_title}**")
        _table(value, exhibit)


def table(told: Published, value: T, exhibit: Exhibit[T]) -> None:
    """Show a released result as a table, with its caption and its files."""
    st.subheader(exhibit.title, anchor=False)
    _table(value, exhibit)
    _below(told, value, exhibit)


def tables(told: Published, value: T, exhibits: Sequence[Exhibit[T]]) -> None:
    """Show several released tables of one domain."""
    for exhibit in exhibits:
        table(told, value, exhibit)


def growth(told: Published, domain: PublishedDomain, exhibit: Exhibit[PublishedDomain]) -> None:
    """Show how a domain grows, or that this is withheld."""
    if growth_of(domain) is None:
        st.subheader(exhibit.title, anchor=False)
        st.markdown(label_text(f"Growth is withheld: {domain.rules.token.text}."))
    else:
        figure(told, domain, exhibit)


def outcomes(told: Published, domain: PublishedDomain, exhibit: Exhibit[PublishedDomain]) -> None:
    """Show released curves under one sentence for each, or that they are withheld."""
    sentences = of_100_people(domain)
    if not sentences:
        st.subheader(exhibit.title, anchor=False)
        least = domain.rules
        st.markdown(
            f"No curve is released: each needs at least {least.km_min_n} people and "
            f"{least.km_min_events} deaths from {least.min_sites} sites."
        )
        return
    figure(told, domain, exhibit)
    st.markdown("\n".join(f"- {label_text(sentence)}" for sentence in sentences))


def reading(key: str) -> None:
    """Show how a page is read and what it cannot say."""
    st.markdown(page_text(key))


def _below(told: Published, value: T, exhibit: Exhibit[T]) -> None:
    name, code = _domain_of(value)
    note = exhibit.note(value, _NO_WORDS)
    said = [f"{name}." if name else "", exhibit.counted(value, _NO_WORDS), note]
    st.caption(" ".join([*(label_text(part) for part in said if part), _from(told)]))
    where_from = provenance(told, code)
    with st.container(horizontal=True, gap="small"):
        for file in exhibit.files:
            st.download_button(
                file.label,
                partial(_csv, value, file, where_from),
                file_name=file_name(file.name, where_from, is_released=True),
                mime="text/csv",
                key=f"file_{exhibit.name}_{file.name}",
                icon=":material/download:",
                type="tertiary",
                on_click="ignore",
            )


def _domain_of(value: object) -> tuple[str, str]:
    """Return name and code of the disease domain that a result is of, empty for all."""
    return (value.name, value.code) if isinstance(value, PublishedDomain) else ("", "")


def _csv(value: T, file: File[T], where_from: Provenance) -> str:
    return csv_text(file.rows(value, _NO_WORDS), where_from)


def _table(value: T, exhibit: Exhibit[T]) -> None:
    frame = exhibit.table(value, _NO_WORDS)
    st.table(frame, border="horizontal", hide_index=True, alt=exhibit.seen(value, _NO_WORDS))


def _from(told: Published) -> str:
    release = told.release
    cutoff = NOT_SUPPLIED
    if release.cutoff is not None:
        cutoff = f"{release.cutoff.day} {release.cutoff:%b %Y}"
    said = f"Release {release.release_id} of {release.source}, data cut-off {cutoff}."
    return label_text(said) + (" **SYNTHETIC DATA**" if release.is_synthetic else "")
