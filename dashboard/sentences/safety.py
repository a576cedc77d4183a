"""Safety in sentences."""

from analytics.adverse_events import NO_EXPOSURE, Incidence
from analytics.early_mortality import EarlyDeaths
from analytics.safety import SafetyByGroup, WorstGrade, share_of
from analytics.safety_board import Board, Levels
from analytics.safety_window import RADIO_DAYS, WINDOW_DAYS
from dashboard.sentences.proportions import counted_share
from dashboard.wording import (
    DAYS_PER_MONTH,
    NOT_SUPPLIED,
    Words,
    confidence_interval,
    percent,
    rate_with_limits,
    whole,
)
from queries.domains.adverse_terms import term_label

SEVERITY_NAMES = {
    "MAJOR": "Major",
    "ANY": "Any grade",
    "RELATED": "Related",
    "GRADE_3": "Grade 3 or higher",
    "SERIOUS": "Serious and related",
}
SEVERITY_MEANS = {
    "MAJOR": "Major: related (possibly or more), and CTCAE grade 3 or higher, SIR severe or worse, "
    "or CIRSE grade 3 or higher.",
    "ANY": "Any grade and relation.",
    "RELATED": "Possibly, probably or definitely related.",
    "GRADE_3": "CTCAE grade 3 or higher, whatever the relation.",
    "SERIOUS": "Serious, and possibly, probably or definitely related.",
}
SCALE_NAMES = {"ctcae": "CTCAE", "sir": "SIR 2017", "cirse": "CIRSE"}
UNDER_REPORTED = (
    "Registries learn of fewer events than trials: sites report unevenly, so a low figure may be "
    "a quiet site."
)


def board_headline(result: Board, _words: Words) -> str:
    """Answer in words what a safety board asks first."""
    major = NOT_SUPPLIED if result.major is None else counted_share(result.major)
    deaths = ", ".join(
        f"by {found.days} days {counted_share(found.share)}" for found in result.deaths
    )
    return f"Patients with a major adverse event: {major}. Died: {deaths}."


def event_name(code: str) -> str:
    """Return what an adverse event is called."""
    return term_label(code)


def events_counted(result: SafetyByGroup, _words: Words) -> str:
    """Say who was watched for how long, and which events count."""
    found = result.overall.incidence
    exposure = found.exposure
    left = []
    if result.outside:
        left.append(f"{whole(result.outside)} events of any grade outside are not counted")
    if result.undated:
        left.append(f"{whole(result.undated)} without a day are counted by their procedure")
    more = f" ({'; '.join(left)})" if left else ""
    return (
        f"{SEVERITY_MEANS[result.severity]} {whole(exposure.patients)} patients, "
        f"{whole(exposure.procedures)} procedures, "
        f"{whole(round(exposure.patient_days / DAYS_PER_MONTH))} patient-months watched: "
        f"{WINDOW_DAYS:.0f} days after a procedure, {RADIO_DAYS:.0f} after radioembolisation"
        f"{more}. Exact {confidence_interval(found.confidence)}."
    )


def events_seen(result: SafetyByGroup, words: Words) -> str:
    """Read the share with an event aloud, for all and by technique, and the commonest terms."""
    groups = "; ".join(
        f"{words.label(group.group)}: {counted_share(share_of(group.incidence, 0))}"
        for group in result.groups
    )
    found = result.overall.incidence
    terms = ", ".join(
        f"{term_label(str(term)).lower()} {percent(share)} %"
        for term, share in zip(
            found.frame["term"][1:4], found.frame["patient_share"][1:4], strict=True
        )
    )
    commonest = f" Commonest: {terms}." if terms else ""
    return (
        f"Adverse events, {SEVERITY_NAMES[result.severity].lower()}. Patients with any, all "
        f"techniques: {counted_share(share_of(found, 0))}.{commonest} {groups}."
    )


def events_note(_result: object, _words: Words) -> str:
    """Say what lowers the figures."""
    return UNDER_REPORTED


