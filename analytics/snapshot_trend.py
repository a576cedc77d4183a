"""How a headline moved over stored snapshots: the same count of each, side by side."""

from dataclasses import dataclass
from datetime import date

from analytics.proportions import Proportion, proportion


@dataclass(frozen=True)
class TrendPoint:
    """One headline in one snapshot."""

    snapshot_id: int
    stored: date  # day on which it was made
    cutoff: date | None  # None: the source supplies no calendar
    count: int
    of: int  # 0: there was nothing to count

    @property
    def share(self) -> Proportion | None:
        """Count as a share with 95 % Wilson limits; None: nothing to divide by."""
        return proportion(self.count, self.of) if self.of else None

    @property
    def day(self) -> date:
        """Day at which the point is drawn: its data cut-off, else the day it was stored."""
        return self.stored if self.cutoff is None else self.cutoff


@dataclass(frozen=True, eq=False)
class SnapshotTrend:
    """One headline over the last snapshots of one source, the oldest first."""

    what: str  # what is counted, as "core fields entered"
    points: tuple[TrendPoint, ...]
    has_limits: bool  # whether the share is of a sample, or a plain count of verdicts

    @property
    def counted(self) -> tuple[TrendPoint, ...]:
        """Points with something to divide by."""
        return tuple(point for point in self.points if point.of)
