"""A release and what it holds, as the store gives them back."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """Where a release stands."""

    PENDING = "PENDING"  # built, audited, waiting for another person
    CURRENT = "CURRENT"  # what the public reads
    SUPERSEDED = "SUPERSEDED"  # was current until the next one was approved
    WITHDRAWN = "WITHDRAWN"


@dataclass(frozen=True)
class Item:
    """One released result as plain data; `withheld` values are null with their status."""

    item_id: str
    kind: str
    payload: Any


@dataclass(frozen=True, eq=False)
class Release:
    """One release; its items are what readers may see."""

    release_id: int
    build_key: str
    base_id: int | None
    snapshot_id: int
    source: str
    cutoff: date | None  # None: the source supplies no calendar
    is_synthetic: bool
    status: Status
    built_at: datetime
    built_by: str
    approved_at: datetime | None
    approved_by: str | None
    config: Mapping[str, Any]
    audit: Mapping[str, Any]
    sha256: str
    items: tuple[Item, ...] = field(default=(), repr=False)

    def item(self, item_id: str) -> Any:
        """Return the payload of an item; None where the release has none of that name."""
        return next((item.payload for item in self.items if item.item_id == item_id), None)


def seal(items: Sequence[Item]) -> str:
    """Return the SHA-256 of items, whatever their order."""
    ordered = sorted((item.item_id, item.kind, item.payload) for item in items)
    return hashlib.sha256(json.dumps(ordered, sort_keys=True).encode()).hexdigest()
