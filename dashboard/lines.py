"""Lines of the start page: what is said, and the page that says more with its filters set."""

from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard import filters
from dashboard.answers.answer import Ask
from dashboard.navigation import entry, is_open
from dashboard.wording import label_text
from queries.filters import Filters


@dataclass(frozen=True)
class Link:
    """A page, and the filters under which it opens."""

    page: str
    chosen: Filters


@dataclass(frozen=True)
class Line:
    """One line of the start page."""

    lead: str
    said: str
    links: tuple[Link, ...] = ()


def draw_line(ask: Ask, line: Line) -> None:
    """Show a line, with links beside it to those of its pages that are open to the asker."""
    text, beside = st.columns([5, 1], gap="small", vertical_alignment="center")
    with text:
        st.markdown(f"**{label_text(line.lead)}** {label_text(line.said)}")
    with beside:
        open_to = [link for link in line.links if is_open(entry(link.page), ask.scope)]
        if open_to:
            st.html("<br>".join(_anchor(ask, link, line.lead) for link in open_to))


def _anchor(ask: Ask, link: Link, lead: str) -> str:
    # A fresh load of the address: widgets that are on screen already would keep their own
    # values, and the page would not show what its address says.
    page = entry(link.page)
    query = urlencode(filters.parameters(ask.scope, link.chosen), doseq=True)
    address = escape(f"/{page.key}{'?' if query else ''}{query}", quote=True)
    said = escape(f"{page.title}: {lead.rstrip(' .:')}", quote=True)
    look = 'style="color: inherit"'  # of the page's own text, light or dark
    return f'<a href="{address}" target="_self" aria-label="{said}" {look}>{escape(page.title)}</a>'
