"""Shared filters: widgets bound to the address, read into one frozen `Filters`."""

import streamlit as st

from dashboard import cohort_line
from dashboard.answers.answer import Ask
from dashboard.answers.choices import Choices, choices
from dashboard.wording import label_text
from queries.cohort_text import written
from queries.domains.catalogue import DOMAINS
from queries.domains.places import COUNTRIES, REGIONS
from queries.filters import Filters
from queries.scope import Reach, Scope


def domains_in_reach(scope: Scope) -> tuple[str, ...]:
    """Return the codes of the disease domains that a scope reaches."""
    return tuple(
        code for code in DOMAINS if scope.domain_reach is Reach.ALL or code in scope.domains
    )


def draw(scope: Scope) -> Filters:
    """Draw the shared filters and return what is chosen.

    Every option comes from the scope, so a value outside it cannot be chosen; one that stands
    in the address is dropped by the widget and, should it come through, by the row rule.
    """
    domains = domains_in_reach(scope)
    if not domains:
        return Filters(domain="")
    domain = st.selectbox(
        "Disease domain",
        domains,
        format_func=lambda code: DOMAINS[code].name,
        key="domain",
        bind="query-params",
    )
    offered = choices(Ask(scope, Filters(domain=domain))).value
    regions = _regions(offered)
    countries = _countries(offered, regions)
    sites = _sites(offered, regions, countries)
    techniques = _techniques(offered, domain)
    first, last = _period(offered)
    chosen = Filters(
        domain=domain,
        regions=regions,
        countries=countries,
        sites=sites,
        techniques=techniques,
        first_year=first,
        last_year=last,
        criteria=cohort_line.draw(domain),
    )
    cohort_line.summary(Ask(scope, chosen))
    return chosen


def parameters(scope: Scope, chosen: Filters) -> dict[str, list[str]]:
    """Return the part of an address under which the widgets hold these filters.

    A widget keeps in the address the texts of its chosen options, and nothing where the choice
    is its first; an address that says more would leave a step in the history that Back cannot
    pass.
    """
    domain = DOMAINS[chosen.domain]
    offered = choices(Ask(scope, Filters(domain=chosen.domain))).value
    sites = {site.site_id: label_text(site.text) for site in offered.sites}
    is_first = chosen.domain == next(iter(domains_in_reach(scope)), "")
    texts = {
        "domain": [] if is_first else [domain.name],
        "region": [REGIONS[code] for code in chosen.regions],
        "country": [COUNTRIES[code][0] for code in chosen.countries],
        "site": [sites[site] for site in chosen.sites if site in sites],
        "technique": [domain.technique_label(code) for code in chosen.techniques],
        "from": [str(year) for year in (chosen.first_year,) if year is not None],
        "to": [str(year) for year in (chosen.last_year,) if year is not None],
        "cohort": [text for text in (written(chosen.criteria),) if text],
    }
    return {name: values for name, values in texts.items() if values}


def _regions(offered: Choices) -> tuple[str, ...]:
    present = {site.region_code for site in offered.sites}
    return tuple(
        st.pills(
            "Region",
            [code for code in REGIONS if code in present],
            selection_mode="multi",
            format_func=REGIONS.__getitem__,
            key="region",
            bind="query-params",
        )
    )


def _countries(offered: Choices, regions: tuple[str, ...]) -> tuple[str, ...]:
    present = {
        site.country_code for site in offered.sites if site.region_code in (regions or REGIONS)
    }
    return tuple(
        st.multiselect(
            "Country",
            sorted(present, key=lambda code: COUNTRIES[code][0]),
            format_func=lambda code: COUNTRIES[code][0],
            key="country",
            bind="query-params",
            placeholder="All countries",
        )
    )


def _sites(
    offered: Choices, regions: tuple[str, ...], countries: tuple[str, ...]
) -> tuple[str, ...]:
    texts = {
        site.site_id: site.text
        for site in offered.sites
        if site.region_code in (regions or REGIONS)
        and site.country_code in (countries or COUNTRIES)
    }
    return tuple(
        st.multiselect(
            "Site",
            list(texts),
            format_func=lambda code: label_text(texts.get(str(code), str(code))),
            key="site",
            bind="query-params",
            placeholder="All sites",
        )
    )


def _techniques(offered: Choices, domain: str) -> tuple[str, ...]:
    return tuple(
        st.multiselect(
            "Technique at the index procedure",
            offered.techniques,
            format_func=DOMAINS[domain].technique_label,
            key="technique",
            bind="query-params",
            placeholder="All techniques",
        )
    )


def _period(offered: Choices) -> tuple[int | None, int | None]:
    if not offered.years:
        st.caption("No period filter: this source supplies no calendar dates.")
        return None, None
    first_column, last_column = st.columns(2)
    with first_column:
        first = st.selectbox(
            "From year",
            offered.years,
            index=None,
            key="from",
            bind="query-params",
            placeholder="First",
        )
    with last_column:
        last = st.selectbox(
            "To year",
            offered.years,
            index=None,
            key="to",
            bind="query-params",
            placeholder="Last",
        )
    return first, last
