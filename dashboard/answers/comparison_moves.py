"""A saved result beside the same protocol now: what moved, and whose rows moved it."""

import pandas as pd

from analytics.moved_rows import Moved, moved
from dashboard.answers.answer import Answer, Ask
from dashboard.answers.comparison import by_arms, require_open_here
from dashboard.answers.comparison_rows import own_covariates
from dashboard.answers.frozen_protocols import every_frozen
from dashboard.answers.gate import answer
from dashboard.comparison_values import Result, Saved
from dashboard.settings import settings
from queries.engine import reading
from queries.errors import AccessDenied
from queries.history import stored_snapshots
from queries.policies import View
from queries.protocol import Protocol
from queries.reads.comparison import outcome_by_diagnosis
from queries.registry import Registry
from queries.snapshots import snapshot_facts
from queries.state import saved_numbers
from queries.state.protocols import Frozen, require_open
from queries.state.saved_numbers import Numbers


def numbers_of(result: Result) -> Numbers:
    """Return the numbers of a result that are kept with it."""
    adjusted = result.compared.adjusted
    ratio = adjusted.hazard_ratio
    return Numbers(
        (int(adjusted.n[0]), int(adjusted.n[1])),
        (int(adjusted.n_events[0]), int(adjusted.n_events[1])),
        result.compared.crude.hazard_ratio.estimate,
        ratio.estimate,
        ratio.lower,
        ratio.upper,
    )


def saved_elsewhere(ask: Ask, protocol: Protocol) -> tuple[Saved, ...]:
    """Return what the same protocol found wherever it was frozen and saved, oldest first.

    Snapshots of another source than the asker's are no earlier state of it and are left out.

    Raises
    ------
    AccessDenied
        If the role may not see comparisons.
    """
    frozen = every_frozen(ask)
    foreign = _of_another_source(ask)
    same = [one for one in frozen if one.protocol == protocol and one.snapshot_id not in foreign]
    kept = saved_numbers.latest(settings().state_url, (one.protocol_id for one in same))
    return tuple(
        Saved(one, kept[one.protocol_id]) for one in reversed(same) if one.protocol_id in kept
    )


def what_moved(ask: Ask, protocol: Protocol, then: Frozen) -> Answer[Moved]:
    """Count whose rows moved since an earlier snapshot; open in both, or refused.

    Raises
    ------
    AccessDenied
        If the protocol is not open in either snapshot.
    DatabaseUnavailable
        If the earlier snapshot is no longer in the registry.
    """
    require_open(settings().state_url, then.fingerprint)
    own = Ask(ask.scope, protocol.cohort)
    return by_arms(_moved(own, protocol, then.fingerprint), protocol)


def _of_another_source(ask: Ask) -> frozenset[int]:
    engine = reading(settings().registry_url)
    own = snapshot_facts(engine, ask.scope.snapshot_id)
    return frozenset(
        one.snapshot_id
        for one in stored_snapshots(engine)
        if (one.source, one.is_synthetic) != (own.source, own.is_synthetic)
    )


@answer(View.COMPARING, methods="comparison")
def _moved(registry: Registry, protocol: Protocol, of_fingerprint: str) -> Moved:
    require_open_here(registry, protocol)
    then = require_open(settings().state_url, of_fingerprint)
    if then.protocol != protocol:
        raise AccessDenied(
            "This saved result is of another protocol.", "Choose one of the same protocol."
        )
    facts = snapshot_facts(reading(settings().registry_url), then.snapshot_id)
    with registry.at(facts) as earlier:
        before = _rows(earlier, protocol)
    return moved(before, _rows(registry, protocol), _baseline(protocol))


def _rows(registry: Registry, protocol: Protocol) -> pd.DataFrame:
    frame = outcome_by_diagnosis(registry, own_covariates(protocol), protocol.endpoint)
    of_arms = frame[frame["technique_code"].isin(protocol.techniques)]
    return of_arms.set_index("diagnosis_id")


def _baseline(protocol: Protocol) -> tuple[str, ...]:
    return ("site_id", "region_code", "index_month", *own_covariates(protocol))
