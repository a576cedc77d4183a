"""Negative controls of a frozen comparison; read once it is open, never before."""

from dataclasses import replace

import numpy as np

from analytics.adjusted_effects import Outcome, follow_up_from
from analytics.inputs import Floats
from analytics.negative_controls import event_control, number_control
from dashboard.answers.answer import Answer, Ask
from dashboard.answers.comparison import by_arms, fingerprint_of, require_open_here
from dashboard.answers.comparison_rows import baseline_rows, horizons_of, outcome_rows, plan_of
from dashboard.answers.gate import answer
from dashboard.comparison_values import Control, Controls
from dashboard.settings import settings
from queries.domains.adjustment import fields_by_name
from queries.domains.catalogue import DOMAINS, endpoint
from queries.domains.negative_controls import NegativeControl
from queries.policies import View
from queries.protocol import Protocol
from queries.registry import Registry
from queries.state.protocols import require_open


def comparison_controls(ask: Ask, protocol: Protocol) -> Answer[Controls]:
    """Compare the negative controls of a domain by a frozen protocol.

    Raises
    ------
    AccessDenied
        If the protocol is not frozen or locked; asked anew each time, whatever is kept.
    """
    require_open(settings().state_url, fingerprint_of(protocol, ask.scope.snapshot_id))
    return by_arms(_controls(Ask(ask.scope, protocol.cohort), protocol), protocol)


@answer(View.COMPARING, methods="comparison")
def _controls(registry: Registry, protocol: Protocol) -> Controls:
    frozen = require_open_here(registry, protocol)
    domain = DOMAINS[registry.domain]
    reasons = {one: _why_not(one, protocol) for one in domain.negative_controls}
    serving = [one for one, why in reasons.items() if not why]
    return Controls(
        protocol=protocol,
        domain=domain.name,
        found=(
            *_events(registry, protocol, [one for one in serving if one.endpoint]),
            *_numbers(registry, protocol, [one for one in serving if one.field]),
        ),
        left_out=tuple((one.label, why) for one, why in reasons.items() if why),
        reasons=frozen.reasons,
    )


def _why_not(one: NegativeControl, protocol: Protocol) -> str:
    if one.field in protocol.covariates:
        return "this protocol adjusts for it"
    if not one.endpoint:
        return ""
    if one.endpoint == protocol.endpoint:
        return "it competes with the outcome of this protocol, and is shown there"
    rule = endpoint(protocol.cohort.domain, protocol.endpoint)
    return "the clock of this protocol starts after the index procedure" if rule.landmark else ""


def _events(
    registry: Registry, protocol: Protocol, controls: list[NegativeControl]
) -> tuple[Control, ...]:
    plan, horizon = plan_of(protocol), horizons_of(protocol).horizon
    found = []
    for one in controls:
        outcome = outcome_rows(registry, replace(protocol, endpoint=one.endpoint))
        found.append(Control(one, "", event_control(outcome, plan, one.code, horizon)))
    return tuple(found)


def _numbers(
    registry: Registry, protocol: Protocol, controls: list[NegativeControl]
) -> tuple[Control, ...]:
    if not controls:
        return ()
    names = tuple(one.field for one in controls)
    described = replace(protocol, covariates=(*protocol.covariates, *names))
    rows, treated, _ = baseline_rows(registry, described)
    nobody = np.zeros(len(rows))
    outcome = Outcome(rows, treated, follow_up_from(nobody, nobody.astype(np.int64), nobody))
    plan, fields = plan_of(protocol), fields_by_name(names)
    return tuple(
        Control(one, field.unit, number_control(outcome, plan, _floats(outcome, one.field)))
        for one, field in zip(controls, fields, strict=True)
    )


def _floats(outcome: Outcome, name: str) -> Floats:
    return outcome.rows[name].to_numpy(dtype=np.float64, na_value=np.nan)
