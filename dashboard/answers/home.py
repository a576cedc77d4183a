"""Where the registry stands, which sites to call and what comes next, as the start page asks."""

from dataclasses import dataclass, replace
from datetime import date

from analytics.changes import Changes, Since
from analytics.concerns import SitesToCall
from analytics.concerns import sites_to_call as choose_sites
from analytics.readiness import Landmark, Readiness
from analytics.site_record import SiteRecord
from dashboard.answers.answer import Answer, Ask
from dashboard.answers.gate import answer
from dashboard.answers.records import record_of_all, records_of_all_and_by_site
from dashboard.answers.snapshots import own_and_earlier
from queries.domains.catalogue import DOMAINS
from queries.errors import EmptyCohort
from queries.history import StoredSnapshot
from queries.policies import View
from queries.reads.readiness import followed_to
from queries.registry import Registry

LANDMARKS = (12, 24, 36, 48, 60)  # months since the index procedure
AHEAD = 6  # months


@dataclass(frozen=True, eq=False)
class _Counted:
    """What one reading of the counts tells."""

    standing: SiteRecord
    to_call: SitesToCall


@answer(View.OVERVIEW, methods="home")
def _counted(registry: Registry) -> _Counted:
    """Count where all sites in view stand together, and at which something misses its mark."""
    of_all, by_site = records_of_all_and_by_site(registry)
    return _Counted(of_all, choose_sites(by_site))


@answer(View.OVERVIEW, methods="home")
def _standing_then(registry: Registry) -> SiteRecord:
    """Count where all sites in view stood together in an earlier snapshot."""
    return _enrolling(record_of_all(registry))


def standing(ask: Ask) -> Answer[SiteRecord]:
    """Count where all sites in view stand together.

    Raises
    ------
    EmptyCohort
        If nobody is enrolled under the filters.
    """
    found = _counted(ask)
    return Answer(_enrolling(found.value.standing), found.provenance)


def sites_to_call(ask: Ask) -> Answer[SitesToCall]:
    """Choose the sites at which something misses its mark by the most."""
    found = _counted(ask)
    return Answer(found.value.to_call, found.provenance)


def _enrolling(record: SiteRecord) -> SiteRecord:
    if not record.enrolled:
        raise EmptyCohort(
            "No diagnosis is enrolled under these filters.",
            "Widen the region, country or site in the filters.",
        )
    return record


@answer(View.OVERVIEW, methods="home")
def readiness(registry: Registry) -> Readiness:
    """Count, by technique, how far people were followed to landmarks of the first endpoint."""
    endpoint = DOMAINS[registry.domain].endpoints[0].code
    counts = followed_to(registry, endpoint, LANDMARKS, ahead=AHEAD).frame
    table = counts.pivot_table(
        index=["technique_code", "landmark"], columns="state", values="n", fill_value=0
    ).reindex(columns=["AT_RISK", "NEAR", "OTHER"], fill_value=0)
    landmarks = tuple(
        Landmark(str(technique), int(months), int(at_risk + near + other), int(at_risk), int(near))
        for (technique, months), (at_risk, near, other) in zip(
            table.index, table.to_numpy(), strict=True
        )
    )
    return Readiness(landmarks, AHEAD, has_calendar=registry.cutoff is not None)


@dataclass(frozen=True)
class Compared:
    """The asker's own snapshot, and the earlier ones that it can be held to."""

    own: StoredSnapshot
    earlier: tuple[StoredSnapshot, ...]  # of the same source, the newest first

    def in_force(self, meeting: date | None) -> StoredSnapshot | None:
        """Return the newest one stored by the day of a meeting; without a meeting, of all."""
        by_then = [
            one for one in self.earlier if meeting is None or one.created_at.date() <= meeting
        ]
        return next(iter(by_then), None)


def compared(ask: Ask) -> Compared:
    """Return the stored snapshots that the asker's own can be held to.

    Only earlier ones of the same source: another source's counts are no change of this one's.

    Raises
    ------
    AccessDenied
        If the asker's role has no part of the overview.
    """
    return Compared(*own_and_earlier(ask, View.OVERVIEW))


def changes_since(ask: Ask, earlier: StoredSnapshot) -> Answer[Changes]:
    """Hold the counts of the present snapshot to those of an earlier one.

    The earlier one is asked within the same reach, pinned to it: the row rule is the same.
    """
    now = standing(ask)
    try:
        before = _standing_then(replace(ask, scope=ask.scope.at(earlier.snapshot_id)))
    except EmptyCohort as error:
        raise EmptyCohort(
            f"In snapshot {earlier.snapshot_id} nobody was enrolled under these filters.",
            "Widen the region, country or site in the filters.",
        ) from error
    since = Since(earlier.snapshot_id, earlier.created_at.date(), earlier.cutoff)
    return Answer(Changes(since, before.value, now.value), now.provenance)
