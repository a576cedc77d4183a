"""Which planned comparisons the registry can answer now, which soon, and which not.

No outcome of an arm enters here: events are those of several techniques together.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from analytics.detectable_effect import detectable_hazard_ratio, events_needed
from analytics.events_ahead import MIN_EVENTS, Paths, Pool
from analytics.inputs import Floats

LOOKED_AHEAD = (12, 24, 36)  # months after the data cut-off, shown beside the present
LONGEST = 120  # months


class Verdict(StrEnum):
    """What can be said of a comparison."""

    NOW = "answerable now"
    SOON = "answerable later"
    NEVER = "not within ten years"
    FEW_PATIENTS = "not answerable: too few patients"
    FEW_EVENTS = "not answerable: too few events"
    NO_OVERLAP = "not answerable: no overlap"
    NO_MODEL = "not estimable"
    NO_CALENDAR = "not foreseen: no calendar"


@dataclass(frozen=True)
class Carried:
    """What a comparison carries before any outcome; pairs are first arm, second arm."""

    ess: tuple[float, float]  # effective sample size under overlap weights
    equipoise: float  # share of patients with a preference score from 0.3 to 0.7

    @property
    def share(self) -> float:
        """Share of the second arm in the effective sample."""
        return self.ess[1] / sum(self.ess)


@dataclass(frozen=True, eq=False)
class Foreseen:
    """Events of both arms together, now and to come."""

    pool: Pool
    is_whole_pool: bool  # the two arms are all of it: events so far are counted, not shared out
    paths: Paths

    @property
    def events(self) -> Floats:
        """Events by month after the data cut-off, the first entry those so far."""
        return self.paths.median


@dataclass(frozen=True, eq=False)
class Answerable:
    """One planned comparison, held to its target."""

    name: str
    arms: tuple[str, str]
    n: tuple[int, int]
    target: float  # hazard ratio that it should be able to find
    carried: Carried | None  # None: see why_not
    foreseen: Foreseen | None
    verdict: Verdict
    why_not: str = ""

    @property
    def effective(self) -> float:
        """Share of the patients that the effective sample amounts to; nan if not known."""
        return math.nan if self.carried is None else sum(self.carried.ess) / sum(self.n)

    @property
    def needed(self) -> float:
        """Events of both arms together that find the target; nan if not known."""
        if self.carried is None:
            return math.nan
        return events_needed(self.target, self.carried.share) / self.effective

    def detectable(self, month: int) -> float:
        """Return the hazard ratio that can be found a month after the cut-off.

        nan: not known, or there are under 10 events.
        """
        if self.carried is None or self.foreseen is None:
            return math.nan
        if month >= self.foreseen.events.size or self.foreseen.events[month] < MIN_EVENTS:
            return math.nan
        events = float(self.foreseen.events[month]) * self.effective
        return detectable_hazard_ratio(events, self.carried.share)

    @property
    def reached(self) -> tuple[int | None, int | None, int | None]:
        """Month after the cut-off by which the target can be found: median, earliest, latest.

        None: not within the months foreseen.
        """
        if self.foreseen is None or self.carried is None:
            return None, None, None
        known = self.foreseen.paths
        paths = (known.median, known.most, known.fewest)
        median, earliest, latest = (_first(path, self.needed) for path in paths)
        return median, earliest, latest


@dataclass(frozen=True, eq=False)
class AnswerableBy:
    """Every planned comparison of a domain."""

    comparisons: tuple[Answerable, ...]  # in the order of the domain
    cutoff_month: int | None  # 12 x year + month - 1; None: the source has no calendar
    notes: tuple[str, ...]  # what the forecast of enrolment says of itself

    def count(self, *verdicts: Verdict) -> int:
        """Return how many comparisons have one of the verdicts."""
        return sum(one.verdict in verdicts for one in self.comparisons)

    @property
    def next(self) -> Answerable | None:
        """The comparison whose target comes first; None: no date is foreseen."""
        coming = [one for one in self.comparisons if one.verdict is Verdict.SOON]
        return min(coming, key=lambda one: one.reached[0] or 0, default=None)


def judged(carried: Carried, n: tuple[int, int], foreseen: Foreseen, target: float) -> Verdict:
    """Return the verdict on a comparison whose events can be foreseen."""
    known = Answerable("", ("", ""), n, target, carried, foreseen, Verdict.NEVER)
    month = known.reached[0]
    if month is None:
        return Verdict.NEVER if foreseen.events.size > 1 else Verdict.NO_CALENDAR
    return Verdict.SOON if month else Verdict.NOW


def _first(path: Floats, needed: float) -> int | None:
    above = np.flatnonzero(path >= needed)
    return int(above[0]) if above.size else None
