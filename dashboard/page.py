"""How every page opens: role, title, choices."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn

import streamlit as st

from dashboard import auth, components, filters, session
from dashboard.answers.answer import Ask
from dashboard.answers.choices import choices
from dashboard.answers.site_letter import of_site
from dashboard.errors import explain
from dashboard.exports import note_refused_page
from dashboard.navigation import entry, is_open
from dashboard.texts.library import page_text
from dashboard.wording import label_text
from queries.domains.catalogue import DOMAINS
from queries.filters import Filters
from queries.policies import Level, level
from queries.quality.catalogue import CHECKS

BREAKDOWNS = {
    "region": "Region",
    "country": "Country",
    "site": "Site",
    "domain": "Disease domain",
}

_FIRST_CHECK = "T03"  # procedures entered within 30 days: every site has some
MONTHS_AHEAD = (3, 6, 12)
HORIZONS = {12: "12 months", 24: "24 months", 0: "Data cut-off"}


@dataclass(frozen=True)
class Page:
    """An opened page: who asks, for what."""

    ask: Ask
    viewer: auth.Viewer

    @property
    def first_endpoint(self) -> str:
        """Code of the endpoint that the domain puts first."""
        return DOMAINS[self.ask.filters.domain].endpoints[0].code

    def choose_breakdown(self) -> str:
        """Let the reader choose the places to break accrual down by, one step below the filter."""
        chosen = self.ask.filters
        steps = (("domain", chosen.sites), ("site", chosen.countries), ("country", chosen.regions))
        below = next((step for step, is_chosen in steps if is_chosen), "region")
        picked = st.segmented_control(
            "Break down by",
            list(BREAKDOWNS),
            format_func=BREAKDOWNS.__getitem__,
            required=True,
            default=below,
            key=f"breakdown_below_{below}",
            bind="query-params",
        )
        return str(picked)

    def choose_view(self, views: Iterable[str]) -> str:
        """Let the reader choose how the first figure of a page shows its result."""
        labels = list(views)
        chosen = st.segmented_control(
            "Show",
            labels,
            required=True,
            default=labels[0],
            key="accrual_view",
            bind="query-params",
        )
        return str(chosen)

    def choose_check(self) -> str:
        """Let the reader choose the quality check that is shown by site."""
        chosen = st.selectbox(
            "Check shown by site",
            list(CHECKS),
            index=list(CHECKS).index(_FIRST_CHECK),
            format_func=lambda code: f"{code} {CHECKS[code].name}",
            key="check_by_site",
            bind="query-params",
        )
        return str(chosen)

    def choose_months_ahead(self) -> int:
        """Let the reader choose how far past forecasts looked ahead, in months."""
        chosen = st.segmented_control(
            "Past forecasts looked ahead",
            MONTHS_AHEAD,
            format_func=lambda months: f"{months} months",
            required=True,
            default=MONTHS_AHEAD[1],
            key="months_ahead",
            bind="query-params",
        )
        return int(chosen)

    def choose_horizon(self) -> int:
        """Let the reader choose up to when follow-up is judged, in months; 0 is the cut-off."""
        chosen = st.segmented_control(
            "Follow-up up to",
            list(HORIZONS),
            format_func=HORIZONS.__getitem__,
            required=True,
            default=12,
            key="horizon_of_follow_up",
            bind="query-params",
        )
        return int(chosen)

    def choose_site(self) -> Ask:
        """Let the reader choose one of the sites in view, and return the ask about it alone."""
        offered = choices(self.ask).value.sites
        texts = {site.site_id: site.text for site in offered}
        chosen = st.selectbox(
            "Site of the letter",
            list(texts),
            format_func=lambda site: label_text(texts.get(str(site), str(site))),
            key="site_of_letter",
            bind="query-params",
            width=420,
        )
        return of_site(self.ask, str(chosen))


def open_page(key: str) -> Page:
    """Check the role, draw title and introduction, and return what the page may ask.

    The first statement of every page; where the page is closed, nothing after it runs.
    """
    viewer = viewer_or_stop()
    page = entry(key)
    if not is_open(page, viewer.scope):
        refuse(key)
    if session.is_of_another_snapshot(viewer.scope.snapshot_id):
        st.rerun()  # switched between frame and page: both are drawn anew, of one snapshot
    session.keep_current_page(key)
    st.title(page.title, anchor=False)
    st.markdown(page_text(key))
    # A page file run alone has no frame, so nothing was chosen.
    reach = filters.domains_in_reach(viewer.scope)
    chosen = session.filters() or Filters(domain=reach[0] if reach else "")
    counts = level(viewer.scope.role, page.view) >= Level.AGGREGATE
    if counts and not chosen.domain:
        components.notice(
            "Your role reaches no disease domain.", "Ask the registry office for a domain or site."
        )
        st.stop()
    return Page(Ask(viewer.scope, chosen), viewer)


def refuse(key: str) -> NoReturn:
    """Say in one sentence that a page is closed, and stop; the log notes it once a tab."""
    page = entry(key)
    if session.is_new(f"refused {key}"):
        note_refused_page(key)
    st.title(page.title, anchor=False)
    components.notice(
        f"The page “{page.title}” is not open to your role.",
        "Choose another role under “Role”, or ask the registry office for access.",
    )
    st.stop()


def viewer_or_stop() -> auth.Viewer:
    """Return who is looking, or say in one sentence why nothing can be shown, and stop."""
    try:
        return auth.viewer()
    except Exception as error:  # any fault must end in a sentence
        notice = explain(error)
        components.notice(notice.reason, notice.remedy)
        st.stop()
