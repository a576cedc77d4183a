"""The few ways to show something on a page; each number comes with where it is from."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TypeVar

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import session, theme
from dashboard.answers import accrual
from dashboard.answers.answer import Answer, Ask, Provenance
from dashboard.charts.frame import stamp
from dashboard.exhibits.model import Exhibit, File
from dashboard.export import csv_text, file_name
from dashboard.navigation import HOME, PAGES, is_open
from dashboard.tables.cells import KeyFigure
from dashboard.texts.library import METHOD_KEYS, METHOD_TITLES, methods_text, page_text
from dashboard.wording import Words, label_text, whole
from queries.domains.burden import BURDEN
from queries.domains.catalogue import DOMAINS, endpoint
from queries.domains.places import COUNTRIES, REGIONS
from queries.filters import Filters
from queries.policies import Level, View, level
from queries.scope import Scope

T = TypeVar("T")

_QUIET = {"displayModeBar": False, "scrollZoom": False, "showTips": False}


def figure(answer: Answer[T], exhibit: Exhibit[T], *, endpoint_code: str = "") -> None:
    """Show a result as a figure, with its caption, its table and its files.

    Parameters
    ----------
    answer : Answer
        The result and where it comes from.
    exhibit : Exhibit
        How to show it; needs a `draw`.
    endpoint_code : str
        Endpoint that was asked for; empty where the result has none.
    """
    if exhibit.draw is None:
        raise TypeError(f"{exhibit.name} has no figure")
    words = words_of(answer.provenance, endpoint_code)
    look = theme.look(st.context.theme.type)
    drawn = exhibit.draw(answer.value, words, look)
    if answer.provenance.is_synthetic:
        drawn = stamp(drawn, look)
    _heading(exhibit, words)
    st.plotly_chart(
        drawn,
        theme="streamlit",
        key=f"figure_{exhibit.name}",
        config=_QUIET,
        alt=exhibit.seen(answer.value, words),
    )
    st.caption(caption(answer, exhibit, words))
    _files(answer, exhibit, words)
    with st.expander("Table", key=f"table_of_{exhibit.name}"):
        st.markdown(f"**{exhibit.table_title}**")
        _static_table(exhibit.table(answer.value, words), exhibit.table_title)


def table(answer: Answer[T], exhibit: Exhibit[T], *, endpoint_code: str = "") -> None:
    """Show a result as a table, with its caption and its files.

    Parameters
    ----------
    answer, exhibit, endpoint_code
        As in `figure`.
    """
    words = words_of(answer.provenance, endpoint_code)
    _heading(exhibit, words)
    _static_table(exhibit.table(answer.value, words), exhibit.seen(answer.value, words))
    st.caption(caption(answer, exhibit, words))
    _files(answer, exhibit, words)


def folded_table(answer: Answer[T], exhibit: Exhibit[T]) -> None:
    """Show a long table folded away under its title."""
    words = words_of(answer.provenance, "")
    with st.expander(exhibit.title, key=f"folded_{exhibit.name}"):
        _static_table(exhibit.table(answer.value, words), exhibit.seen(answer.value, words))
        st.caption(caption(answer, exhibit, words))
    _files(answer, exhibit, words)


def metrics(
    answer: Answer[T],
    key_figures: Callable[[T, Words], Sequence[KeyFigure]],
    *,
    endpoint_code: str = "",
) -> None:
    """Show the few numbers that a reader looks for first, each with its unit and interval."""
    words = words_of(answer.provenance, endpoint_code)
    with st.container(horizontal=True):
        for shown in key_figures(answer.value, words):
            st.metric(
                label_text(shown.label),
                shown.value,
                delta=shown.detail or None,
                delta_color="off",
                delta_arrow="off",
                border=True,
                height="stretch",
                width=171,  # two in a row on a phone
            )


def row() -> DeltaGenerator:
    """Return a row for controls; on a phone it wraps."""
    return st.container(horizontal=True, vertical_alignment="bottom")


def headline(answer: Answer[T], say: Callable[[T, Words], str]) -> None:
    """Answer the question of a page in words, above everything else."""
    st.markdown(f"**{label_text(say(answer.value, words_of(answer.provenance, '')))}**")


def registry_total(ask: Ask) -> None:
    """Show a site how large the whole registry is; other roles see the whole already."""
    if level(ask.scope.role, View.REGISTRY_TOTAL) is Level.CLOSED:
        return
    total = accrual.registry_total(ask)
    where_from = total.provenance
    domain = DOMAINS[where_from.filters.domain].name
    st.caption(
        label_text(
            f"All sites of the registry together: {whole(total.value)} enrolled diagnoses; "
            f"{domain}; {_period(where_from.filters, 'enrolment')}; "
            f"{where_from.source}, {cutoff_words(where_from.cutoff)}."
        )
    )


def notice(reason: str, remedy: str) -> None:
    """Say why something is not shown, and what the reader can do."""
    st.warning(f"{label_text(reason)}  \n{label_text(remedy)}", icon=":material/info:")


def methods() -> None:
    """Show every methods text, each under its own heading."""
    for key, tab in zip(
        METHOD_KEYS, st.tabs([METHOD_TITLES[key] for key in METHOD_KEYS]), strict=True
    ):
        with tab:
            st.markdown(methods_text(key))


def open_pages(scope: Scope) -> None:
    """List the pages that are open to a scope, each with what it shows."""
    for page in PAGES:
        if page.key != HOME and is_open(page, scope):
            target = session.registered_page(page.key)
            with st.container(border=True):
                if target is not None:
                    st.page_link(target, label=f"**{page.title}**", icon=page.icon)
                st.markdown(page_text(page.key))


def words_of(provenance: Provenance, endpoint_code: str) -> Words:
    """Return what the codes of a result are called in its domain."""
    domain = DOMAINS[provenance.filters.domain]
    labels = REGIONS | {technique.code: technique.label for technique in domain.techniques}
    burden = BURDEN.get(domain.code)
    about = f"{burden.cancer} in {burden.year} ({burden.source})" if burden else ""
    if not endpoint_code:
        return Words(labels, burden=about)
    rule = endpoint(domain.code, endpoint_code)
    causes = (_EVENTS.get(rule.event[0], rule.name), *(_EVENTS.get(c, c) for c in rule.competing))
    return Words(labels, rule.name, rule.policy, causes, about)


_EVENTS = {  # what ends follow-up, by the column of its day
    "progression_day": "Progression",
    "organ_progression_day": "Progression within the organ",
    "extra_progression_day": "Progression outside the organ",
    "untreatable_day": "Untreatable progression",
    "untreatable_entered_day": "Untreatable progression as entered",
    "death_day": "Death without it",
    "removal_day": "Transplantation or resection",
    "specific_death_day": "Death from the disease",
    "other_death_day": "Death from another cause",
}


def caption(answer: Answer[T], exhibit: Exhibit[T], words: Words) -> str:
    """Return the caption of a result, in Streamlit's markdown.

    Who is counted and how, under which filters, up to when, from where, and what to mind.
    """
    where_from = answer.provenance
    note = exhibit.note(answer.value, words)
    sentences = [
        label_text(exhibit.counted(answer.value, words)),
        *([label_text(words.policy)] if words.policy else []),
        label_text(f"{filters_in_words(where_from.filters, exhibit.dated_by)}."),
        label_text(f"{where_from.source}, {cutoff_words(where_from.cutoff)}."),
        *([label_text(note)] if note else []),
        *(["**SYNTHETIC DATA**"] if where_from.is_synthetic else []),
    ]
    return " ".join(sentences)


def cutoff_words(cutoff: date | None) -> str:
    """Write the data cut-off, or that the source supplies none."""
    if cutoff is None:
        return "data cut-off not supplied by the source"
    return f"data cut-off {cutoff.day} {cutoff:%b %Y}"


def filters_in_words(filters: Filters, dated_by: str) -> str:
    """Write the filters that shape a result; not all of them shape every result."""
    domain = DOMAINS[filters.domain]
    said = [
        domain.name,
        _listed([REGIONS.get(code, code) for code in filters.regions], "all regions"),
        _listed([COUNTRIES.get(code, (code,))[0] for code in filters.countries], ""),
        f"{len(filters.sites)} selected sites" if filters.sites else "",
    ]
    if dated_by == "index procedure":
        techniques = [domain.technique_label(code) for code in filters.techniques]
        said.append(_listed(techniques, "all techniques"))
    if dated_by != "nothing":
        said.append(_period(filters, dated_by))
    return "; ".join(part for part in said if part)


def _listed(names: Sequence[str], nothing: str) -> str:
    return ", ".join(names) or nothing


def _period(filters: Filters, dated_by: str) -> str:
    first, last = filters.first_year, filters.last_year
    if first is None and last is None:
        return "all years"
    if first is None:
        return f"{dated_by} up to {last}"
    if last is None:
        return f"{dated_by} from {first}"
    return f"{dated_by} {first}" if first == last else f"{dated_by} {first} to {last}"


def _heading(exhibit: Exhibit[T], words: Words) -> None:
    st.subheader(label_text(exhibit.title.format(outcome=words.outcome)), anchor=False)


def _static_table(frame: pd.DataFrame, said: str) -> None:
    st.table(frame, border="horizontal", hide_index=True, alt=said)


def _files(answer: Answer[T], exhibit: Exhibit[T], words: Words) -> None:
    with st.container(horizontal=True, gap="small"):
        for file in exhibit.files:
            # Written at the click: most readers take no file.
            st.download_button(
                file.label,
                partial(_csv, answer, file, words),
                file_name=file_name(file.name, answer.provenance),
                mime="text/csv",
                key=f"file_{exhibit.name}_{file.name}",
                icon=":material/download:",
                type="tertiary",
                on_click="ignore",
            )


def _csv(answer: Answer[T], file: File[T], words: Words) -> str:
    return csv_text(file.rows(answer.value, words), answer.provenance)
