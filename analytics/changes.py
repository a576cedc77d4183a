"""What changed between two snapshots: the same counts of both, side by side."""

from dataclasses import dataclass
from datetime import date

from analytics.quality import State
from analytics.site_record import SiteRecord


@dataclass(frozen=True)
class Since:
    """The earlier snapshot that the present one is held to."""

    snapshot_id: int
    stored: date  # day on which it was made
    cutoff: date | None  # None: the source supplies no calendar


@dataclass(frozen=True, eq=False)
class Changes:
    """Counts of an earlier snapshot and of the present one, under one reach and filter."""

    since: Since
    before: SiteRecord
    now: SiteRecord

    @property
    def newly_failing(self) -> tuple[str, ...]:
        """Codes of checks that passed before and fail now."""
        return _moved(self.before, self.now)

    @property
    def passing_again(self) -> tuple[str, ...]:
        """Codes of checks that failed before and pass now."""
        return _moved(self.now, self.before)


def _moved(passing: SiteRecord, failing: SiteRecord) -> tuple[str, ...]:
    # A check without a verdict in one of them has not moved.
    passed = {c.checked.code for c in passing.checks if c.checked.state is State.PASS}
    return tuple(sorted(passed & failing.failing()))
