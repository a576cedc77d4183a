"""Patient-reported outcomes in sentences."""

import math
from typing import Any

import pandas as pd

from analytics.pain_response import PainResponse
from analytics.pro_change import ResponderShare
from analytics.reported import GroupReported, ReportedByGroup
from analytics.scales import Scale
from dashboard.sentences.proportions import NOBODY, counted_share
from dashboard.wording import NOT_ESTIMABLE, Words, counted, percent, whole
from queries.domains.instruments import INSTRUMENTS

MANY_MISSING = 0.3  # share of due forms without an answer from which the page warns
DRAWN = 4  # techniques in the figure of change; more would hide one another
STATE_NAMES = {
    "COMPLETE": "Complete",
    "PARTIAL": "Partial",
    "INDETERMINATE": "Indeterminate",
    "PROGRESSION": "Progression",
    "NO_DOSE": "Opioid dose not entered",
    "NO_ANSWER": "No answer",
    "DEAD": "Died before",
}
_BETTER = {"higher": "higher is better", "lower": "lower is better", None: "direction not known"}


def visit_name(code: str) -> str:
    """Return what a scheduled visit is called."""
    if code == "BASE":
        return "Before"
    unit = {"W": "week", "M": "month"}.get(code[:1], "")
    return f"{unit.capitalize()} {code[1:]}" if unit and code[1:].isdigit() else code


def scale_name(instrument: str, scale: Scale) -> str:
    """Return what a scale is called, with its instrument."""
    return f"{INSTRUMENTS.get(instrument, instrument)}, {scale.label.lower()}"


def important_words(scale: Scale) -> str:
    """Say which change matters, or that none is known here."""
    if scale.important is None:
        return "No published smallest important change is used for this scale."
    return f"Smallest important change {scale.important:g} points ({scale.source})."


def change_counted(result: ReportedByGroup, scale: Scale, instrument: str) -> str:
    """Say which scale, who answered, and the method."""
    overall = result.overall
    with_baseline = overall.patients - overall.answered.without_baseline
    lacking = [group for group in result.groups if group.model is None]
    observed = (
        f" Observed means for {counted(len(lacking), 'technique')} without a model."
        if lacking
        else ""
    )
    return (
        f"{scale_name(instrument, scale)} ({scale.unit}; {_BETTER[scale.better]}). "
        f"{whole(overall.patients)} treated patients, {whole(with_baseline)} with an answer before "
        "treatment. Mixed model of change with visit, baseline and patient; 95 % CI by Student's "
        f"distribution.{observed} {important_words(scale)}"
    )


def mean_words(group: GroupReported, visit: str) -> str:
    """Write the mean change at a visit with its limits, by the model where there is one."""
    mean, lower, upper, n = mean_at(group, visit)
    if math.isnan(mean):
        return "no answer"
    limits = NOT_ESTIMABLE if math.isnan(lower) else f"{lower:+.1f} to {upper:+.1f}"
    return f"{mean:+.1f} ({limits}); {n}"


def mean_at(group: GroupReported, visit: str) -> tuple[float, float, float, int]:
    """Return mean, lower, upper and answers at a visit; nan where nobody answered."""
    model = group.model
    if model is not None and visit in model.visits:
        at = model.visits.index(visit)
        return (
            float(model.mean[at]),
            float(model.lower[at]),
            float(model.upper[at]),
            int(model.n[at]),
        )
    row = row_at(group.observed, visit)
    return float(row["mean"]), float(row["lower"]), float(row["upper"]), int(row["n"])


def row_at(frame: pd.DataFrame, visit: str) -> dict[str, Any]:
    """Return the row of a visit by column."""
    row = frame[frame["visit"] == visit].to_dict("records")[0]
    return {str(name): value for name, value in row.items()}


def change_seen(result: ReportedByGroup, words: Words, scale: Scale, instrument: str) -> str:
    """Read the mean change at every visit aloud, technique by technique."""
    groups = "; ".join(
        f"{words.label(group.group)}: "
        + ", ".join(f"{visit_name(v).lower()} {mean_words(group, v)}" for v in result.visits[1:])
        for group in result.groups
    )
    overall = ", ".join(
        f"{visit_name(v).lower()} {mean_words(result.overall, v)}" for v in result.visits[1:]
    )
    return (
        f"Mean change since baseline, {scale_name(instrument, scale)} (95 % CI; answers). All "
        f"techniques: {overall}. {groups}."
    )


def largest(result: ReportedByGroup) -> tuple[GroupReported, ...]:
    """Return the groups that are drawn, in the order of display."""
    by_size = sorted(result.groups, key=lambda group: -group.patients)[:DRAWN]
    return tuple(group for group in result.groups if group in by_size)


def change_note(result: ReportedByGroup, _words: Words) -> str:
    """Warn where many forms are missing, and say what the model assumes."""
    missing = missing_share(result)
    warned = (
        f"{percent(missing)} % of the forms due after treatment are missing: read with care. "
        if missing > MANY_MISSING
        else ""
    )
    drawn = (
        f"The {DRAWN} largest techniques are drawn; all are in the table. "
        if len(result.groups) > DRAWN
        else ""
    )
    return (
        f"{warned}{drawn}Not adjusted. The model repairs drop-out only as far as earlier answers "
        "foretell it; the dead have no score and are not replaced by one."
    )


def missing_share(result: ReportedByGroup) -> float:
    """Return the share of forms due after treatment that did not come; 0 where none was due."""
    after = result.overall.answered.by_visit.iloc[1:]
    due = int(after["expected"].sum())
    return 1 - int(after["received"].sum()) / due if due else 0.0


