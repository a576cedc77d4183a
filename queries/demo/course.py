"""The invented course of every diagnosis: enrolment, index procedure, progression, death, loss."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from queries.demo.group import Flags, Group, days_to_death, days_to_progression
from queries.demo.network import CUTOFF, Days, Network, Numbers, Places

RETROSPECTIVE = 0.08  # share enrolled after their index procedure
_WEEKEND = 5  # first of the two weekdays on which procedures are rare


@dataclass(frozen=True, eq=False)
class Course:
    """What happened to each diagnosis; days are counted from the index procedure."""

    first: int  # running number of the first diagnosis
    group: Group
    site: Places
    enrolled: Days
    index: Days
    is_retrospective: Flags
    death: Numbers  # inf where it would come after the end of observation
    end: Numbers  # death, loss or data cut-off, whichever is first
    is_lost: Flags
    progression: Numbers  # nan where none was seen

    @property
    def n(self) -> int:
        """Number of diagnoses."""
        return self.site.size

    @cached_property
    def patient(self) -> list[str]:
        """Patient identifiers: running numbers that mean nothing."""
        return [f"P{number:07d}" for number in range(self.first, self.first + self.n)]

    @cached_property
    def diagnosis(self) -> list[str]:
        """Diagnosis identifiers."""
        return [f"D{number:07d}" for number in range(self.first, self.first + self.n)]

    def on(self, days: Numbers) -> Days:
        """Return the calendar days that lie `days` after the index procedures."""
        calendar: Days = self.index + np.asarray(days, dtype=np.int64)
        return calendar


def course(
    group: Group,
    sites: Network,
    placed: tuple[Places, Days],
    random: np.random.Generator,
    *,
    first: int,
) -> Course:
    """Invent the course of a group of diagnoses that were enrolled at sites on days."""
    site, enrolled = placed
    is_retrospective = random.random(group.n) < RETROSPECTIVE
    index = _index(enrolled, is_retrospective, random)
    cut = (np.datetime64(CUTOFF, "D") - index).astype(np.int64).astype(float)
    entry = np.maximum((enrolled - index).astype(np.int64), 0).astype(float)
    death = days_to_death(group, entry, random)
    loss = entry + np.ceil(random.exponential(365.25 / sites.loss[site]))
    end = np.minimum(np.minimum(death, loss), cut)
    progression = days_to_progression(group, death, random)
    return Course(
        first=first,
        group=group,
        site=site,
        enrolled=enrolled,
        index=index,
        is_retrospective=is_retrospective,
        death=np.where(death <= end, death, np.inf),
        end=end,
        is_lost=(loss < death) & (loss < cut),
        progression=np.where(progression <= end, progression, np.nan),
    )


def _index(enrolled: Days, is_retrospective: Flags, random: np.random.Generator) -> Days:
    before = random.integers(0, 31, enrolled.size)  # consent to procedure
    after = random.integers(30, 366, enrolled.size)  # procedure to consent
    index = enrolled + np.where(is_retrospective, -after, before)
    weekday = (index.astype("datetime64[D]").astype(np.int64) + 3) % 7  # Monday is 0
    is_moved = (weekday >= _WEEKEND) & (random.random(enrolled.size) < 0.93)
    index = index + np.where(is_moved, 7 - weekday, 0)
    # Planned after the cut-off: treated on the day of enrolment.
    moved: Days = np.where(index > np.datetime64(CUTOFF, "D"), enrolled, index)
    return moved
