"""Response and severe adverse events of a frozen comparison; read once it is open, never before."""

import numpy as np
import pandas as pd

from analytics.binary_outcomes import Asked, binary_outcome
from analytics.early_outcomes import is_late, response_asked, severe_asked
from dashboard.answers.answer import Answer, Ask
from dashboard.answers.comparison import EARLY, by_arms, fingerprint_of, require_open_here
from dashboard.answers.comparison_rows import of_arms, own_covariates, plan_of
from dashboard.answers.gate import answer
from dashboard.comparison_values import EarlyOutcomes
from dashboard.sentences.response import criterion_name, reader_name
from dashboard.settings import settings
from queries.domains.catalogue import DOMAINS, endpoint
from queries.errors import QueryError
from queries.measurements import UNSTATED
from queries.policies import View
from queries.protocol import Protocol
from queries.reads import comparison_outcomes as reads
from queries.reads import response
from queries.registry import Registry
from queries.state.protocols import require_open


def comparison_outcomes(ask: Ask, protocol: Protocol) -> Answer[EarlyOutcomes]:
    """Compare response and severe adverse events by a frozen protocol.

    Raises
    ------
    AccessDenied
        If the protocol is not frozen or locked; asked anew each time, whatever is kept.
    QueryError
        If its clock starts after the index procedure.
    """
    require_open(settings().state_url, fingerprint_of(protocol, ask.scope.snapshot_id))
    return by_arms(_outcomes(Ask(ask.scope, protocol.cohort), protocol), protocol)


@answer(View.COMPARING, methods="comparison")
def _outcomes(registry: Registry, protocol: Protocol) -> EarlyOutcomes:
    frozen = require_open_here(registry, protocol)
    _refuse_landmark(protocol)
    frame = reads.described_and_followed(registry, own_covariates(protocol))
    rows, treated = of_arms(frame, protocol)
    late = is_late(rows)
    people, arm, plan = rows[~late].reset_index(drop=True), treated[~late], plan_of(protocol)
    answered, responses = _responses(registry, people), _harms(registry, people)
    asked = (*answered, *responses)
    absent = [name for name, found in ((_RESPONSE, answered), (_HARM, responses)) if not found]
    n_late = np.bincount(treated[late], minlength=2)
    return EarlyOutcomes(
        protocol=protocol,
        found=tuple(binary_outcome(people, arm, plan, one) for one in asked),
        n_late=(int(n_late[0]), int(n_late[1])),
        absent=tuple(absent),
        reasons=frozen.reasons,
    )


_RESPONSE, _HARM = "Readings of response", "Adverse events"


def _responses(registry: Registry, people: pd.DataFrame) -> tuple[Asked, ...]:
    read = response.readings(registry).frame
    own = DOMAINS[registry.domain].response_criterion
    if read.empty:
        return ()
    # The domain's own criterion and the site's own reading come before any other.
    by_criterion = {own: 0}
    chosen = min(
        zip(read["criterion"], read["reader"], strict=True),
        key=lambda one: (
            by_criterion.get(one[0], 1),
            one[0],
            one[1] not in ("SITE", UNSTATED),
            one[1],
        ),
    )
    criterion, reader = str(chosen[0]), str(chosen[1])
    assessed = response.assessed(registry, criterion)
    other = response.treated(registry).set_index("patient")["new_treatment_day"]
    days = people["diagnosis_id"].map(other)
    named = f"{criterion_name(criterion)}, {reader_name(reader).lower()}"
    return response_asked(
        people.assign(new_treatment_day=days), assessed[assessed["reader"] == reader], named
    )


def _harms(registry: Registry, people: pd.DataFrame) -> tuple[Asked, ...]:
    if not registry.supplies("adverse_event"):
        return ()
    events = reads.graded_events(registry)
    return tuple(severe_asked(people, events, day) for day in EARLY)


def _refuse_landmark(protocol: Protocol) -> None:
    rule = endpoint(protocol.cohort.domain, protocol.endpoint)
    if rule.landmark:
        raise QueryError(
            f"Response and adverse events are not compared from day {rule.landmark:.0f} on: both "
            "count from the index procedure, before the arms of this protocol are known.",
            "Freeze a protocol whose clock starts at the index procedure.",
        )