def forms_counted(result: ReportedByGroup, _words: Words) -> str:
    """Say when a form is due."""
    after = result.overall.answered.by_visit
    return (
        f"{whole(int(after['expected'].sum()))} forms due, {whole(int(after['received'].sum()))} "
        "received. Due: everybody before treatment; afterwards whoever is known alive to the end "
        "of the visit's window, or had the visit scheduled and had not died by then."
    )


def forms_seen(result: ReportedByGroup, _words: Words) -> str:
    """Read received over due aloud, visit by visit."""
    said = "; ".join(
        f"{visit_name(str(visit)).lower()} {whole(int(received))} of {whole(int(expected))}"
        for visit, expected, received in _forms(result.overall)
    )
    return f"Forms received of those due. {said}."


def _forms(group: GroupReported) -> list[tuple[str, int, int]]:
    frame = group.answered.by_visit
    return list(zip(frame["visit"], frame["expected"], frame["received"], strict=True))


def courses_counted(result: ReportedByGroup, _words: Words) -> str:
    """Say who is counted by when they stopped."""
    answered = result.overall.answered
    return (
        f"{whole(result.overall.patients - answered.without_baseline)} patients with an answer "
        "before treatment, by the last visit that they answered; observed means. "
        f"{whole(answered.with_gaps)} missed a due visit and answered a later one."
    )


def courses_seen(result: ReportedByGroup, _words: Words) -> str:
    """Read the baseline of those who stopped early and late aloud."""
    frame = result.overall.answered.by_last_visit
    said = "; ".join(
        f"last answer {visit_name(row['last_visit']).lower()}: {whole(row['patients'])} "
        f"patients, {whole(row['stopped'])} stopped though due, mean before treatment "
        + (NOT_ESTIMABLE if math.isnan(row["baseline_mean"]) else f"{row['baseline_mean']:.1f}")
        for row in frame.to_dict("records")
    )
    return f"Scores by last answer. {said}."


def courses_note(_result: ReportedByGroup, _words: Words) -> str:
    """Say how to read drop-out."""
    return (
        "Lines that lie apart say that those who stop early differ from those who go on: observed "
        "means then flatter, or darken, later visits."
    )


def improved_counted(result: ReportedByGroup, scale: Scale) -> str:
    """Say who counts as improved, of whom."""
    way = "higher" if scale.better == "higher" else "lower"
    due = int(result.overall.answered.by_visit["expected"].iloc[1:].sum())
    return (
        f"{whole(due)} forms due after treatment. Improved: a score at least "
        f"{scale.important:g} points {way} than before treatment ({scale.source}). Of those "
        "alive and due with a baseline, no answer counting as no "
        "improvement; and of those who answered. Wilson 95 % CI; deaths are not in either."
    )


def improved_seen(result: ReportedByGroup, words: Words) -> str:
    """Read who improved of those due aloud, at the last visit."""
    visit = result.visits[-1]
    said = []
    for group in (result.overall, *result.groups):
        if group.improved is None:
            continue
        label = "All techniques" if group is result.overall else words.label(group.group)
        said.append(f"{label} {improved_at(group.improved, visit)}")
    return f"Improved at {visit_name(visit).lower()}, of those alive and due. {'; '.join(said)}."


def improved_at(improved: ResponderShare, visit: str) -> str:
    """Write how many of those due improved at a visit, with limits."""
    row = row_at(improved.frame, visit)
    if not row["due"]:
        return NOBODY
    limits = f"{percent(row['lower_due'])} to {percent(row['upper_due'])}"
    return (
        f"{whole(row['responders'])} of {whole(row['due'])} ({percent(row['share_due'])} %, "
        f"95 % CI {limits})"
    )


def reported_headline(result: ReportedByGroup, _words: Words) -> str:
    """Answer in a sentence how scores stand at the last visit."""
    visit, overall = result.visits[-1], result.overall
    mean, lower, upper, n = mean_at(overall, visit)
    if math.isnan(mean):
        return f"Nobody with an answer before treatment answered at {visit_name(visit).lower()}."
    limits = "" if math.isnan(lower) else f", 95 % CI {lower:+.1f} to {upper:+.1f}"
    improved = (
        f" Improved by what matters: {improved_at(overall.improved, visit)} of those due."
        if overall.improved is not None
        else ""
    )
    return (
        f"{visit_name(visit)}: {mean:+.1f} points since before treatment{limits}, "
        f"{counted(n, 'answer')}.{improved}"
    )


def pain_counted(result: PainResponse, _words: Words) -> str:
    """Say who is counted, and by which definition."""
    return (
        f"{whole(result.patients)} patients with pain before treatment; "
        f"{whole(result.without_baseline)} without a score above 0 are left out. International "
        "consensus (Chow et al. 2012, doi:10.1016/j.ijrobp.2011.02.008): complete is no pain, "
        "partial at least 2 points less, both without more opioids. Wilson 95 % CI."
    )


def pain_seen(result: PainResponse, _words: Words) -> str:
    """Read responses of pain aloud, visit by visit."""
    said = "; ".join(
        f"{visit_name(at.visit).lower()}: {counted_share(at.of_due)} of those alive and due"
        for at in result.visits
    )
    return f"Complete or partial response of pain. {said}."


def pain_note(_result: PainResponse, _words: Words) -> str:
    """Say what a missing dose does."""
    return (
        "Without a dose nobody can be called a responder: less pain under more opioids is none. "
        "Deaths are counted beside, not as failures of treatment."
    )
