"""What surrounds every page: navigation, account box, shared filters, banner."""

from collections.abc import Callable
from functools import partial
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard import auth, cohort_line, filters, session
from dashboard.answers.published import published
from dashboard.components import cutoff_words
from dashboard.errors import section
from dashboard.navigation import HOME, PAGES, PageEntry, is_open
from dashboard.page import refuse, viewer_or_stop
from dashboard.settings import PROJECT, Environment, settings
from dashboard.wording import label_text
from queries.domains.catalogue import DOMAINS
from queries.errors import QueryError
from queries.filters import Filters
from queries.releases.model import Release
from queries.scope import Role

STATIC = Path(__file__).parent / "static"


def draw() -> None:
    """Draw the frame, then run the chosen page."""
    st.set_page_config(page_title="IO-CORE", page_icon=str(STATIC / "favicon.png"), layout="wide")
    st.logo(str(STATIC / "logo.svg"), size="large")
    viewer = viewer_or_stop()
    pages = {page.key: _registered(page, viewer) for page in PAGES}
    chosen = st.navigation(_menus(pages), position="top")
    current = next((page for page in PAGES if pages[page.key] is chosen), PAGES[0])
    session.keep_pages(pages)
    with st.sidebar:
        _account_box(viewer, chosen)
        session.keep_filters(_filters(viewer, current))
    _banner(viewer)
    if current.has_filters and is_open(current, viewer.scope):
        cohort_line.tell_dropped((session.filters() or Filters(domain="")).domain)
    chosen.run()


def _menus(pages: dict[str, StreamlitPage]) -> dict[str, list[StreamlitPage]]:
    menus: dict[str, list[StreamlitPage]] = {}
    for page in PAGES:
        menus.setdefault(page.group, []).append(pages[page.key])
    return menus


def _registered(page: PageEntry, viewer: auth.Viewer) -> StreamlitPage:
    # A closed page keeps its address and shows a refusal: without it, Streamlit would show
    # the default page under the wrong address.
    opened = is_open(page, viewer.scope)
    target: Path | Callable[[], None] = PROJECT / "pages" / f"{page.key}.py"
    return st.Page(
        target if opened else partial(refuse, page.key),
        title=page.title,
        icon=page.icon,
        url_path=page.key,
        default=page.key == HOME,
        visibility="visible" if opened else "hidden",
    )


def _filters(viewer: auth.Viewer, current: PageEntry) -> Filters:
    domains = filters.domains_in_reach(viewer.scope)
    if not domains or not current.has_filters or not is_open(current, viewer.scope):
        return Filters(domain=next(iter(domains), ""))
    st.subheader("Filters", anchor=False)
    drawn = [Filters(domain="")]  # stays where drawing fails, which the section then tells
    with section():
        drawn.append(filters.draw(viewer.scope))
    return drawn[-1]


def _account_box(viewer: auth.Viewer, chosen: StreamlitPage) -> None:
    address = f"/{chosen.url_path}"
    if settings().environment is Environment.PRODUCTION:
        _signed_in_box(viewer, address)
        return
    st.subheader(f"Role: {viewer.name}", anchor=False)
    with st.expander("Change role"):
        links = [
            _role_link(name, role=role.value, next=address)
            for role, name in auth.ROLE_NAMES.items()
            if role not in (Role.SITE, Role.DOMAIN_LEAD)
        ]
        links += [
            _role_link(
                f"Disease-domain lead {code}",
                role=Role.DOMAIN_LEAD.value,
                domain=code,
                next=address,
            )
            for code in DOMAINS
        ]
        links += [
            _role_link(f"Site {label}", role=Role.SITE.value, site=site, next=address)
            for site, label in _sites()
        ]
        st.html("<br>".join(links))


def _sites() -> tuple[tuple[str, str], ...]:
    try:
        return auth.site_choices()
    except QueryError:  # public pages stand without the registry
        return ()


def _signed_in_box(viewer: auth.Viewer, address: str) -> None:
    st.subheader(label_text(viewer.name), anchor=False)
    if viewer.person:
        # A form, not a widget: signing out ends the session on the server and takes the cookie.
        st.html('<form method="post" action="/sign-out"><button>Sign out</button></form>')
    else:
        onward = escape(f"/sign-in?{urlencode({'next': address})}", quote=True)
        st.html(f'<a href="{onward}" target="_self">Sign in</a>')


def _role_link(text: str, **parameters: str) -> str:
    # A link, not a widget: the server's route sets a cookie that no script can read.
    address = escape(f"/demo/role?{urlencode(parameters)}", quote=True)
    return f'<a href="{address}" target="_self">{escape(text)}</a>'


def _banner(viewer: auth.Viewer) -> None:
    facts = viewer.snapshot or _release()
    with st.container(horizontal=True, vertical_alignment="center"):
        if facts is not None and facts.is_synthetic:
            st.badge("SYNTHETIC DATA", icon=":material/science:", color="orange")
        if settings().environment is Environment.LOCAL:
            st.badge("LOCAL, no sign-in", icon=":material/computer:", color="gray")
        if facts is not None:
            st.badge(label_text(facts.source), icon=":material/database:", color="gray")
            st.badge(cutoff_words(facts.cutoff), icon=":material/event:", color="gray")


def _release() -> Release | None:
    try:
        told = published()
    except QueryError:  # the page says why
        return None
    return None if told is None else told.release
