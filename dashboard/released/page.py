"""How a page opens that reads releases only: it stands when the registry does not."""

from dataclasses import dataclass
from typing import NoReturn

import streamlit as st

from dashboard.answers.published import Published, PublishedDomain, published
from dashboard.errors import explain
from dashboard.navigation import entry
from dashboard.notices import notice
from dashboard.texts.library import page_text
from dashboard.visitor import visiting_role
from queries.policies import Level, level


@dataclass(frozen=True)
class ReleasedPage:
    """An opened page and the release that it tells."""

    told: Published

    def choose_domain(self) -> PublishedDomain:
        """Let the reader switch between the released disease domains."""
        names = {domain.code: domain.name for domain in self.told.domains}
        chosen = st.selectbox(
            "Disease domain",
            list(names),
            format_func=names.__getitem__,
            key="released_domain",
            bind="query-params",
            width=420,
        )
        return self.told.domain(str(chosen))


def open_page(key: str) -> ReleasedPage:
    """Check the role, draw title and introduction, and return the current release.

    The first statement of every page that reads releases; where the page is closed, or nothing
    is released, nothing after it runs.
    """
    page = entry(key)
    st.title(page.title, anchor=False)
    if level(visiting_role(), page.view) is Level.CLOSED:
        _stop(
            f"The page “{page.title}” is not open to your role.",
            "Choose another role under “Role”, or ask the registry office for access.",
        )
    st.markdown(page_text(key))
    told = None
    try:
        told = published()
    except Exception as error:  # any fault must end in a sentence
        why = explain(error)
        _stop(why.reason, why.remedy)
    if told is None:
        _stop(
            "Nothing has been released yet, so there is nothing to show here.",
            "The coordinating centre builds a release (iocore publish build), and a member of "
            "the steering committee approves it (iocore publish approve).",
        )
    return ReleasedPage(told)


def _stop(reason: str, remedy: str) -> NoReturn:
    notice(reason, remedy)
    st.stop()
