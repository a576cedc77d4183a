"""Competing risks in sentences."""

import numpy as np

from analytics.group_incidence import GroupIncidence, IncidenceByGroup
from dashboard.charts.survival import FEW
from dashboard.sentences.survival import left_out_words
from dashboard.wording import (
    DAYS_PER_MONTH,
    Words,
    confidence_interval,
    p_value,
    percent,
    whole,
)

_READ_ALOUD = (12, 24)  # months at which the text beside a figure gives incidence


def incidence_counted(result: IncidenceByGroup, words: Words) -> str:
    """Say how many are counted, what ended their follow-up, and the method."""
    curve = result.overall.curve
    ended = ", ".join(
        f"{whole(curve[cause].n_events)} {words.causes[cause - 1].lower()}"
        for cause in curve.causes
    )
    return (
        f"{whole(curve.n)} diagnoses; first event: {ended}{left_out_words(result.left_out)}. "
        f"Aalen-Johansen estimate, pointwise {confidence_interval(curve.confidence)} "
        "(log(-log) scale)."
    )


def incidence_seen(result: IncidenceByGroup, words: Words) -> str:
    """Read the incidences of the event aloud, technique by technique."""
    groups = "; ".join(_aloud(group, words.label(group.group)) for group in result.groups)
    return f"{words.causes[0]} with competing events, by technique. {groups}."


def states_seen(result: IncidenceByGroup, words: Words) -> str:
    """Say what has become of everybody at the landmarks."""
    said = []
    overall = result.overall
    for i, day in enumerate(overall.landmarks[0].time):
        month = round(day / DAYS_PER_MONTH)
        shares = [at.incidence[i] for at in overall.landmarks]
        if month in _READ_ALOUD and not np.isnan(shares).any():
            parts = ", ".join(
                f"{percent(float(share))} % {cause.lower()}"
                for share, cause in zip(shares, words.causes, strict=False)
            )
            said.append(f"by {month} months {parts}")
    return f"All techniques together: {'; '.join(said) or 'follow-up is too short'}."


def _aloud(group: GroupIncidence, label: str) -> str:
    said = [f"{label}: n {whole(group.curve.n)}", f"{whole(group.curve[1].n_events)} events"]
    at = group.landmarks[0]
    for day, incidence in zip(at.time, at.incidence, strict=True):
        month = round(day / DAYS_PER_MONTH)
        if month in _READ_ALOUD and not np.isnan(incidence):
            said.append(f"{percent(incidence)} % by {month} months")
    return ", ".join(said)


def incidence_drawn(_result: IncidenceByGroup, _words: Words) -> str:
    """Say what in the figure needs a word."""
    return f"Faint where fewer than {FEW} are at risk. Never one minus Kaplan-Meier."


def incidence_compared(result: IncidenceByGroup, words: Words) -> str:
    """Give the test between the groups, or say why there is none."""
    test = result.gray
    if test is None:
        return result.why_no_test
    degrees = "degree" if test.df == 1 else "degrees"
    return (
        f"Gray's test of {words.causes[0].lower()} over all groups: chi-squared "
        f"{test.statistic:.1f}, {test.df} {degrees} of freedom, {p_value(test.p)}. Unadjusted and "
        "descriptive."
    )
