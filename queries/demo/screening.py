"""Screening logs of the demo: every second site counts whom it looked at, month by month."""

from collections.abc import Iterator
from datetime import date

import numpy as np

from queries.demo.course import Course
from queries.demo.network import CUTOFF, Network
from queries.demo.tables import draft_table
from queries.importers.draft import DraftTable, Value

_COLUMNS = ("site_id", "domain_code", "month", "screened", "eligible", "consented", "treated")
# People lost before each step, per person who took it: not treated, no consent, not eligible.
_LOST = (0.06, 0.35, 0.9)


def screening_table(course: Course, sites: Network) -> DraftTable:
    """Return monthly counts of sites with an even number; whoever is enrolled was treated.

    The numbers come from a generator of their own for each site, so that a site screens the same
    people whatever part of the registry is made with it.
    """
    rows = [
        row
        for site in np.unique(course.site[course.site % 2 == 1])
        for row in _of_site(course, sites, int(site))
    ]
    return draft_table(
        "screening",
        dict(zip(_COLUMNS, zip(*rows, strict=True), strict=True))
        if rows
        else {name: [] for name in _COLUMNS},
    )


def _of_site(course: Course, sites: Network, site: int) -> Iterator[tuple[Value, ...]]:
    months = (
        course.enrolled[course.site == site].astype("datetime64[M]").astype(np.int64) + 1970 * 12
    )
    last = 12 * CUTOFF.year + CUTOFF.month - 1
    treated = np.bincount(months - months.min(), minlength=last - months.min() + 1)
    random = np.random.default_rng([site, *course.group.domain.encode()])
    steps = [treated]
    for lost in _LOST:
        steps.append(steps[-1] + random.poisson(lost * np.maximum(steps[-1], 0.1)))
    for place, (n, consented, eligible, screened) in enumerate(zip(*steps, strict=True)):
        month = int(months.min()) + place
        on = date(month // 12, month % 12 + 1, 1)
        counts = (int(screened), int(eligible), int(consented), int(n))
        yield (sites.site_id(site), course.group.domain, on, *counts)
