"""Forecast of enrolment, as pages ask for it, with its own record of past forecasts."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analytics.back_test import back_test
from analytics.errors import TooFewEvents
from analytics.inputs import Floats, Ints
from analytics.openings import month_of, open_days
from analytics.outlook import Asked, Outlook, PastForecasts, SiteRecord, foretold
from analytics.site_times import KnownSites
from dashboard.answers.accrual import month_numbers
from dashboard.answers.gate import answer
from dashboard.answers.sites import known_sites, record
from queries.policies import View
from queries.reads.accrual import targets_by_place
from queries.registry import Registry


@dataclass(frozen=True)
class Start:
    """Where a forecast starts, and what it is asked for first."""

    cutoff: date
    enrolled: int
    number: int  # the whole plan if it is not reached yet, else the next round number


@answer(View.FORECAST, methods="forecast")
def forecast_start(registry: Registry) -> Start:
    """Return the data cut-off, those enrolled so far, and a number worth asking for."""
    sites = known_sites(registry)
    enrolled = int(site_record(sites).counts.sum())
    _, plan = _plan(registry, None)
    planned = round(float(plan[-1])) if plan.size else 0
    return Start(
        cutoff=sites.openings.cutoff,
        enrolled=enrolled,
        number=planned if planned > enrolled else _round_number_above(enrolled),
    )


@answer(View.FORECAST, methods="forecast")
def outlook(registry: Registry, days: int, number: int) -> Outlook:
    """Forecast how many by a day after the data cut-off, and when a number is reached."""
    sites = known_sites(registry)
    known = site_record(sites)
    at, months, ahead = foretold(known, Asked(days, number))
    seen_months, counts, _ = record(registry, sites)
    plan_months, plan = _plan(registry, int(months[-1]))
    return Outlook(
        record=known,
        by=date.fromordinal(known.cutoff.toordinal() + days),
        at=at,
        months=months,
        ahead=ahead,
        seen_months=seen_months,
        seen=np.cumsum(counts.sum(axis=0)),
        plan_months=plan_months,
        plan=plan,
    )


@answer(View.FORECAST, methods="forecast")
def past_forecasts(registry: Registry, ahead: int) -> PastForecasts:
    """Repeat the last six forecasts of some months and hold them against what happened."""
    sites = known_sites(registry)
    months, counts, exposure = record(registry, sites)
    opened = exposure.sum(axis=1) > 0
    if not opened.any():
        raise TooFewEvents(
            "No site in view was open for a whole month, so there is nothing to look back on.",
            "Supply the dates of activation in the table of sites, or widen the filters.",
        )
    test = back_test(counts[opened], exposure[opened], ahead=ahead)
    return PastForecasts(
        test=test,
        made=months[test.known_months - 1],
        until=months[test.known_months - 1 + ahead],
    )


def site_record(sites: KnownSites) -> SiteRecord:
    """Return what each site has enrolled and how long it was open, and which are to open."""
    found = sites.openings
    exposure = _exposure(sites)
    opened = exposure > 0
    planned = [
        (place, day.item())
        for place, day, state in zip(sites.place, found.planned, found.state, strict=True)
        if state == "planned"
    ]
    is_alone = int(opened.sum()) == 1 and bool(planned)
    return SiteRecord(
        cutoff=found.cutoff,
        counts=sites.enrolled[opened],
        exposure=exposure[opened],
        enrolling=found.is_open[opened],
        planned=() if is_alone else tuple(sorted(planned, key=lambda site: site[1])),
        notes=_left_out(sites, exposure, n_planned=len(planned) if is_alone else 0),
    )


def _exposure(sites: KnownSites) -> Floats:
    opened = sites.openings.opened
    if np.isnat(opened).all():
        return np.zeros(opened.size)
    cut = np.array([sites.openings.cutoff], dtype="datetime64[D]")
    first, last = (int(month_of(days)[0]) for days in (np.sort(opened)[:1], cut))
    exposure: Floats = open_days(sites.openings, np.arange(first, last + 1)).sum(axis=1)
    return exposure


def _left_out(sites: KnownSites, exposure: Floats, *, n_planned: int) -> tuple[str, ...]:
    found = sites.openings
    lost = int(sites.enrolled[exposure == 0].sum())
    overdue, unknown = found.count("overdue"), found.count("unknown")
    said = (
        (lost, f"Diagnoses of sites without any date are left out (n = {lost})."),
        (overdue, f"Sites that should have opened by now are left out (n = {overdue})."),
        (unknown, f"Sites of unknown opening are left out (n = {unknown})."),
        (
            n_planned,
            f"One site cannot tell what others enrol: openings are left out ({n_planned}).",
        ),
    )
    return tuple(sentence for holds, sentence in said if holds)


def _plan(registry: Registry, last: int | None) -> tuple[Ints, Floats]:
    """Return months and the cumulative target, of all years, up to a last month."""
    targets = targets_by_place(registry, "region_code").frame
    by_month = (
        pd.Series(targets["n"].to_numpy(), index=month_numbers(targets["month"]))
        .groupby(level=0)
        .sum()
        .sort_index()
    )
    kept = by_month if last is None else by_month[by_month.index <= last]
    return kept.index.to_numpy(dtype=np.int64), np.cumsum(kept.to_numpy()) / 1000


def _round_number_above(enrolled: int) -> int:
    """Return a number of two digits and noughts that is at least a tenth above."""
    step = int(10 ** max(len(str(enrolled)) - 2, 0))
    return -(-11 * enrolled // (10 * step)) * step
