"""How a page opens that reads releases only: it stands when the registry does not."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NoReturn

import streamlit as st

from dashboard.answers.published import Published, PublishedDomain, published
from dashboard.controls.language import choose_domain, choose_language
from dashboard.errors import explain
from dashboard.navigation import entry
from dashboard.notices import notice
from dashboard.texts.tongues import OPENINGS, Tongue
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

    @contextmanager
    def part(self) -> Iterator[None]:
        """Guard one part of the page: a failure is a sentence there, in the reader's language."""
        try:
            yield
        except Exception as error:  # any fault must end in a sentence
            why, speaks = explain(error), self.told.tongue
            notice(speaks.fault(why.reason), speaks.fault(why.remedy))


def open_page(key: str) -> ReleasedPage:
    """Check the role, draw title and introduction, and return the current release.

    The first statement of every page that reads releases; where the page is closed, or nothing
    is released, nothing after it runs.
    """
    speaks = choose_language()
    title, introduction = OPENINGS[key]
    st.title(speaks.say(title), anchor=False)
    if level(visiting_role(), entry(key).view) is Level.CLOSED:
        closed = speaks.say("faults.closed", page=speaks.say(title))
        _stop(closed, speaks.say("faults.closed_remedy"))
    if status := speaks.say("language.status"):
        st.warning(status, icon=":material/translate:")
    st.markdown(speaks.say(introduction))
    return ReleasedPage(_told_or_stop(speaks))


def _told_or_stop(speaks: Tongue) -> Published:
    told = None
    try:
        told = published()
    except Exception as error:  # any fault must end in a sentence
        why = explain(error)
        _stop(speaks.fault(why.reason), speaks.fault(why.remedy))
    if told is None:
        _stop(speaks.say("page.nothing"), speaks.say("page.nothing_remedy"))
    return told.spoken(speaks)


def _stop(reason: str, remedy: str) -> NoReturn:
    notice(reason, remedy)
    st.stop()
