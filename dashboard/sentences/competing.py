"""Competing risks in sentences."""

import numpy as np

from analytics.endpoints import Unit
from analytics.group_incidence import GroupIncidence, IncidenceByGroup
from dashboard.charts.survival import FEW
from dashboard.sentences.published import benchmarks_drawn
from dashboard.sentences.survival import (
    UNITS,
    VISITS,
    below_gate_words,
    left_out_words,
    not_drawn_words,
)
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
    entered = curve.table.entered
    late = ""
    if entered is not None and entered.any():
        late = f"; {whole(entered.sum())} at risk only from their later consent (delayed entry)"
    return (
        f"{_people(result)}; first event: {ended}{late}{left_out_words(result.left_out)}. "
        f"Aalen-Johansen estimate, pointwise {confidence_interval(curve.confidence)} "
        f"(log(-log) scale{_clustering(result)})."
    )


def _people(result: IncidenceByGroup) -> str:
    curve = result.overall.curve
    said = f"{whole(curve.n)} {UNITS[result.unit]}"
    if result.unit is Unit.LESION and curve.n_clusters is not None:
        return f"{said} of {whole(curve.n_clusters)} patients"
    return said


def _clustering(result: IncidenceByGroup) -> str:
    return ", clustered by patient" if result.unit is Unit.LESION else ""


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


def incidence_drawn(result: IncidenceByGroup, words: Words) -> str:
    """Say what in the figure needs a word."""
    return f"{_drawn(result, words)} Never one minus Kaplan-Meier."


def _drawn(result: IncidenceByGroup, words: Words) -> str:
    said = [
        f"Faint where fewer than {FEW} are at risk.",
        below_gate_words([g.group for g in result.groups if g.is_below_gate], words),
        not_drawn_words([(g.group, g.curve.n) for g in result.not_drawn], words),
        VISITS if result.is_dated_by_visits else "",
        benchmarks_drawn(result.benchmarks),
    ]
    return " ".join(part for part in said if part)


def teaching_drawn(result: IncidenceByGroup, words: Words) -> str:
    """Say what the dotted lines are, and by how much they are wrong."""
    return (
        f"{_drawn(result, words)} Dotted, for teaching only: one minus Kaplan-Meier, which treats "
        f"whoever died first as if the event could still come{_excess(result)}. It answers no "
        "question about these patients."
    )


def _excess(result: IncidenceByGroup) -> str:
    """Say how far the wrong curve lies above the right one at the last landmark of all."""
    overall, wrong = result.overall, result.overall.wrong
    at = overall.landmarks[0]
    known = np.flatnonzero(~np.isnan(at.incidence))
    if wrong is None or not known.size:
        return ""
    last = known[-1]
    step = np.searchsorted(wrong.time, at.time[last], side="right") - 1
    said = 1 - float(wrong.survival[step])
    return (
        f": by {at.time[last] / DAYS_PER_MONTH:.0f} months {percent(said)} % instead of "
        f"{percent(float(at.incidence[last]))} % of all"
    )


def panels_drawn(result: IncidenceByGroup, words: Words) -> str:
    """Say how the panels are to be read."""
    return (
        f"{_drawn(result, words)} At every time the causes and those free of any event add up to "
        "100 %: a technique with more early deaths shows less of the rest."
    )


def incidence_compared(result: IncidenceByGroup, words: Words) -> str:
    """Give the test between the groups, or say why there is none."""
    test = result.gray
    if test is None:
        return f"{result.why_no_test} Tests and hazard ratios: see “Comparison”."
    degrees = "degree" if test.df == 1 else "degrees"
    return (
        f"Gray's test of {words.causes[0].lower()} over all groups: chi-squared "
        f"{test.statistic:.1f}, {test.df} {degrees} of freedom, {p_value(test.p)}. Unadjusted and "
        "descriptive."
    )
