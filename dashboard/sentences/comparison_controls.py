"""Negative controls of a comparison in sentences: what each says, and what it cannot say."""

from dashboard.comparison_values import Control, Controls
from dashboard.tables.comparison_controls import control_words
from dashboard.wording import Words, counted

_OFF = (
    "No technique can have caused this: the arms still differ by something that is not adjusted "
    "for, and the result for the outcome may carry the same bias."
)
_FINE = (
    "The interval includes no difference: no sign of bias here, which is no proof that there is "
    "none."
)


def none_listed(found: Controls) -> str:
    """Say that a domain has no negative control; empty where it has."""
    if found.found or found.left_out:
        return ""
    return (
        f"No field collected in {found.domain} honestly serves as a negative control: all bear on "
        "the technique, or are adjusted for."
    )


def controls_said(found: Controls, _words: Words) -> str:
    """Say in one sentence how many negative controls differ."""
    shown = [one for one in found.found if not one.found.refusal]
    if not shown:
        return none_listed(found) or "No negative control can be estimated here."
    off = [one.control.label for one in shown if one.found.is_off]
    of = counted(len(shown), "negative control")
    if not off:
        return f"None of {of} differs between the arms after adjustment."
    verb = "differs" if len(off) == 1 else "differ"
    return f"{len(off)} of {of} {verb} after adjustment: {'; '.join(off)}."


def control_said(one: Control) -> str:
    """Say what a control shows and means, why it is one, and what it cannot tell."""
    meant = f"{one.control.reason} {one.control.limit}"
    if one.found.refusal:
        return f"{one.control.label}: not estimable. {one.found.refusal} {meant}"
    said = _OFF if one.found.is_off else _FINE
    return f"{one.control.label}: {control_words(one, one.found.adjusted)}. {said} {meant}"


def controls_counted(found: Controls, _words: Words) -> str:
    """Say who is counted, and how limits were made."""
    reference, treated = found.protocol.arms
    return (
        f"{treated} against {reference}, in patients of whom the control is known; the design is "
        "made anew of them. Numbers: weighted means, limits by a bootstrap over sites that fits "
        "the scores again. Events: cause-specific hazard ratio, limits as for the outcome."
    )


def controls_note(found: Controls, _words: Words) -> str:
    """Say what several controls mean together, and why a failed design was opened."""
    said = ["Of 20 controls without bias one differs by chance."]
    said += [f"OPENED ALTHOUGH THE DESIGN FAILED. Reason: {reason}" for reason in found.reasons]
    return " ".join(said)
