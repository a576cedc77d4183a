"""The way from all regions down to one site: where the reader is, and what lies below."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard import session
from dashboard.answers.answer import Ask
from dashboard.answers.choices import SiteChoice, choices
from dashboard.wording import label_text
from queries.domains.places import COUNTRIES, REGIONS
from queries.filters import Filters


@dataclass(frozen=True)
class Stop:
    """A place on the way, as the filters of place and the address name it."""

    text: str
    region: str = ""
    country: str = ""
    site: str = ""


def draw(ask: Ask) -> None:
    """Show the path to the chosen place, and the places one step below it, each to go to.

    A step sets the filters of place, so that address, filters and path always agree.
    """
    sites = choices(Ask(ask.scope, Filters(domain=ask.filters.domain))).value.sites
    if len(sites) < 2:  # noqa: PLR2004  # one site: there is nowhere to go
        return
    *above, here = path(ask.filters, sites)
    below = stops_below(here, sites)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for before, stop in zip((None, *above), above, strict=False):
            if before is not None and _place(before) == _place(stop):  # it names several places
                st.markdown(label_text(stop.text), width="content")
            else:
                _link(stop, "up")
            st.markdown("/", width="content")
        st.markdown(f"**{label_text(here.text)}**", width="content")
        if below:
            st.caption("go to", width="content")
        for stop in below:
            _link(stop, "down")


def path(filters: Filters, sites: Sequence[SiteChoice]) -> list[Stop]:
    """Return the stops from all regions to what is chosen; several places share one stop."""
    known = {site.site_id: site for site in sites}
    chosen = [known[code] for code in filters.sites if code in known]
    countries = filters.countries or tuple(dict.fromkeys(site.country_code for site in chosen))
    regions = filters.regions or tuple(dict.fromkeys(COUNTRIES[code][1] for code in countries))
    stops = [Stop("All regions")]
    if regions:
        names = ", ".join(REGIONS[code] for code in regions)
        stops.append(Stop(names, region=_one(regions)))
    if countries:
        names = ", ".join(COUNTRIES[code][0] for code in countries)
        stops.append(Stop(names, _one(regions), country=_one(countries)))
    if chosen:
        names = ", ".join(site.text for site in chosen)
        stops.append(Stop(names, _one(regions), _one(countries), _one(filters.sites)))
    return stops


def stops_below(here: Stop, sites: Sequence[SiteChoice]) -> list[Stop]:
    """Return the places one step below a stop; none below a site or several places."""
    if here.site:
        return []
    if here.country:
        inside = [site for site in sites if site.country_code == here.country]
        return [Stop(site.text, here.region, here.country, site.site_id) for site in inside]
    if here.region:
        codes = {site.country_code for site in sites if site.region_code == here.region}
        ordered = sorted(codes, key=lambda code: COUNTRIES[code][0])
        return [Stop(COUNTRIES[code][0], here.region, code) for code in ordered]
    if here.text != "All regions":
        return []
    present = {site.region_code for site in sites}
    return [Stop(name, code) for code, name in REGIONS.items() if code in present]


def _one(codes: Sequence[str]) -> str:
    return codes[0] if len(codes) == 1 else ""


def _place(stop: Stop) -> tuple[str, str, str]:
    return (stop.region, stop.country, stop.site)


def _link(stop: Stop, way: str) -> None:
    st.button(
        label_text(stop.text),
        key="_".join((way, *_place(stop))),
        type="tertiary",
        on_click=session.go_to,
        args=_place(stop),
    )
