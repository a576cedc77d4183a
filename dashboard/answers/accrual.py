"""Accrual, as pages ask for it."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from analytics.accrual import Accrual, rolling_rate
from analytics.accrual_years import EnrolledByYear, by_year
from analytics.cells import CountTable
from analytics.inputs import Floats, Ints
from analytics.openings import open_at_end
from analytics.quarters import by_quarter
from dashboard.answers.gate import answer
from dashboard.answers.sites import known_sites
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
def enrolment(registry: Registry, level: str, span: int = 1) -> Accrual:
    """Count enrolled diagnoses by region, country, site or domain and by month or quarter.

    Places in reach without enrolment are kept, as zero; sites that are still to open are not.
    `span` is the number of months that are counted together, 1 or 3.
    """
    place = LEVELS[level]
    counts = reads.enrolled_by_month(registry, place)
    if counts.frame.empty:
        raise EmptyCohort(
            "No diagnosis is enrolled under these filters.",
            "Widen the region, country, site or period in the filters.",
        )
    names = _names(registry, level)
    known = [registry.domain] if level == "domain" else names  # of domains, those with diagnoses
    labels = {code: names.get(code, code) for code in (*known, *counts.frame[place])}
    codes = tuple(labels)
    targets = targets_of(registry, place)
    dated = counts.frame[counts.frame["month"] >= 0]
    months = months_of(registry, dated["month"], targets["month"])
    by_month = Accrual(
        level=level,
        groups=tuple(labels.values()),
        months=months,
        counts=_matrix(dated, place, codes, months),
        undated=_undated(counts, place, codes),
        target=_cumulative(targets, months),
        partial_last=is_partial(registry.cutoff, months),
        planned=_planned(targets, place, codes, months),
        open_sites=_open_sites(registry, months),
    )
    total = by_month.counts.sum(axis=0)[: by_month.whole]
    paced = replace(by_month, pace=rolling_rate(total, months[: by_month.whole]))
    return paced if span == 1 else by_quarter(paced)


@answer(View.ACCRUAL, methods="accrual")
def enrolment_by_year(registry: Registry) -> EnrolledByYear:
    """Count enrolled diagnoses by calendar year, those known to the year only with the others."""
    counts = reads.enrolled_by_month(registry, "region_code").frame
    if counts.empty:
        raise EmptyCohort(
            "No diagnosis is enrolled under these filters.",
            "Widen the region, country, site or period in the filters.",
        )
    return by_year(counts["month"], counts["n"], cutoff=registry.cutoff)


@answer(View.REGISTRY_TOTAL, methods="accrual")
def registry_total(registry: Registry) -> int:
    """Count the enrolled diagnoses of the chosen domain over all sites, for a site's page."""
    return int(reads.registry_total(registry).frame["n"].sum())


def targets_of(registry: Registry, place: reads.Place) -> pd.DataFrame:
    """Return targets by place and month (12 x year + month - 1) in the years asked for."""
    frame = reads.targets_by_place(registry, place).frame
    return in_period(registry, frame.assign(month=month_numbers(frame["month"])))


def in_period(registry: Registry, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose month the reader's years keep."""
    first, last = registry.period
    keep = np.ones(len(frame), dtype=np.bool_)
    if first is not None:
        keep &= (frame["month"] >= first).to_numpy()
    if last is not None:
        keep &= (frame["month"] <= last).to_numpy()
    return frame[keep]


def month_numbers(days: "pd.Series[date]") -> "pd.Series[int]":
    """Return dates as months, 12 x year + month - 1."""
    dated = pd.to_datetime(days)
    numbers: pd.Series[int] = 12 * dated.dt.year + dated.dt.month - 1
    return numbers.astype("int64")


def months_of(registry: Registry, enrolled: "pd.Series[int]", planned: "pd.Series[int]") -> Ints:
    """Return the months from the first enrolment or target to the data cut-off, or the years' end.

    Empty where no enrolment has a month: a plan alone is no accrual.
    """
    if enrolled.empty:
        return np.array([], dtype=np.int64)
    cutoff, end = registry.cutoff, registry.period[1]
    last = int(enrolled.max()) if cutoff is None else 12 * cutoff.year + cutoff.month - 1
    last = max(last if end is None else min(last, end), int(enrolled.max()))
    first = int(enrolled.min())
    if not planned.empty:
        first = min(first, int(planned.min()))
    return np.arange(first, last + 1)


def is_partial(cutoff: date | None, months: Ints) -> bool:
    """Say whether the data cut-off falls inside the last month."""
    if cutoff is None or not months.size:
        return False
    return int(months[-1]) >= month_not_over(cutoff)


def month_not_over(cutoff: date) -> int:
    """Return the first month that is not over by the data cut-off."""
    after = cutoff + timedelta(days=1)
    return 12 * after.year + after.month - 1


def _names(registry: Registry, level: str) -> dict[str, str]:
    if level == "domain":
        return {code: domain.name for code, domain in DOMAINS.items()}
    sites = _enrolling(registry)
    if level == "region":
        return {code: REGIONS[code] for code in REGIONS if code in set(sites["region_code"])}
    if level == "country":
        codes = sorted(set(sites["country_code"]), key=lambda code: COUNTRIES[code][0])
        return {code: COUNTRIES[code][0] for code in codes}
    return dict(zip(sites["site_id"], sites["site_text"], strict=True))


def _enrolling(registry: Registry) -> pd.DataFrame:
    # A site that is still to open is not one that has enrolled nobody.
    sites = reads.sites_in_reach(registry).frame
    if registry.cutoff is None or sites.empty:
        return sites
    known = known_sites(registry)
    waits = {
        site
        for site, state in zip(known.site_id, known.openings.state, strict=True)
        if state in ("planned", "overdue")
    }
    return sites[~sites["site_id"].isin(waits)]


def _open_sites(registry: Registry, months: Ints) -> Ints | None:
    if registry.cutoff is None or not months.size:
        return None
    opened = known_sites(registry).openings
    return None if np.isnat(opened.opened).all() else open_at_end(opened, months)


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


def _planned(
    targets: pd.DataFrame, place: str, codes: tuple[str, ...], months: Ints
) -> Floats | None:
    if targets.empty or not months.size:
        return None
    known = targets[targets[place].isin(codes) & (targets["month"] <= months[-1])]
    return _matrix(known, place, codes, months) / 1000


def _cumulative(targets: pd.DataFrame, months: Ints) -> Floats | None:
    if targets.empty or not months.size:
        return None
    month, thousandths = targets["month"].to_numpy(), targets["n"].to_numpy()
    return np.array([thousandths[month <= last].sum() / 1000 for last in months])
