"""The choices of the public page, held by the address whatever the language."""

from collections.abc import Mapping

import streamlit as st

from dashboard import session
from dashboard.texts.tongues import LANGUAGES, Tongue, tongue

_DOMAIN, _LANGUAGE = "released_domain", "language"


def choose_language() -> Tongue:
    """Let the reader choose a language; a link holds the choice, and so does the tab."""
    asked = chosen_language().code
    chosen = str(
        st.pills(
            tongue(LANGUAGES[0]).say("language.choose"),
            list(LANGUAGES),
            format_func=lambda code: tongue(code).name,
            default=asked,
            required=True,
            key=_LANGUAGE,
            label_visibility="collapsed",
        )
    )
    session.keep_language(chosen)
    if chosen != _code(st.query_params.get(_LANGUAGE, LANGUAGES[0])):
        st.query_params[_LANGUAGE] = chosen
    return tongue(chosen)


def chosen_language() -> Tongue:
    """Return the language of the address, or of the tab; of what surrounds a page as well."""
    held = session.chosen_text(_LANGUAGE)  # what was just clicked
    asked = st.query_params.get(_LANGUAGE, "")
    return tongue(held or (_code(asked) if asked else session.language()))


def _code(asked: str) -> str:
    """Return the code of a language that an address names, by code or by its own name."""
    return next((code for code in LANGUAGES if asked in (code, tongue(code).name)), LANGUAGES[0])


def choose_domain(names: Mapping[str, str], speaks: Tongue) -> str:
    """Let the reader choose a disease domain by its name; the address holds its code.

    Names differ by language, so that an address with a name would be lost in another one.
    """
    codes = list(names)
    asked = _code_of(st.query_params.get(_DOMAIN, ""), codes)
    chosen = st.selectbox(
        speaks.say("page.choose_domain"),
        codes,
        index=codes.index(asked),
        format_func=names.__getitem__,
        key="released_domain",
        width=420,
    )
    if chosen != asked:
        st.query_params[_DOMAIN] = chosen
    return chosen


def _code_of(asked: str, codes: list[str]) -> str:
    """Return the code that an address asks for, by code or by a name in any language."""
    for code in codes:
        if asked in {code, *(tongue(one).word(code, "domains") for one in LANGUAGES)}:
            return code
    return codes[0]
