"""Choosers of the data dictionary: which domain, which part, which words."""

from dataclasses import dataclass

import streamlit as st

from queries.domains.catalogue import DOMAINS
from queries.domains.dictionary import EVERY

FIELDS, CORE, ENDPOINTS, TECHNIQUES = "Every field", "Core fields", "Endpoints", "Techniques"
PARTS = (FIELDS, CORE, ENDPOINTS, TECHNIQUES)
_LONGEST_SEARCH = 100  # characters


@dataclass(frozen=True)
class DictionaryChoice:
    """What the reader looks up."""

    domain: str  # code, or EVERY
    part: str  # one of PARTS
    search: str  # words that all have to be there; empty: everything


def choose_dictionary() -> DictionaryChoice:
    """Let the reader choose a domain and a part, and type words to look for; kept in the address.

    Every domain is offered to everybody: a dictionary holds no data.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        domain = st.selectbox(
            "Disease domain",
            [EVERY, *DOMAINS],
            format_func=lambda code: DOMAINS[code].name if code in DOMAINS else "All domains",
            key="dictionary_domain",
            bind="query-params",
            width=300,
        )
        search = st.text_input(
            "Search",
            max_chars=_LONGEST_SEARCH,
            placeholder="Name, code or definition",
            icon=":material/search:",
            key="dictionary_search",
            bind="query-params",
            width=300,
        )
    part = st.segmented_control(
        "Show",
        PARTS,
        default=FIELDS,
        required=True,
        key="dictionary_part",
        bind="query-params",
    )
    return DictionaryChoice(str(domain), str(part), search.strip())
