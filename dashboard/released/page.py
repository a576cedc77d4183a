"""How a page opens that reads releases only: it stands when the registry does not."""

from dataclasses import dataclass
from typing import NoReturn

import streamlit as st

from dashboard.answers.published import Published, PublishedDomain, published
from dashboard.controls.language import choose_domain, choose_language
from dashboard.errors import explain
from dashboard.navigation import entry
from dashboard.notices import notice
from dashboard.texts.library import page_text
from dashboard.texts.tongues import TRANSLATED, Tongue, tongue
from dashboard.visitor import visiting_role
from queries.policies import Level, level


@dataclass(frozen=True)
class ReleasedPage:
    """An opened page and the release that it tells."""

    told: Published

    def choose_domain(self) -> PublishedDomain:
        """Let the reader switch between the released disease domains."""
        names = {domain.code: domain.name for domain in self.told.domains}
        return self.told.domain(choose_domain(names, self.told.tongue))


def open_page(key: str) -> ReleasedPage:
    """Check the role, draw title and introduction, and return the current release.

    The first statement of every page that reads releases; where the page is closed, or nothing
    is released, nothing after it runs.
    """
    page = entry(key)
    is_open = level(visiting_role(), page.view) is not Level.CLOSED
    speaks = choose_language() if is_open and key in TRANSLATED else tongue("en")
    title = speaks.say("page.title") if key in TRANSLATED else page.title
    st.title(title, anchor=False)
    if not is_open:
        _stop(
            f"The page “{page.title}” is not open to your role.",
            "Choose another role under “Role”, or ask the registry office for access.",
        )
    _introduce(key, speaks)
    return ReleasedPage(_told_or_stop(speaks))


def _introduce(key: str, speaks: Tongue) -> None:
    if key not in TRANSLATED:
        st.markdown(page_text(key))
        return
    if status := speaks.say("language.status"):
        st.warning(status, icon=":material/translate:")
    st.markdown(speaks.say("page.mission"))


def _told_or_stop(speaks: Tongue) -> Published:
    told = None
    try:
        told = published()
    except Exception as error:  # any fault must end in a sentence
        why = explain(error)
        _stop(why.reason, why.remedy)
    if told is None:
        _stop(speaks.say("page.nothing"), speaks.say("page.nothing_remedy"))
    return told.spoken(speaks)


def _stop(reason: str, remedy: str) -> NoReturn:
    notice(reason, remedy)
    st.stop()