def levels_counted(result: Levels, words: Words) -> str:
    """Say who was watched for how long; severities are defined in the table's headings."""
    return events_counted(result.by_severity[0], words)


def levels_seen(result: Levels, _words: Words) -> str:
    """Read the share of all patients aloud, severity by severity."""
    said = "; ".join(
        f"{SEVERITY_NAMES[level.severity].lower()}: "
        + (
            NOT_SUPPLIED
            if level.severity in result.not_entered
            else counted_share(share_of(level.overall.incidence, 0))
        )
        for level in result.by_severity
    )
    return f"Patients with an adverse event, all techniques. {said}."


def rate_words(found: Incidence, row: int) -> str:
    """Write events per 100 patient-months with their limits; none in words."""
    values = found.frame.iloc[row]
    if not found.exposure.patient_days:
        return NO_EXPOSURE
    if values["events"] == 0:
        return f"none; at most {values['rate_upper']:.2f}"
    return rate_with_limits(
        float(values["rate"]), float(values["rate_lower"]), float(values["rate_upper"])
    )


def grades_counted(result: tuple[WorstGrade, ...], _words: Words) -> str:
    """Say what is counted on each scale, and what was not graded."""
    ungraded = ", ".join(
        f"{whole(scale.ungraded)} not graded by {SCALE_NAMES[scale.scale]}"
        for scale in result
        if scale.ungraded and scale.grades
    )
    return (
        "Each patient by the worst event on each scale, of everybody treated; exact 95 % CI. "
        f"Events within the windows{f'; {ungraded}' if ungraded else ''}. The scales "
        "measure different things (grade, consequence, treatment needed) and do not convert."
    )


def grades_seen(result: tuple[WorstGrade, ...], _words: Words) -> str:
    """Read the worst grades aloud, scale by scale."""
    return f"Patients by worst grade. {'. '.join(_scale_aloud(scale) for scale in result)}."


def _scale_aloud(scale: WorstGrade) -> str:
    name = SCALE_NAMES[scale.scale]
    if not scale.grades:
        return f"{name}: {NOT_SUPPLIED if scale.ungraded else 'no event'}"
    parts = ", ".join(
        f"{grade_name(grade)} {whole(share.successes)} ({percent(share.estimate)} %)"
        for grade, share in zip(scale.grades, scale.patients, strict=True)
    )
    return f"{name}: {parts}"


def grade_name(code: str) -> str:
    """Return what a grade is called; numbers stay numbers."""
    return code.replace("_", "-").capitalize() if code.isupper() and len(code) > 2 else code  # noqa: PLR2004  # 3A is a grade


def deaths_counted(result: Board, _words: Words) -> str:
    """Say who is in the denominator of early deaths, and who is not."""
    said = "; ".join(
        f"{found.days} days: {whole(found.lost)} not known by then" for found in result.deaths
    )
    late = result.deaths[0].late
    return (
        "Deaths from any cause after the index procedure, of patients who had died by then or "
        f"are known to have lived; exact 95 % CI. Not in the denominator: {said}; "
        f"{whole(late)} enrolled after their index procedure, whom an early death would have "
        "kept out."
    )


def deaths_seen(result: Board, _words: Words) -> str:
    """Read early deaths of all techniques aloud."""
    said = "; ".join(
        f"by {found.days} days {counted_share(found.share)}" for found in result.deaths
    )
    return f"Early deaths, all techniques: {said}."


def deaths_note(result: Board, _words: Words) -> str:
    """Say when the lost matter."""
    worst = max(result.deaths, key=_share_lost)
    return (
        f"If all {whole(worst.lost)} not known at {worst.days} days had died, "
        f"{percent(_all_dead(worst))} % would have."
        if worst.lost and worst.share
        else ""
    )


def _share_lost(found: EarlyDeaths) -> float:
    known = found.share.n if found.share else 0
    return found.lost / max(known + found.lost, 1)


def _all_dead(found: EarlyDeaths) -> float:
    died, known = (found.share.successes, found.share.n) if found.share else (0, 0)
    return (died + found.lost) / (known + found.lost)
