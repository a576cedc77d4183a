"""A forecast of enrolment beside the record that it continues and the plan that it is held to."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from analytics.back_test import BackTest
from analytics.errors import TooFewEvents
from analytics.forecast import Forecast, TargetDate, forecast
from analytics.inputs import Bools, Floats, Ints

MOST_MONTHS = 60  # drawn ahead; a target further away is told in words


@dataclass(frozen=True, eq=False)
class SiteRecord:
    """What a forecast may go on; arrays have one entry per site that has been open."""

    cutoff: date
    counts: Ints  # enrolled so far, with and without a month
    exposure: Floats  # days open, above 0
    enrolling: Bools  # still open at the data cut-off
    planned: tuple[tuple[str, date], ...]  # sites that are to open, and when
    notes: tuple[str, ...]  # what is left out, in sentences


@dataclass(frozen=True, eq=False)
class Outlook:
    """How many by a day, when a number is reached, and the months until both."""

    record: SiteRecord
    by: date  # day that was asked for
    at: Forecast  # on that day, with the number that was asked for
    months: Ints  # months ahead, 12 x year + month - 1
    ahead: Forecast  # at the end of each
    seen_months: Ints  # whole months of the record
    seen: Ints  # enrolled by the end of each; those without a month are in none
    plan_months: Ints  # months with a target, up to the last one ahead; empty: no target
    plan: Floats  # cumulative target by the end of each

    @property
    def goal(self) -> TargetDate:
        """When the number that was asked for is reached."""
        return self.at.targets[0]

    def day(self, days: float) -> date:
        """Return the day that lies some days after the data cut-off."""
        return self.record.cutoff + timedelta(days=int(days))


@dataclass(frozen=True, eq=False)
class PastForecasts:
    """The last forecasts beside what happened; arrays of `test` have one entry per forecast."""

    test: BackTest
    made: Ints  # last month that each forecast could see
    until: Ints  # last month that it looked ahead to


@dataclass(frozen=True, eq=False)
class Asked:
    """By when, and up to which number, a forecast was asked for."""

    days: int  # after the data cut-off
    number: int


def foretold(record: SiteRecord, asked: Asked) -> tuple[Forecast, Ints, Forecast]:
    """Forecast the asked day and number, and the end of every month until both.

    Returns
    -------
    tuple
        Forecast on the asked day; months ahead; forecast at the end of each.

    Raises
    ------
    TooFewEvents
        If no site has been open, or nobody was enrolled.
    """
    if not record.counts.size:
        raise TooFewEvents(
            "No site in view is known to have been open, so there is no rate to go on.",
            "Supply the dates of activation in the table of sites, or widen the filters.",
        )
    opening = [float((day - record.cutoff).days) for _, day in record.planned]
    at = forecast(
        record.counts,
        record.exposure,
        opening,
        [float(asked.days)],
        [asked.number],
        enrolling=record.enrolling,
    )
    months, days = _month_ends(record.cutoff, max(asked.days, _reach(at.targets[0])))
    ahead = forecast(record.counts, record.exposure, opening, days, enrolling=record.enrolling)
    return at, months, ahead


def _reach(goal: TargetDate) -> float:
    """Return the days until a number is reached almost surely; 0 where that is far away."""
    known = [day for day in (goal.latest, goal.median) if not np.isnan(day)]
    return known[0] if known and known[0] < MOST_MONTHS * 31 else 0.0


def _month_ends(cutoff: date, days: float) -> tuple[Ints, Floats]:
    """Return the months that end after the data cut-off, and the days until each end."""
    cut = np.datetime64(cutoff, "D")
    start = (cut + 1).astype("datetime64[M]")
    count = min(max(int(days // 30.4375) + 2, 12), MOST_MONTHS)
    months = start + np.arange(count)
    ends = (months + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    return months.astype(np.int64) + 1970 * 12, (ends - cut).astype(np.float64)
