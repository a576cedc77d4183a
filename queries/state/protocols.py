"""Frozen protocols, reasons for opening failed designs, and saved results: only ever added to."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from queries.errors import AccessDenied, QueryError
from queries.protocol import Protocol, fingerprint, read_again, written
from queries.state.saved_numbers import Numbers, keep
from queries.state.store import STATE, append_only, changing, looking

LEAST_REASON = 20  # characters

_frozen = sa.Table(
    "frozen_protocol",
    STATE,
    sa.Column("protocol_id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("fingerprint", sa.String(64), nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("domain_code", sa.Text, nullable=False),
    sa.Column("settings", sa.Text, nullable=False),  # canonical JSON
    sa.Column("snapshot_id", sa.Integer, nullable=False),
    sa.Column("code_version", sa.Text, nullable=False),
    sa.Column("passed", sa.Boolean),  # NULL: not known, which opens nothing
    sa.Column("failed_checks", sa.Text, nullable=False),  # labels with numbers, for readers
    sa.Column("frozen_by", sa.Text, nullable=False),
    sa.Column(
        "frozen_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()
    ),
)
_opening = sa.Table(
    "protocol_opening",
    STATE,
    sa.Column("opening_id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("protocol_id", sa.ForeignKey("frozen_protocol.protocol_id"), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("opened_by", sa.Text, nullable=False),
    sa.Column(
        "opened_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()
    ),
)
_saved = sa.Table(
    "saved_comparison",
    STATE,
    sa.Column("saved_id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("protocol_id", sa.ForeignKey("frozen_protocol.protocol_id"), nullable=False),
    sa.Column("headline", sa.Text, nullable=False),
    sa.Column("report", sa.Text, nullable=False),  # Markdown; aggregates only
    sa.Column("saved_by", sa.Text, nullable=False),
    sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
)
for _table in (_frozen, _opening, _saved):
    append_only(_table, "a frozen protocol and what became of it cannot be changed")


@dataclass(frozen=True)
class Frozen:
    """A protocol as it was frozen, and whether its outcomes may be looked at."""

    protocol_id: int
    fingerprint: str
    name: str
    version: int
    domain: str
    protocol: Protocol
    snapshot_id: int
    code_version: str
    passed: bool | None
    failed_checks: str
    frozen_by: str
    frozen_at: datetime
    reasons: tuple[str, ...]  # why a failed design was opened, oldest first
    headline: str  # of the latest saved result; empty if none was saved

    @property
    def is_open(self) -> bool:
        """Whether outcomes may be looked at; what is not known keeps them locked."""
        has_reason = any(len(reason.strip()) >= LEAST_REASON for reason in self.reasons)
        return self.passed is True or (self.passed is False and has_reason)


@dataclass(frozen=True)
class Draft:
    """A protocol about to be frozen."""

    protocol: Protocol
    name: str
    snapshot_id: int
    code_version: str
    passed: bool
    failed_checks: str

    @property
    def fingerprint(self) -> str:
        """SHA-256 of settings, snapshot and code version."""
        return fingerprint(
            self.protocol, snapshot_id=self.snapshot_id, code_version=self.code_version
        )


def tidy_name(name: str) -> str:
    """Return the name of a protocol as it is kept.

    Raises
    ------
    QueryError
        If nothing was written.
    """
    tidy = " ".join(name.split())
    if not tidy:
        raise QueryError("A frozen protocol needs a name.", "Write what is compared, in short.")
    return tidy


def tidy_reason(reason: str) -> str:
    """Return the reason for opening a failed design as it is kept.

    Raises
    ------
    QueryError
        If it has under 20 characters.
    """
    tidy = " ".join(reason.split())
    if len(tidy) < LEAST_REASON:
        raise QueryError(
            f"The reason has {len(tidy)} characters; {LEAST_REASON} are needed.",
            "Say why this design is to be opened although it failed: it stands on every output.",
        )
    return tidy


def freeze(url: str, draft: Draft, *, by: str) -> Frozen:
    """Freeze a protocol; one that is frozen already stays as it is.

    Raises
    ------
    QueryError
        If it has no name.
    """
    name = tidy_name(draft.name)
    known = found(url, draft.fingerprint)
    if known is not None:
        return known
    with changing(url) as connection:
        version = sa.select(sa.func.count()).where(_frozen.c.name == name)
        connection.execute(
            _frozen.insert().values(
                fingerprint=draft.fingerprint,
                name=name,
                version=1 + (connection.scalar(version) or 0),
                domain_code=draft.protocol.cohort.domain,
                settings=written(draft.protocol),
                snapshot_id=draft.snapshot_id,
                code_version=draft.code_version,
                passed=draft.passed,
                failed_checks=draft.failed_checks,
                frozen_by=by,
            )
        )
    kept = found(url, draft.fingerprint)
    if kept is None:
        raise QueryError("The protocol was not kept.", "Freeze it again.")
    return kept


def open_anyway(url: str, frozen: Frozen, reason: str, *, by: str) -> None:
    """Open a failed design with a written reason, which stays.

    Raises
    ------
    QueryError
        If the reason has under 20 characters.
    """
    stated = tidy_reason(reason)
    with changing(url) as connection:
        connection.execute(
            _opening.insert().values(protocol_id=frozen.protocol_id, reason=stated, opened_by=by)
        )


def save(
    url: str, frozen: Frozen, *, headline: str, report: str, numbers: Numbers, by: str
) -> None:
    """Keep a result for those who read saved results only, and its numbers to be held to later.

    Raises
    ------
    AccessDenied
        If the protocol is locked.
    """
    require_open(url, frozen.fingerprint)
    with changing(url) as connection:
        connection.execute(
            _saved.insert().values(
                protocol_id=frozen.protocol_id, headline=headline, report=report, saved_by=by
            )
        )
        keep(connection, frozen.protocol_id, numbers)


def every_frozen(url: str, domains: frozenset[str] | None) -> tuple[Frozen, ...]:
    """Return all frozen protocols of some domains, the newest first; None: of every domain."""
    with looking(url) as connection:
        statement = sa.select(_frozen).order_by(_frozen.c.protocol_id.desc())
        if domains is not None:
            statement = statement.where(_frozen.c.domain_code.in_(sorted(domains)))
        rows = connection.execute(statement).all()
        return tuple(_read(connection, row) for row in rows)


def found(url: str, of_fingerprint: str) -> Frozen | None:
    """Return the frozen protocol of a fingerprint; None if there is none."""
    with looking(url) as connection:
        row = connection.execute(
            sa.select(_frozen).where(_frozen.c.fingerprint == of_fingerprint)
        ).one_or_none()
        return None if row is None else _read(connection, row)


def saved_report(url: str, frozen: Frozen) -> str:
    """Return the latest saved report of a protocol; empty if there is none."""
    with looking(url) as connection:
        statement = (
            sa.select(_saved.c.report)
            .where(_saved.c.protocol_id == frozen.protocol_id)
            .order_by(_saved.c.saved_id.desc())
            .limit(1)
        )
        return str(connection.scalar(statement) or "")


def require_open(url: str, of_fingerprint: str) -> Frozen:
    """Return the frozen protocol whose outcomes may be looked at.

    Raises
    ------
    AccessDenied
        If it is not frozen, its design failed without a reason, or its state is not known.
    """
    frozen = found(url, of_fingerprint)
    if frozen is None:
        raise AccessDenied(
            "Outcomes are locked: this protocol is not frozen.",
            "Judge the design, then freeze the protocol in the step Gate.",
        )
    again = fingerprint(
        frozen.protocol, snapshot_id=frozen.snapshot_id, code_version=frozen.code_version
    )
    if not frozen.is_open or again != of_fingerprint:
        raise AccessDenied(
            "Outcomes are locked: the design of this protocol did not pass the gate.",
            "Change the design, or state in the step Gate why it is to be opened anyway.",
        )
    return frozen


def _read(connection: sa.Connection, row: "sa.Row[tuple[object, ...]]") -> Frozen:
    own = row._mapping
    of = int(own["protocol_id"])
    reasons = connection.scalars(
        sa.select(_opening.c.reason)
        .where(_opening.c.protocol_id == of)
        .order_by(_opening.c.opening_id)
    )
    headline = connection.scalar(
        sa.select(_saved.c.headline)
        .where(_saved.c.protocol_id == of)
        .order_by(_saved.c.saved_id.desc())
        .limit(1)
    )
    return Frozen(
        protocol_id=of,
        fingerprint=own["fingerprint"],
        name=own["name"],
        version=own["version"],
        domain=own["domain_code"],
        protocol=read_again(own["settings"]),
        snapshot_id=own["snapshot_id"],
        code_version=own["code_version"],
        passed=own["passed"],
        failed_checks=own["failed_checks"],
        frozen_by=own["frozen_by"],
        frozen_at=own["frozen_at"],
        reasons=tuple(reasons),
        headline=str(headline or ""),
    )
