"""Accrual, as pages ask for it."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from analytics.accrual import Accrual
from analytics.cells import CountTable
from analytics.inputs import Floats, Ints
from dashboard.answers.gate import answer
from queries.domains.catalogue import DOMAINS
from queries.domains.places import COUNTRIES, REGIONS
from queries.errors import EmptyCohort
from queries.policies import View
from queries.reads import accrual as reads
from queries.registry import Registry

LEVELS: dict[str, reads.Place] = {
    "region": "region_code",
    "country": "country_code",
    "site": "site_id",
    "domain": "domain_code",
}


@answer(View.ACCRUAL, methods="accrual")
def enrolment(registry: Registry, level: str) -> Accrual:
    """Count enrolled diagnoses by month and by region, country, site or domain.

    Places in reach without enrolment are kept, as zero.
    """
    place = LEVELS[level]
    counts = reads.enrolled_by_month(registry, place)
    if counts.frame.empty:
        raise EmptyCohort(
            "No diagnosis is enrolled under these filters.",
            "Widen the region, country, site or period in the filters.",
        )
    names = _names(registry, level)
    every_domain = level == "domain"
    known = [registry.domain] if every_domain else names  # of the domains, those with diagnoses
    labels = {code: names.get(code, code) for code in (*known, *counts.frame[place])}
    dated = counts.frame[counts.frame["month"] >= 0]
    months = _months(dated["month"], registry.cutoff)
    return Accrual(
        level=level,
        groups=tuple(labels.values()),
        months=months,
        counts=_matrix(dated, place, tuple(labels), months),
        undated=_undated(counts, place, tuple(labels)),
        target=_cumulative_target(
            reads.targets_by_month(registry, every_domain=every_domain), months
        ),
        partial_last=_is_partial(registry.cutoff, months),
    )


@answer(View.REGISTRY_TOTAL, methods="accrual")
def registry_total(registry: Registry) -> int:
    """Count the enrolled diagnoses of the chosen domain over all sites, for a site's page."""
    return int(reads.registry_total(registry).frame["n"].sum())


def _names(registry: Registry, level: str) -> dict[str, str]:
    if level == "domain":
        return {code: domain.name for code, domain in DOMAINS.items()}
    sites = reads.sites_in_reach(registry).frame
    if level == "region":
        return {code: REGIONS[code] for code in REGIONS if code in set(sites["region_code"])}
    if level == "country":
        codes = sorted(set(sites["country_code"]), key=lambda code: COUNTRIES[code][0])
        return {code: COUNTRIES[code][0] for code in codes}
    return dict(zip(sites["site_id"], sites["site_text"], strict=True))


def _months(month: "pd.Series[int]", cutoff: date | None) -> Ints:
    if month.empty:
        return np.array([], dtype=np.int64)
    last = int(month.max()) if cutoff is None else 12 * cutoff.year + cutoff.month - 1
    return np.arange(int(month.min()), max(last, int(month.max())) + 1)


def _matrix(dated: pd.DataFrame, place: str, codes: tuple[str, ...], months: Ints) -> Ints:
    table = np.zeros((len(codes), months.size), dtype=np.int64)
    if months.size:
        row = pd.Categorical(dated[place], categories=list(codes)).codes
        np.add.at(table, (row, dated["month"].to_numpy() - months[0]), dated["n"].to_numpy())
    return table


def _undated(counts: CountTable, place: str, codes: tuple[str, ...]) -> Ints:
    frame = counts.frame[counts.frame["month"] < 0]
    total = frame.groupby(place)["n"].sum()
    return total.reindex(list(codes), fill_value=0).to_numpy(dtype=np.int64)


def _cumulative_target(targets: CountTable, months: Ints) -> Floats | None:
    if targets.frame.empty or not months.size:
        return None
    days = pd.to_datetime(targets.frame["month"])
    month = (12 * days.dt.year + days.dt.month - 1).to_numpy()
    thousandths = targets.frame["n"].to_numpy()
    return np.array([thousandths[month <= last].sum() / 1000 for last in months])


def _is_partial(cutoff: date | None, months: Ints) -> bool:
    if cutoff is None or not months.size:
        return False
    holds_cut = int(months[-1]) == 12 * cutoff.year + cutoff.month - 1
    return holds_cut and (cutoff + timedelta(days=1)).day != 1
