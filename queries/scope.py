"""Who is asking: role, reach and snapshot, decided once and never changed."""

import hashlib
import json
from dataclasses import dataclass, replace
from enum import StrEnum


class Role(StrEnum):
    """What a person is to the registry; everybody has exactly one role."""

    PUBLIC = "PUBLIC"
    ADVISORY = "ADVISORY"
    SITE = "SITE"
    DOMAIN_LEAD = "DOMAIN_LEAD"
    STEERING = "STEERING"
    COORDINATING = "COORDINATING"
    ADMIN = "ADMIN"


class Reach(StrEnum):
    """Whether a scope covers everything or only what it lists."""

    ALL = "ALL"
    LISTED = "LISTED"


@dataclass(frozen=True)
class Scope:
    """What one person may reach in one snapshot; made by `dashboard.auth` only.

    Nothing listed means nothing reached: "all" is said by `Reach.ALL` alone.
    """

    role: Role
    snapshot_id: int
    domain_reach: Reach = Reach.LISTED
    domains: frozenset[str] = frozenset()
    site_reach: Reach = Reach.LISTED
    sites: frozenset[str] = frozenset()

    def at(self, snapshot_id: int) -> "Scope":
        """Return the same reach in another snapshot, to hold two snapshots side by side."""
        return replace(self, snapshot_id=snapshot_id)

    def reach_key(self) -> str:
        """Return a digest of the reach alone: equal for one person in two snapshots."""
        return self.at(0).key()

    def key(self) -> str:
        """Return a digest of everything in the scope; equal scopes have equal keys."""
        parts = {
            "role": self.role.value,
            "snapshot_id": self.snapshot_id,
            "domain_reach": self.domain_reach.value,
            "domains": sorted(self.domains),
            "site_reach": self.site_reach.value,
            "sites": sorted(self.sites),
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
