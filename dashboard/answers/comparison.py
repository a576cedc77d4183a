"""The comparison of techniques, as its page asks for it: design first, outcome if it is open."""

from dataclasses import replace
from importlib.metadata import version
from typing import TypeVar

from analytics.adjusted_effects import compared
from analytics.comparison_checks import doubly_robust, early_event
from analytics.comparison_gate import Pooled, judge
from analytics.comparison_plan import planned
from analytics.design_report import design_report
from dashboard.answers.answer import Answer, Ask
from dashboard.answers.comparison_rows import (
    baseline_rows,
    horizons_of,
    outcome_rows,
    plan_of,
)
from dashboard.answers.gate import answer
from dashboard.comparison_values import Designed, Result
from dashboard.settings import settings
from queries.policies import View
from queries.protocol import Protocol, fingerprint
from queries.reads.comparison import pooled_follow_up
from queries.registry import Registry
from queries.state.protocols import Frozen, require_open

T = TypeVar("T")

CODE_VERSION = version("io-core-dashboard")
EARLY = (30.0, 90.0)  # days


def comparison_design(ask: Ask, protocol: Protocol) -> Answer[Designed]:
    """Return the design of a protocol; outcomes by arm are not read."""
    return by_arms(_design(Ask(ask.scope, protocol.cohort), protocol), protocol)


def comparison_result(ask: Ask, protocol: Protocol) -> Answer[Result]:
    """Return the result of a frozen protocol.

    Raises
    ------
    AccessDenied
        If the protocol is not frozen or locked; asked anew each time, whatever is kept.
    """
    require_open(settings().state_url, fingerprint_of(protocol, ask.scope.snapshot_id))
    return by_arms(_result(Ask(ask.scope, protocol.cohort), protocol), protocol)


def by_arms(found: Answer[T], protocol: Protocol) -> Answer[T]:
    """Return an answer whose caption names the compared techniques."""
    filters = replace(found.provenance.filters, techniques=protocol.techniques)
    return Answer(found.value, replace(found.provenance, filters=filters))


def fingerprint_of(protocol: Protocol, snapshot_id: int) -> str:
    """Return the fingerprint under which a protocol is frozen in a snapshot by this code."""
    return fingerprint(protocol, snapshot_id=snapshot_id, code_version=CODE_VERSION)


def require_open_here(registry: Registry, protocol: Protocol) -> Frozen:
    """Return the frozen protocol if it is open in the snapshot at hand.

    Raises
    ------
    AccessDenied
        As `require_open`.
    """
    return require_open(settings().state_url, fingerprint_of(protocol, registry.snapshot_id))


@answer(View.COMPARING, methods="comparison")
def _design(registry: Registry, protocol: Protocol) -> Designed:
    plan = plan_of(protocol)
    rows, treated, n_eligible = baseline_rows(registry, protocol)
    report = design_report(planned(rows, treated, plan))
    horizon = horizons_of(protocol).horizon
    counts = pooled_follow_up(registry, protocol.techniques, protocol.endpoint, horizon).frame
    pooled = Pooled(
        n=int(counts["n"].sum()),
        events=int(counts.loc[counts["had_event"] == 1, "n"].sum()),
        followed=int(counts.loc[counts["is_followed"] == 1, "n"].sum()),
    )
    return Designed(protocol, report, judge(report, pooled), n_eligible)


@answer(View.COMPARING, methods="comparison")
def _result(registry: Registry, protocol: Protocol) -> Result:
    frozen = require_open_here(registry, protocol)
    plan, horizons = plan_of(protocol), horizons_of(protocol)
    outcome = outcome_rows(registry, protocol)
    found = compared(outcome, plan, horizons)
    opinions = []
    if not found.adjusted.has_competing:
        opinions.append(doubly_robust(outcome, plan, min(horizons.landmarks[-1], 365.25)))
    opinions += [early_event(outcome, plan, day) for day in EARLY]
    _, designed, _ = baseline_rows(registry, protocol)
    return Result(
        protocol, found, tuple(opinions), frozen.reasons, frozen.fingerprint, designed.size
    )
