"""What surrounds every page: navigation, account box, shared filters, banner."""

from collections.abc import Callable
from datetime import date
from functools import partial
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard import auth, cohort_line, filters, moved_line, session
from dashboard.answers.published import published
from dashboard.components import cutoff_words
from dashboard.controls import files
from dashboard.controls.language import chosen_language
from dashboard.errors import section
from dashboard.navigation import HOME, PAGES, PageEntry, is_open
from dashboard.page import refuse, viewer_or_stop
from dashboard.settings import PROJECT, Environment, settings
from dashboard.texts.tongues import LANGUAGES, Tongue, tongue
from dashboard.wording import label_text
from queries.domains.catalogue import DOMAINS
from queries.errors import QueryError
from queries.filters import Filters
from queries.policies import reads_registry
from queries.releases.model import Release
from queries.scope import Role

STATIC = Path(__file__).parent / "static"


def draw() -> None:
    """Draw the frame, then run the chosen page."""
    st.set_page_config(page_title="IO-CORE", page_icon=str(STATIC / "favicon.png"), layout="wide")
    st.logo(str(STATIC / "logo.svg"), size="large")
    viewer = viewer_or_stop()
    speaks = _language(viewer)
    pages = {page.key: _registered(page, viewer, speaks) for page in PAGES}
    chosen = st.navigation(_menus(pages, speaks), position="top")
    current = next((page for page in PAGES if pages[page.key] is chosen), PAGES[0])
    session.keep_pages(pages)
    session.keep_snapshot(viewer.scope.snapshot_id)
    with st.sidebar:
        _account_box(viewer, chosen, speaks)
        session.keep_filters(_filters(viewer, current))
    _banner(viewer, speaks)
    if current.has_filters and is_open(current, viewer.scope):
        cohort_line.tell_dropped((session.filters() or Filters(domain="")).domain)
    chosen.run()


def _language(viewer: auth.Viewer) -> Tongue:
    """Return the language of the menu: that of the pages, where these have more than English."""
    return tongue(LANGUAGES[0]) if reads_registry(viewer.scope.role) else chosen_language()


def _menus(pages: dict[str, StreamlitPage], speaks: Tongue) -> dict[str, list[StreamlitPage]]:
    menus: dict[str, list[StreamlitPage]] = {}
    for page in PAGES:
        group = speaks.word(page.group, "menu") if page.group else ""
        menus.setdefault(group, []).append(pages[page.key])
    return menus


def _registered(page: PageEntry, viewer: auth.Viewer, speaks: Tongue) -> StreamlitPage:
    # A closed page keeps its address and shows a refusal: without it, Streamlit would show
    # the default page under the wrong address.
    opened = is_open(page, viewer.scope)
    target: Path | Callable[[], None] = PROJECT / "pages" / f"{page.key}.py"
    return st.Page(
        target if opened else partial(refuse, page.key),
        title=speaks.word(page.key, "menu", otherwise=page.title),
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
        files.choose_exact()
    return drawn[-1]


def _account_box(viewer: auth.Viewer, chosen: StreamlitPage, speaks: Tongue) -> None:
    address = f"/{chosen.url_path}"
    name = speaks.word(viewer.scope.role.value, "menu", otherwise=viewer.name)
    if settings().environment is Environment.PRODUCTION:
        told = f"{name}: {viewer.person}" if viewer.person and name != viewer.name else name
        _signed_in_box(told, address, speaks, is_known=bool(viewer.person))
        return
    st.subheader(f"{speaks.say('menu.role')}: {name}", anchor=False)
    with st.expander(speaks.say("menu.change_role")):
        links = [
            _role_link(
                speaks.word(role.value, "menu", otherwise=role_name),
                role=role.value,
                next=address,
            )
            for role, role_name in auth.ROLE_NAMES.items()
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


def _signed_in_box(name: str, address: str, speaks: Tongue, *, is_known: bool) -> None:
    st.subheader(label_text(name), anchor=False)
    if is_known:
        # A form, not a widget: signing out ends the session on the server and takes the cookie.
        out = escape(speaks.say("menu.sign_out"))
        st.html(f'<form method="post" action="/sign-out"><button>{out}</button></form>')
    else:
        held = [
            (name, value) for name in st.query_params for value in st.query_params.get_all(name)
        ]
        address = f"{address}?{urlencode(held)}" if held else address  # the link that was followed
        onward = escape(f"/sign-in?{urlencode({'next': address})}", quote=True)
        st.html(f'<a href="{onward}" target="_self">{escape(speaks.say("menu.sign_in"))}</a>')


def _role_link(text: str, **parameters: str) -> str:
    # A link, not a widget: the server's route sets a cookie that no script can read.
    address = escape(f"/demo/role?{urlencode(parameters)}", quote=True)
    return f'<a href="{address}" target="_self">{escape(text)}</a>'


def _banner(viewer: auth.Viewer, speaks: Tongue) -> None:
    facts = viewer.snapshot or _release()
    with st.container(horizontal=True, vertical_alignment="center"):
        if facts is not None and facts.is_synthetic:
            st.badge(speaks.say("page.synthetic"), icon=":material/science:", color="orange")
        if settings().environment is Environment.LOCAL:
            st.badge("LOCAL, no sign-in", icon=":material/computer:", color="gray")
        if facts is not None:
            st.badge(label_text(facts.source), icon=":material/database:", color="gray")
            st.badge(_cutoff(facts.cutoff, speaks), icon=":material/event:", color="gray")
    moved_line.follow(facts, speaks)


def _cutoff(cutoff: date | None, speaks: Tongue) -> str:
    if speaks.code == LANGUAGES[0]:
        return cutoff_words(cutoff)  # as captions write it
    if cutoff is None:
        return speaks.say("menu.no_cutoff")
    return speaks.say("menu.cutoff", day=speaks.day(cutoff))


def _release() -> Release | None:
    try:
        told = published()
    except QueryError:  # the page says why
        return None
    return None if told is None else told.release
