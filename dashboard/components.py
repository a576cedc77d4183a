"""The few ways to show something on a page; each number comes with where it is from."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import passports, session, theme
from dashboard.answers import accrual
from dashboard.answers.answer import Answer, Ask, Provenance
from dashboard.charts.frame import stamp
from dashboard.condition_words import conditions_text
from dashboard.exhibit_files import exhibit_files
from dashboard.exhibits.model import Exhibit
from dashboard.navigation import HOME, PAGES, PageEntry, is_open
from dashboard.notices import notice as notice
from dashboard.tables.cells import KeyFigure
from dashboard.texts.library import METHOD_KEYS, METHOD_TITLES, methods_text, page_text
from dashboard.wording import Words, counted, label_text, whole
from queries.domains.burden import BURDEN
from queries.domains.catalogue import DOMAINS, endpoint
from queries.domains.places import COUNTRIES, REGIONS
from queries.filters import Filters
from queries.policies import Level, View, level
from queries.scope import Scope

T = TypeVar("T")

_IN_A_ROW = 3  # pages beside each other on the start page
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
    said = _captioned(answer, exhibit, words)
    exhibit_files(answer, exhibit, words, said)
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
    said = _captioned(answer, exhibit, words)
    exhibit_files(answer, exhibit, words, said)


def folded_table(answer: Answer[T], exhibit: Exhibit[T]) -> None:
    """Show a long table folded away under its title."""
    words = words_of(answer.provenance, "")
    with st.expander(exhibit.title, key=f"folded_{exhibit.name}"):
        _static_table(exhibit.table(answer.value, words), exhibit.seen(answer.value, words))
        said = _captioned(answer, exhibit, words)
    exhibit_files(answer, exhibit, words, said)


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


def place() -> DeltaGenerator:
    """Return a place on the page that is filled later in the run."""
    return st.container()


def line(answer: Answer[T], say: Callable[[T, Words], str], *, endpoint_code: str = "") -> None:
    """Say one more thing about a result, under its figure."""
    st.caption(label_text(say(answer.value, words_of(answer.provenance, endpoint_code))))


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


def methods() -> None:
    """Show every methods text, each under its own heading."""
    for key, tab in zip(
        METHOD_KEYS, st.tabs([METHOD_TITLES[key] for key in METHOD_KEYS]), strict=True
    ):
        with tab:
            st.markdown(methods_text(key))


def open_pages(scope: Scope) -> None:
    """List the pages that are open to a scope by menu, each with what it answers."""
    groups: dict[str, list[PageEntry]] = {}
    for page in PAGES:
        if page.key != HOME and is_open(page, scope):
            groups.setdefault(page.group, []).append(page)
    for group, pages in groups.items():
        st.subheader(group, anchor=False)
        columns = st.columns(_IN_A_ROW)
        for place, page in enumerate(pages):
            with columns[place % _IN_A_ROW]:
                target = session.registered_page(page.key)
                if target is not None:
                    st.page_link(target, label=f"**{page.title}**", icon=page.icon)
                st.caption(f"{page_text(page.key).split('. ')[0].rstrip('.')}.")


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
    "local_progression_day": "Local tumour progression",
    "local_failure_day": "Local failure",
}


def caption(answer: Answer[T], exhibit: Exhibit[T], words: Words) -> tuple[str, ...]:
    """Return the caption of a result in sentences, as plain text.

    Who is counted and how, under which filters, up to when, from where, and what to mind.
    """
    where_from = answer.provenance
    return tuple(
        sentence
        for sentence in (
            exhibit.counted(answer.value, words),
            words.policy,
            f"{filters_in_words(where_from.filters, exhibit.dated_by)}.",
            f"{_data_words(where_from)}.",
            exhibit.note(answer.value, words),
        )
        if sentence
    )


def _captioned(answer: Answer[T], exhibit: Exhibit[T], words: Words) -> str:
    """Show the caption of a result with its id, and return it as plain text."""
    where_from = answer.provenance
    title = exhibit.title.format(outcome=words.outcome)
    seen = exhibit.seen(answer.value, words)
    shown = passports.Shown(exhibit.name, title, seen, _data_words(where_from))
    figure_id = passports.remember(where_from, shown)
    said = " ".join(caption(answer, exhibit, words))
    text = label_text(said) + (" **SYNTHETIC DATA.**" if where_from.is_synthetic else "")
    if figure_id:
        said += f" Figure id {figure_id}."
        text += f" Figure id {label_text(figure_id)}."
    st.caption(text)
    cited = passports.cited_before(where_from, exhibit.name)
    if cited is not None:
        st.info(
            f"**Cited as {label_text(cited.passport_id)}**, {label_text(cited.data)}: "
            f"{label_text(cited.said)}  \n**Now**, {label_text(_data_words(where_from))}: "
            f"{label_text(seen)}",
            icon=":material/history:",
        )
    return said


def _data_words(where_from: Provenance) -> str:
    return f"{where_from.source}, {cutoff_words(where_from.cutoff)}"


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
        counted(len(filters.sites), "selected site") if filters.sites else "",
    ]
    if dated_by == "index procedure":
        techniques = [domain.technique_label(code) for code in filters.techniques]
        said.append(_listed(techniques, "all techniques"))
    if dated_by != "nothing":
        said.append(_period(filters, dated_by))
    if filters.criteria:
        conditions = conditions_text(filters.criteria, filters.domain)
        is_cut = dated_by == "index procedure"
        said.append(f"cohort: {conditions}" if is_cut else "conditions of the cohort not applied")
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
