"""The follow-up gate in sentences: which sites and techniques lie below it."""

from collections.abc import Sequence

from analytics.follow_up_gate import Followed, FollowUpGate
from analytics.marks import Verdict
from dashboard.wording import Words, counted, percent, whole

_NAMED = 3  # in the line above a figure; the table names all
_JUDGED = (Verdict.REACHED, Verdict.BELOW, Verdict.FAR)


def gate_said(gate: FollowUpGate) -> str:
    """Say which sites and techniques lie below the gate, in one sentence."""
    sites = [site for site in gate.sites if site.measure.verdict in _JUDGED]
    techniques = [its for its in gate.techniques if its.measure.verdict in _JUDGED]
    rule = f"{mark_words(gate)} known at one year"
    if not sites and not techniques:
        return (
            f"The follow-up gate ({rule}) cannot be judged: no ten diagnoses of a site or "
            "technique could be followed for a year by the cut-off, or the source has no calendar."
        )
    if gate.holds:
        return (
            f"Follow-up gate ({rule}): reached by all {counted(len(sites), 'site')} and "
            f"{counted(len(techniques), 'technique')} that can be judged."
        )
    parts = [
        _below(gate.sites_below, len(sites), "site"),
        _below(gate.techniques_below, len(techniques), "technique"),
    ]
    return (
        f"Below the follow-up gate ({rule}): {'; '.join(part for part in parts if part)}. "
        "What happened to patients not seen there may differ from what is drawn."
    )


def _below(low: Sequence[Followed], judged: int, unit: str) -> str:
    if not low:
        return ""
    first = sorted(low, key=lambda its: its.measure.estimate)[:_NAMED]
    named = ", ".join(f"{its.name} {percent(its.measure.estimate)} %" for its in first)
    more = f" and {len(low) - len(first)} more" if len(low) > len(first) else ""
    return f"{len(low)} of {counted(judged, unit)} ({named}{more})"


def mark_words(gate: FollowUpGate) -> str:
    """Write the gate as a percentage."""
    return f"{100 * gate.mark:g} %"


def leave_out_label(gate: FollowUpGate, unit: str) -> str:
    """Write what a click leaves out."""
    return f"Leave them out ({whole(gate.n_leaving)} of {whole(gate.n)} {unit})"


def left_out_said(gate: FollowUpGate, unit: str) -> str:
    """Say who has been left out."""
    return (
        f"{whole(gate.n_leaving)} of {whole(gate.n)} {unit} are left out: those at "
        f"{counted(len(gate.sites_below), 'site')} and after "
        f"{counted(len(gate.techniques_below), 'technique')} below the gate."
    )


def gate_counted(_gate: FollowUpGate, _words: Words) -> str:
    """Say who is held to the gate."""
    return (
        "Known at one year: died by then, or seen at it or later, of diagnoses whose follow-up "
        "could reach one year by the cut-off; 95 % Wilson limits. Of sites: all techniques and "
        "years. Of techniques: within the filters, by whole months of the index procedure. "
        "Under ten there is no verdict."
    )


def gate_seen(gate: FollowUpGate, _words: Words) -> str:
    """Read the gate aloud."""
    return gate_said(gate)
