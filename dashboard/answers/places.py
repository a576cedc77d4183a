"""Enrolment beside its targets by country, and by disease domain and region."""

import numpy as np
import pandas as pd

from analytics.progress import Countries, CountryProgress, DomainsByRegion, Progress
from dashboard.answers.accrual import in_period, month_not_over, month_numbers, targets_of
from dashboard.answers.gate import answer
from dashboard.answers.sites import known_sites
from queries.domains.catalogue import DOMAINS
from queries.domains.places import COUNTRIES, REGIONS
from queries.errors import EmptyCohort
from queries.policies import View
from queries.reads import accrual as reads
from queries.registry import Registry


@answer(View.ACCRUAL, methods="accrual")
def by_country(registry: Registry) -> Countries:
    """Hold the enrolment of each country against its target, with its sites."""
    enrolled = reads.enrolled_by_month(registry, "country_code").frame
    sites = reads.sites_in_reach(registry).frame
    if enrolled.empty and sites.empty:
        raise EmptyCohort("No site is in view.", "Widen the region, country or site.")
    targets = targets_of(registry, "country_code")
    opened, planned = _sites_by_country(registry)
    found = [
        CountryProgress(
            code=code,
            name=COUNTRIES[code][0],
            region=REGIONS[COUNTRIES[code][1]],
            progress=_progress(
                registry,
                enrolled[enrolled["country_code"] == code],
                targets[targets["country_code"] == code],
            ),
            open_sites=None if opened is None else opened.get(code, 0),
            planned_sites=planned.get(code, 0),
        )
        for code in sorted({*enrolled["country_code"], *sites["country_code"]})
    ]
    found.sort(key=lambda country: -country.progress.enrolled)
    return Countries(tuple(found))


@answer(View.ACCRUAL, methods="accrual")
def domains_by_region(registry: Registry) -> DomainsByRegion:
    """Hold the enrolment of every domain in reach against its target, region by region."""
    enrolled = reads.enrolled_by_domain_and_region(registry).frame
    targets = reads.targets_by_domain_and_region(registry).frame
    targets = in_period(registry, targets.assign(month=month_numbers(targets["month"])))
    seen = {registry.domain, *enrolled["domain_code"], *targets["domain_code"]}
    domains = [code for code in DOMAINS if code in seen]
    placed = {*reads.sites_in_reach(registry).frame["region_code"], *enrolled["region_code"]}
    regions = [code for code in REGIONS if code in placed]
    if not regions:
        raise EmptyCohort("No site is in view.", "Widen the region, country or site.")

    def cell(domain: str, region: str) -> Progress:
        here = [
            frame[(frame["domain_code"] == domain) & (frame["region_code"] == region)]
            for frame in (enrolled, targets)
        ]
        return _progress(registry, *here)

    return DomainsByRegion(
        domains=tuple(DOMAINS[code].name for code in domains),
        regions=tuple(REGIONS[code] for code in regions),
        cells=tuple(tuple(cell(domain, region) for region in regions) for domain in domains),
    )


def _progress(registry: Registry, enrolled: pd.DataFrame, targets: pd.DataFrame) -> Progress:
    cutoff = registry.cutoff
    end = np.inf if cutoff is None else month_not_over(cutoff)
    over = [frame[(frame["month"] >= 0) & (frame["month"] < end)] for frame in (enrolled, targets)]
    return Progress(
        enrolled=int(enrolled["n"].sum()),
        observed=int(over[0]["n"].sum()),
        expected=None if targets.empty else float(over[1]["n"].sum() / 1000),
    )


def _sites_by_country(registry: Registry) -> tuple[dict[str, int] | None, dict[str, int]]:
    if registry.cutoff is None:
        return None, {}
    sites = known_sites(registry)
    states = pd.DataFrame({"country": sites.country, "state": sites.openings.state})
    opened, planned = (
        {
            str(code): int(n)
            for code, n in states.loc[states["state"] == state, "country"].value_counts().items()
        }
        for state in ("open", "planned")
    )
    return None if (states["state"] == "unknown").all() else opened, planned
