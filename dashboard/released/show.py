"""The few ways to show a released result; each comes with where it is from."""

from collections.abc import Sequence
from functools import partial
from typing import TypeVar, cast

import streamlit as st

from dashboard import theme
from dashboard.answers.answer import Provenance
from dashboard.answers.published import Published, PublishedDomain, provenance
from dashboard.charts.frame import stamp
from dashboard.exhibits.model import Exhibit, File
from dashboard.export import csv_text, file_name
from dashboard.sentences.released import (
    curves_note,
    few_said,
    no_curve_said,
    of_100_people,
    plainly_said,
    regions_said,
    release_said,
    standing_said,
)
from dashboard.tables.released import growth_of
from dashboard.texts.tongues import Tongue, tongue
from dashboard.wording import Words, label_text

T = TypeVar("T")

_QUIET = {"displayModeBar": False, "scrollZoom": False, "showTips": False}
_NO_WORDS = Words()
_FILES = tongue("en")  # programs read them: one form of headings and numbers


def standing(told: Published) -> None:
    """Say in large letters how large the registry is, and which release says so."""
    st.markdown(f"#### {label_text(standing_said(told))}")
    said = told.tongue.joined([regions_said(told), few_said(told)])
    st.markdown(label_text(said))
    st.caption(_from(told))


def figure(told: Published, value: T, exhibit: Exhibit[T]) -> None:
    """Show a released result as a figure, with its caption, its table and its files."""
    st.subheader(_title(told.tongue, exhibit), anchor=False)
    _drawn(told, value, exhibit)


def _drawn(told: Published, value: T, exhibit: Exhibit[T]) -> None:
    if exhibit.draw is None:
        raise TypeError(f"{exhibit.name} has no figure")
    look = theme.look(st.context.theme.type)
    drawn = exhibit.draw(value, _NO_WORDS, look)
    if told.release.is_synthetic:
        drawn = stamp(drawn, look)
    st.plotly_chart(
        drawn,
        theme="streamlit",
        key=f"figure_{exhibit.name}",
        config=_QUIET,
        alt=exhibit.seen(value, _NO_WORDS),
    )
    _below(told, value, exhibit)
    with st.expander(told.tongue.say("page.table"), key=f"table_of_{exhibit.name}"):
        st.markdown(f"**{_word(told.tongue, 'tables', exhibit.name, exhibit.table_title)}**")
        _table(value, exhibit)


def table(told: Published, value: T, exhibit: Exhibit[T]) -> None:
    """Show a released result as a table, with its caption and its files."""
    st.subheader(_title(told.tongue, exhibit), anchor=False)
    _table(value, exhibit)
    _below(told, value, exhibit)


def tables(told: Published, value: T, exhibits: Sequence[Exhibit[T]]) -> None:
    """Show several released tables of one domain."""
    for exhibit in exhibits:
        table(told, value, exhibit)


def growth(told: Published, domain: PublishedDomain, exhibit: Exhibit[PublishedDomain]) -> None:
    """Show how a domain grows, or that this is withheld."""
    if growth_of(domain) is None:
        st.subheader(_title(told.tongue, exhibit), anchor=False)
        st.markdown(label_text(told.tongue.say("counted.no_growth")))
    else:
        figure(told, domain, exhibit)


def outcomes(told: Published, domain: PublishedDomain, exhibit: Exhibit[PublishedDomain]) -> None:
    """Show released curves under one sentence for each, or that they are withheld."""
    st.subheader(_title(told.tongue, exhibit), anchor=False)
    st.markdown(label_text(plainly_said(domain)))
    sentences = of_100_people(domain)
    if not sentences:
        st.markdown(label_text(no_curve_said(domain)))
        return
    st.markdown("\n".join(f"- {label_text(sentence)}" for sentence in sentences))
    st.markdown(f"**{label_text(curves_note(domain, _NO_WORDS))}**")
    _drawn(told, domain, exhibit)


def reading(speaks: Tongue, *keys: str) -> None:
    """Show lists that tell how a page is read, what it cannot say, and what comes next."""
    for key in keys:
        st.markdown(f"#### {speaks.say(f'titles.{key}')}")
        st.markdown("\n".join(f"- {line}" for line in speaks.lines(key)))


def _below(told: Published, value: T, exhibit: Exhibit[T]) -> None:
    name, code = _domain_of(value)
    note = exhibit.note(value, _NO_WORDS)
    said = [
        name + told.tongue.say("write.stop") if name else "",
        exhibit.counted(value, _NO_WORDS),
        note,
    ]
    st.caption(told.tongue.joined([*(label_text(part) for part in said if part), _from(told)]))
    where_from = provenance(told, code)
    with st.container(horizontal=True, gap="small"):
        for file in exhibit.files:
            st.download_button(
                _word(told.tongue, "files", exhibit.name, file.label),
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
    spoken = value.spoken(_FILES) if isinstance(value, Published | PublishedDomain) else value
    return csv_text(file.rows(cast("T", spoken), _NO_WORDS), where_from)


def _table(value: T, exhibit: Exhibit[T]) -> None:
    frame = exhibit.table(value, _NO_WORDS)
    st.table(frame, border="horizontal", hide_index=True, alt=exhibit.seen(value, _NO_WORDS))


def _from(told: Published) -> str:
    mark = f" **{told.tongue.say('page.synthetic')}**" if told.release.is_synthetic else ""
    return label_text(release_said(told)) + mark


def _title(speaks: Tongue, exhibit: Exhibit[T]) -> str:
    return _word(speaks, "titles", exhibit.name, exhibit.title)


def _word(speaks: Tongue, section: str, name: str, otherwise: str) -> str:
    """Return a text of the catalogue; in its absence that of the exhibit, in English."""
    return speaks.word(name, section, otherwise=otherwise)
