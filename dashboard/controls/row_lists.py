"""Choosers of lists to be worked off: which site, which field, and what for."""

from collections.abc import Iterable

import numpy as np
import streamlit as st

from analytics.completeness import Completeness
from analytics.visits import Visits
from dashboard import visitor
from dashboard.answers.answer import Ask
from dashboard.answers.choices import choices
from dashboard.answers.row_gate import Looking
from dashboard.answers.site_letter import of_site
from dashboard.page import Page
from dashboard.wording import label_text
from queries.policies import PURPOSE_ROLES, Level, View, level


def may_list(page: Page, view: View) -> bool:
    """Say whether rows of single patients of a view are open to who looks; the matrix decides."""
    return level(page.ask.scope.role, view) >= Level.DEIDENTIFIED


def choose_overdue_site(page: Page, made: Visits) -> Ask | None:
    """Let the reader choose a site, the one with the most missed visits first."""
    worst = made.by_site["MISSED"].sort_values(ascending=False, kind="stable")
    return _choose_site(page.ask, worst.index, "overdue_site", "List overdue visits of")


def choose_gap_site(page: Page, entered: Completeness) -> Ask | None:
    """Let the reader choose a site, the least complete first."""
    worst = [site for site, _ in entered.by_site]
    return _choose_site(page.ask, worst, "gap_site", "List records of")


def choose_gap_field(entered: Completeness, site: str) -> tuple[str, str] | None:
    """Let the reader choose a core field, the one that a site lacks most often first.

    Returns
    -------
    tuple of str or None
        Names of form and field; None where nothing is chosen.
    """
    place = entered.sites.index(site)
    lacking = entered.applicable[:, place] - entered.entered[:, place]
    offered = [n for n in np.argsort(-lacking, kind="stable") if entered.applicable[n, place]]
    fields = {
        f"{field.label}, {field.table.replace('_', ' ')}": (field.table, field.column)
        for field in (entered.fields[n] for n in offered)
    }
    chosen = st.selectbox(
        "List records without",
        list(fields),
        index=None,
        format_func=lambda text: label_text(str(text)),
        placeholder="Choose a field, most often lacking first",
        key="gap_field",
        bind="query-params",
        width=420,
    )
    return None if chosen is None else fields.get(str(chosen))


def say_who_looks(page: Page, key: str) -> Looking:
    """Return who looks, and let those who see every site say what for."""
    purpose = ""
    if page.ask.scope.role in PURPOSE_ROLES:
        purpose = st.text_input(
            "Purpose",
            key=key,
            max_chars=200,
            placeholder="what you need these rows for; kept in the audit log",
        )
    return Looking(page.viewer.person or page.viewer.name, visitor.now(), purpose)


def site_text(ask: Ask) -> str:
    """Return how the reader reads the one site of an ask."""
    return next(site.text for site in choices(ask).value.sites)


def _choose_site(ask: Ask, worst_first: Iterable[str], key: str, label: str) -> Ask | None:
    rank = {text: place for place, text in enumerate(worst_first)}
    offered = {site.site_id: site.text for site in choices(ask).value.sites if site.text in rank}
    if len(offered) == 1:
        return of_site(ask, next(iter(offered)))
    chosen = st.selectbox(
        label,
        sorted(offered, key=lambda site: rank[offered[site]]),
        index=None,
        format_func=lambda site: label_text(offered.get(str(site), str(site))),
        placeholder="Choose a site, most to do first",
        key=key,
        bind="query-params",
        width=420,
    )
    return None if chosen is None else of_site(ask, str(chosen))
