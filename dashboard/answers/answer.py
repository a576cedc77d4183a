"""What a page hands in, and what it gets back."""

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from queries.filters import Filters
from queries.scope import Scope

T = TypeVar("T")


@dataclass(frozen=True)
class Ask:
    """Who asks, and what they chose."""

    scope: Scope
    filters: Filters


@dataclass(frozen=True, eq=False)
class Provenance:
    """Where a result comes from: all that a caption needs besides the result."""

    methods: str  # key of the methods text
    filters: Filters
    cutoff: date | None  # last curated day; None: the source supplies no calendar
    source: str  # label of the snapshot
    snapshot_id: int
    is_synthetic: bool
    digest: str = ""  # of all that can change the result; the id of a figure is made of it
    settings: str = ""  # digest of the question and its choices alone
    reach: str = ""  # digest of the asker's scope without its snapshot


@dataclass(frozen=True, eq=False)
class Answer(Generic[T]):
    """A result and its provenance; charts and tables are drawn from nothing else."""

    value: T
    provenance: Provenance
