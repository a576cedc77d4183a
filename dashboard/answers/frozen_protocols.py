"""Frozen protocols, as the page lists, freezes, opens and saves them; the state decides."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from dashboard.answers.answer import Answer, Ask
from dashboard.answers.comparison import CODE_VERSION, fingerprint_of
from dashboard.comparison_values import Designed, SeveralDesigned
from dashboard.settings import settings
from queries.errors import AccessDenied
from queries.policies import Level, View, level
from queries.protocol import Protocol
from queries.scope import Reach, Scope
from queries.state import protocols as state
from queries.state.audit import Deed, record
from queries.state.protocols import Draft, Frozen
from queries.state.saved_numbers import Numbers


@dataclass(frozen=True)
class Author:
    """Who decides, and when."""

    name: str  # the person's where somebody is signed in, else what the role is called
    moment: datetime


def every_frozen(ask: Ask) -> tuple[Frozen, ...]:
    """Return every frozen protocol in reach, the newest first, failed ones too.

    Raises
    ------
    AccessDenied
        If the role may not see comparisons.
    """
    if level(ask.scope.role, View.COMPARISON) is Level.CLOSED:
        raise _denied()
    scope = ask.scope
    domains = None if scope.domain_reach is Reach.ALL else scope.domains
    return state.every_frozen(settings().state_url, domains)


def may_decide(scope: Scope, domain: str) -> bool:
    """Say whether a scope may freeze and open protocols of a domain."""
    in_reach = scope.domain_reach is Reach.ALL or domain in scope.domains
    return in_reach and level(scope.role, View.COMPARING) >= Level.AGGREGATE


def state_of(ask: Ask, protocol: Protocol) -> Frozen | None:
    """Return how a protocol stands in the snapshot at hand; None if it is not frozen."""
    return state.found(settings().state_url, fingerprint_of(protocol, ask.scope.snapshot_id))


def freeze(
    ask: Ask, designed: Answer[Designed] | Answer[SeveralDesigned], name: str, *, by: Author
) -> Frozen:
    """Freeze the protocol of a design that was looked at; noted before it is done.

    Raises
    ------
    AccessDenied
        If the role may not decide in this domain.
    QueryError
        If the protocol is given no name.
    DatabaseUnavailable
        If the audit log cannot be written: then nothing is frozen.
    """
    protocol, gate = designed.value.protocol, designed.value.gate
    _require(ask.scope, protocol)
    failed = "; ".join(check.label for check in gate.failed)
    draft = Draft(protocol, name, ask.scope.snapshot_id, CODE_VERSION, gate.passes, failed)
    known = state_of(ask, protocol)
    if known is not None:
        return known  # nothing is done, so nothing is noted
    told = "passed" if gate.passes else f"failed: {failed or 'not known'}"
    deed = ("protocol frozen", state.tidy_name(name))
    _note(ask, by, deed, about=draft.fingerprint, detail=("gate", told))
    return state.freeze(settings().state_url, draft, by=by.name)


def open_anyway(ask: Ask, frozen: Frozen, reason: str, *, by: Author) -> None:
    """Open a failed design with a written reason; noted before it is done.

    Raises
    ------
    AccessDenied
        If the role may not decide in this domain.
    QueryError
        If the reason has under 20 characters.
    DatabaseUnavailable
        If the audit log cannot be written: then nothing is opened.
    """
    _require(ask.scope, frozen.protocol)
    stated = state.tidy_reason(reason)
    deed = ("failed design opened", _titled(frozen))
    _note(ask, by, deed, about=frozen.fingerprint, detail=("reason", stated))
    state.open_anyway(settings().state_url, frozen, stated, by=by.name)


def save(
    ask: Ask, frozen: Frozen, *, headline: str, report: str, numbers: Numbers, by: Author
) -> None:
    """Keep a result for those who read saved results only; noted before it is done.

    Raises
    ------
    AccessDenied
        If the role may not decide in this domain, or the protocol is locked.
    DatabaseUnavailable
        If the audit log cannot be written: then nothing is saved.
    """
    _require(ask.scope, frozen.protocol)
    url = settings().state_url
    state.require_open(url, frozen.fingerprint)
    seal = sha256(report.encode()).hexdigest()
    deed = ("result saved", _titled(frozen))
    _note(ask, by, deed, about=frozen.fingerprint, detail=("report_sha256", seal))
    state.save(url, frozen, headline=headline, report=report, numbers=numbers, by=by.name)


def saved_report(ask: Ask, frozen: Frozen) -> str:
    """Return the latest saved report of a protocol in reach; empty if there is none."""
    if frozen not in every_frozen(ask):
        raise _denied()
    return state.saved_report(settings().state_url, frozen)


def _titled(frozen: Frozen) -> str:
    return f"{frozen.name}, version {frozen.version}"


def _note(
    ask: Ask, by: Author, deed: tuple[str, str], *, about: str, detail: tuple[str, str]
) -> None:
    details = (("fingerprint", about), ("snapshot", str(ask.scope.snapshot_id)), detail)
    done = Deed(by.name, ask.scope.role.value, *deed, details=details)
    record(settings().state_url, done, by.moment)


def _require(scope: Scope, protocol: Protocol) -> None:
    if not may_decide(scope, protocol.cohort.domain):
        raise _denied()


def _denied() -> AccessDenied:
    return AccessDenied(
        "This comparison is not open to your role.", "Ask the lead of the disease domain."
    )
