"""What a protocol says: where it stands, and what is wrong with its groups or its time zero."""

from queries.domains.catalogue import endpoint
from queries.domains.common import COMBINED, COMBINED_WITHIN
from queries.protocol import Protocol
from queries.state.protocols import Frozen


def standing_said(protocol: Protocol, frozen: Frozen | None) -> str:
    """Say in one sentence which question is asked and where it stands."""
    rule = endpoint(protocol.cohort.domain, protocol.endpoint)
    asked = f"{protocol.arms[1]} against {protocol.arms[0]}, {rule.name.lower()}"
    if frozen is None:
        return f"DESIGN. {asked}: the protocol is not frozen, and no outcome has been read by arm."
    named = f"frozen as “{frozen.name}”, version {frozen.version}, by {frozen.frozen_by}"
    if not frozen.is_open:
        return f"LOCKED. {asked}: {named}; its design did not pass the gate."
    how = "its design passed the gate" if frozen.passed else "opened with a written reason"
    return f"OPEN. {asked}: {named}; {how}."


def time_zero_said(protocol: Protocol) -> tuple[tuple[str, str], ...]:
    """Return what is wrong with the start of the clock: reason and remedy; empty if nothing is."""
    rule = endpoint(protocol.cohort.domain, protocol.endpoint)
    combined = sorted(set(COMBINED).intersection(protocol.techniques))
    if not combined:
        return ()
    if rule.landmark:
        reason = (
            f"The clock starts on day {rule.landmark:.0f}: the group is what was given until "
            "then, and who died or was lost before is not counted."
        )
        remedy = (
            "The result speaks for those who reached that day; the planned strategy answers for "
            "everybody."
        )
        return ((reason, remedy),)
    reason = (
        "One arm is a combination whose second part is given after time zero. Taken by what was "
        "done later, its patients could not have died before: immortal time."
    )
    remedy = (
        "Patients count here by the strategy planned at the index procedure; where a site enters "
        f"no plan, choose the outcome from day {COMBINED_WITHIN} instead (landmark)."
    )
    return ((reason, remedy),)
