"""Frozen protocols, as the page lists, freezes, opens and saves them; the state decides."""

from dashboard.answers.answer import Answer, Ask
from dashboard.answers.comparison import CODE_VERSION, fingerprint_of
from dashboard.comparison_values import Designed
from dashboard.settings import settings
from queries.errors import AccessDenied
from queries.policies import Level, View, level
from queries.protocol import Protocol
from queries.scope import Reach, Scope
from queries.state import protocols as state
from queries.state.protocols import Draft, Frozen


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


def freeze(ask: Ask, designed: Answer[Designed], name: str, *, by: str) -> Frozen:
    """Freeze the protocol of a design that was looked at.

    Raises
    ------
    AccessDenied
        If the role may not decide in this domain.
    """
    protocol, gate = designed.value.protocol, designed.value.gate
    _require(ask.scope, protocol)
    failed = "; ".join(check.label for check in gate.failed)
    draft = Draft(protocol, name, ask.scope.snapshot_id, CODE_VERSION, gate.passes, failed)
    return state.freeze(settings().state_url, draft, by=by)


def open_anyway(ask: Ask, frozen: Frozen, reason: str, *, by: str) -> None:
    """Open a failed design with a written reason.

    Raises
    ------
    AccessDenied
        If the role may not decide in this domain.
    """
    _require(ask.scope, frozen.protocol)
    state.open_anyway(settings().state_url, frozen, reason, by=by)


def save(ask: Ask, frozen: Frozen, *, headline: str, report: str, by: str) -> None:
    """Keep a result for those who read saved results only.

    Raises
    ------
    AccessDenied
        If the role may not decide in this domain, or the protocol is locked.
    """
    _require(ask.scope, frozen.protocol)
    state.save(settings().state_url, frozen, headline=headline, report=report, by=by)


def saved_report(ask: Ask, frozen: Frozen) -> str:
    """Return the latest saved report of a protocol in reach; empty if there is none."""
    if frozen not in every_frozen(ask):
        raise _denied()
    return state.saved_report(settings().state_url, frozen)


def _require(scope: Scope, protocol: Protocol) -> None:
    if not may_decide(scope, protocol.cohort.domain):
        raise _denied()


def _denied() -> AccessDenied:
    return AccessDenied(
        "This comparison is not open to your role.", "Ask the lead of the disease domain."
    )
