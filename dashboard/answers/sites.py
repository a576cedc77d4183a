"""Sites, as pages ask for them: when they opened, when the first patient came, who has stopped."""

from datetime import date

import numpy as np
import pandas as pd

from analytics.errors import BadInput
from analytics.inputs import Floats, Ints
from analytics.openings import Days, month_of, open_days, openings
from analytics.site_pace import SitePaces, site_paces
from analytics.site_times import KnownSites, SiteTimes, site_times
from dashboard.answers.gate import answer
from queries.errors import EmptyCohort
from queries.policies import View
from queries.reads.openings import enrolled_ever, site_dates
from queries.registry import Registry


@answer(View.ACCRUAL, methods="sites")
def site_openings(registry: Registry) -> SiteTimes:
    """List sites with their milestones, and how long each step took."""
    found = site_times(known_sites(registry))
    if not found.steps:
        raise BadInput(
            "No site in view has a date of agreement, ethics approval or activation.",
            "Supply the dates in the table of sites.",
        )
    return found


@answer(View.ACCRUAL, methods="sites")
def site_activity(registry: Registry) -> SitePaces:
    """Judge the open sites against their own record."""
    sites = known_sites(registry)
    is_open = sites.openings.is_open
    months, counts, days = record(registry, sites)
    if not is_open.any() or not months.size:
        raise BadInput(
            "No site in view is known to be open in a whole month, so none can be judged.",
            "Supply the dates of activation in the table of sites, or widen the filters.",
        )
    return site_paces(
        [place for place, enrols in zip(sites.place, is_open, strict=True) if enrols],
        counts[is_open],
        days[is_open],
        last_month=int(months[-1]),
        not_open=int((~is_open).sum()),
    )


def known_sites(registry: Registry) -> KnownSites:
    """Return the sites in reach with their dates and what they have enrolled, of all years.

    Raises
    ------
    BadInput
        If the source has no data cut-off, so that nothing tells what is past.
    EmptyCohort
        If no site is in reach.
    """
    if registry.cutoff is None:
        raise BadInput(
            "This source supplies no calendar dates, so nothing tells since when a site is open.",
            "See the enrolled diagnoses by place.",
        )
    sites = site_dates(registry).frame
    if sites.empty:
        raise EmptyCohort("No site is in view.", "Widen the region, country or site.")
    enrolled = enrolled_ever(registry).frame
    dated = enrolled[enrolled["month"] >= 0].groupby("site_id")["month"]
    first, last = (_by_site(sites, which, -1) for which in (dated.min(), dated.max()))
    return KnownSites(
        site_id=tuple(sites["site_id"]),
        place=tuple(sites["site_text"]),
        country=tuple(sites["country_code"]),
        region=tuple(sites["region_code"]),
        agreement=_days(sites["agreement_signed_date"]),
        ethics=_days(sites["ethics_approval_date"]),
        activation=_days(sites["activation_date"]),
        first_month=first,
        last_month=last,
        enrolled=_by_site(sites, enrolled.groupby("site_id")["n"].sum(), 0),
        openings=openings(
            _days(sites["activation_date"]),
            _days(sites["closure_date"]),
            tuple(sites["status"].fillna("")),
            (first, last),
            cutoff=registry.cutoff,
        ),
    )


def record(registry: Registry, sites: KnownSites) -> tuple[Ints, Ints, Floats]:
    """Return whole months since the first opening, with enrolled and days open by site.

    Returns
    -------
    tuple
        Months, shape (months,); enrolled and days open, shape (sites, months).
    """
    opened = sites.openings.opened
    day_after = np.array([sites.openings.cutoff], dtype="datetime64[D]") + 1
    # Without any opening there is no month to look at.
    start, end = (int(month_of(days)[0]) for days in (np.sort(opened)[:1], day_after))
    months = np.arange(start if start >= 0 else end, end, dtype=np.int64)
    counts = np.zeros((opened.size, months.size), dtype=np.int64)
    frame = enrolled_ever(registry).frame.astype({"month": "int64"})  # untyped where it is empty
    frame = frame[frame["month"].between(start, end - 1)]
    row = pd.Categorical(frame["site_id"], categories=list(sites.site_id)).codes
    np.add.at(counts, (row, frame["month"].to_numpy() - start), frame["n"].to_numpy())
    return months, counts, open_days(sites.openings, months)


def _by_site(sites: pd.DataFrame, found: "pd.Series[int]", nothing: int) -> Ints:
    values: Ints = np.array(found.reindex(sites["site_id"], fill_value=nothing), dtype=np.int64)
    return values


def _days(column: "pd.Series[date]") -> Days:
    days: Days = pd.to_datetime(column).to_numpy().astype("datetime64[D]")
    return days
