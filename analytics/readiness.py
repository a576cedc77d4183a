"""Which landmarks of an outcome can be read, and which are about to be."""

import math
from dataclasses import dataclass

FEWEST_AT_RISK = 10
LEAST_SHARE = 0.10  # of those counted, that must still be at risk


@dataclass(frozen=True)
class Landmark:
    """How far one group has been followed to one landmark."""

    group: str
    months: int  # since the index procedure
    n: int  # diagnoses counted
    at_risk: int  # just before the landmark
    near: int  # alive and still seen, within reach of the landmark in the time looked ahead

    @property
    def needed(self) -> int:
        """Number at risk from which the landmark is read: 10, and 10 % of those counted."""
        return max(FEWEST_AT_RISK, math.ceil(LEAST_SHARE * self.n - 1e-9))

    @property
    def is_readable(self) -> bool:
        """Whether enough are at risk now."""
        return self.at_risk >= self.needed

    @property
    def is_coming(self) -> bool:
        """Whether enough would be at risk if everybody near the landmark reached it."""
        return not self.is_readable and self.at_risk + self.near >= self.needed


@dataclass(frozen=True)
class Readiness:
    """Landmarks of one outcome, by group."""

    landmarks: tuple[Landmark, ...]
    months_ahead: int
    has_calendar: bool  # without one nobody is known to be still under observation

    @property
    def coming(self) -> tuple[Landmark, ...]:
        """Landmarks about to be readable, the fewest missing first."""
        found = [mark for mark in self.landmarks if mark.is_coming]
        return tuple(sorted(found, key=lambda mark: (mark.needed - mark.at_risk, mark.months)))

    @property
    def readable(self) -> int:
        """Landmarks that can be read now."""
        return sum(mark.is_readable for mark in self.landmarks)
