"""What one browser tab carries: its cookie, and the filters of the present run."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, unquote

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from queries.filters import Filters

ROLE_COOKIE = "iocore_demo_role"
SESSION_COOKIE = "iocore_session"
_FILTERS = "_filters_of_this_run"
_PAGES = "_pages_of_this_run"
_CURRENT = "_page_of_this_run"
_SHOWN = "_figures_shown"
_OUTCOME = "_outcome_of_the_last_click"
_DATA = "_data_that_the_reader_knows"
_SNAPSHOT = "_snapshot_of_this_run"
_LANGUAGE = "_language_of_this_tab"


@dataclass(frozen=True)
class DemoChoice:
    """Who the visitor of a demo wants to be."""

    role: str = ""
    site: str = ""
    domain: str = ""

    def to_cookie(self) -> str:
        """Return the choice as the value of a cookie."""
        return quote(json.dumps([self.role, self.site, self.domain]), safe="")


def token() -> str:
    """Return the token of whoever is signed in; empty where nobody is."""
    return str(st.context.cookies.get(SESSION_COOKIE, ""))


def client_address() -> str:
    """Return the network address of the browser; empty on this computer."""
    return st.context.ip_address or ""


def demo_choice() -> DemoChoice:
    """Return what the role picker set; nothing where there is no cookie or it is not ours."""
    try:
        parts = json.loads(unquote(st.context.cookies.get(ROLE_COOKIE, "")))
    except ValueError:
        return DemoChoice()
    if isinstance(parts, list) and len(parts) == len(DemoChoice.__dataclass_fields__):
        return DemoChoice(*map(str, parts))
    return DemoChoice()


def keep_filters(filters: Filters) -> None:
    """Hand the filters that the frame has drawn to the page of the same run."""
    st.session_state[_FILTERS] = filters


def filters() -> Filters | None:
    """Return the filters of the present run; None where a page file runs without the frame."""
    found = st.session_state.get(_FILTERS)
    return found if isinstance(found, Filters) else None


def go_to(region: str = "", country: str = "", site: str = "") -> None:
    """Set the filters of place, and with them the address, to one place; to all if left out."""
    for key, chosen in (("region", region), ("country", country), ("site", site)):
        st.session_state[key] = [chosen] if chosen else []


def choose(chosen: dict[str, object]) -> None:
    """Set widgets of the shared filters, and with them the address, before they are drawn."""
    for key, value in chosen.items():
        st.session_state[key] = value


def chosen_text(key: str) -> str:
    """Return the text that a widget of this tab holds; empty where it is not drawn."""
    found = st.session_state.get(key, "")
    return found if isinstance(found, str) else ""


def held(key: str) -> object:
    """Return what a widget of this tab holds now; None where it is not drawn.

    What a click does must ask for it: arguments of a click were bound when the page was drawn,
    before the reader's last keystroke.
    """
    found: object = st.session_state.get(key)
    return found


def keep_outcome(reason: str, remedy: str) -> None:
    """Keep what a click could not do until the page is drawn again."""
    st.session_state[_OUTCOME] = (reason, remedy)


def tell_outcome(tell: Callable[[str, str], None]) -> None:
    """Tell, once, what the last click could not do."""
    if _OUTCOME in st.session_state:
        tell(*st.session_state.pop(_OUTCOME))


def keep_pages(pages: dict[str, StreamlitPage]) -> None:
    """Hand the pages that the frame has registered to the page of the same run."""
    st.session_state[_PAGES] = pages


def data_before(kind: str, now: str) -> str:
    """Return the data of a kind that the reader last knew of; empty where they are those of now."""
    known = str(st.session_state.setdefault(f"{_DATA}_{kind}", now))
    return "" if known == now else known


def accept_data(kind: str, now: str) -> None:
    """Remember that the reader knows which data of a kind are shown now."""
    st.session_state[f"{_DATA}_{kind}"] = now


def keep_language(code: str) -> None:
    """Remember the language that the reader of public pages has chosen."""
    st.session_state[_LANGUAGE] = code


def language() -> str:
    """Return the language that this tab's reader has chosen; empty: none yet."""
    return str(st.session_state.get(_LANGUAGE, ""))


def keep_snapshot(snapshot_id: int) -> None:
    """Hand the snapshot that the frame is of to the page of the same run."""
    st.session_state[_SNAPSHOT] = snapshot_id


def is_of_another_snapshot(snapshot_id: int) -> bool:
    """Say whether the frame around the page, if there is one, is of another snapshot."""
    return bool(st.session_state.get(_SNAPSHOT, snapshot_id) != snapshot_id)


def keep_current_page(key: str) -> None:
    """Remember which page has opened in the present run."""
    st.session_state[_CURRENT] = key


def current_page() -> str:
    """Return the key of the page that has opened in the present run."""
    return str(st.session_state.get(_CURRENT, ""))


def is_new(figure: str) -> bool:
    """Say whether this tab shows a figure for the first time, and remember that it did."""
    shown: set[str] = st.session_state.setdefault(_SHOWN, set())
    if figure in shown:
        return False
    shown.add(figure)
    return True


def registered_page(key: str) -> StreamlitPage | None:
    """Return a page that can be linked to; None where a page file runs without the frame."""
    found: StreamlitPage | None = st.session_state.get(_PAGES, {}).get(key)
    return found
