"""Measures held to their marks, in sentences."""

from analytics.marks import Measure, Verdict
from analytics.site_record import Key, SiteRecord, measures
from dashboard.wording import confidence_interval, percent, whole

NAMES = {
    Key.ENROLLED: "Enrolled, of target",
    Key.TREATED: "Treated, of target",
    Key.COMPLETE: "Core fields entered",
    Key.ENTERED: "Forms entered within 30 days",
    Key.KNOWN: "Known at one year",
}
UNITS = {
    Key.ENROLLED: "diagnoses planned",
    Key.TREATED: "diagnoses planned",
    Key.COMPLETE: "core fields",
    Key.ENTERED: "forms",
    Key.KNOWN: "diagnoses",
}
_ABSENT = (Verdict.NOTHING, Verdict.NOT_SUPPLIED)


def is_counted(measure: Measure) -> bool:
    """Say whether there is a share at all."""
    return measure.verdict not in _ABSENT


def mark_words(mark: float) -> str:
    """Write a mark as a percentage with its sign."""
    return f"{100 * mark:g} %"


def share_with_limits(measure: Measure) -> str:
    """Write a share with its limits, or the word for its absence."""
    if not is_counted(measure):
        return measure.verdict.value
    interval = confidence_interval(measure.confidence)
    limits = f"{percent(measure.lower)} to {percent(measure.upper)}"
    return f"{percent(measure.estimate)} %, {interval} {limits}"


def measure_said(measure: Measure) -> str:
    """Write what was reached of what, with limits and mark."""
    name = NAMES[Key(measure.key)]
    if not is_counted(measure):
        return f"{name}: {measure.verdict.value}"
    unit = UNITS[Key(measure.key)]
    return (
        f"{name}: {whole(measure.count)} of {whole(round(measure.of))} {unit} "
        f"({share_with_limits(measure)}; mark {mark_words(measure.mark)}): {measure.verdict.value}"
    )


def standing_counted(result: SiteRecord) -> str:
    """Say who is counted, and how the limits are made."""
    where = f" at {result.sites} sites, {result.sites_enrolling} of them enrolling"
    return (
        f"{whole(result.enrolled)} enrolled diagnoses{where if result.sites > 1 else ''}. "
        "95 % limits: exact Poisson for what was planned, Wilson for shares. Under 10 planned or "
        "counted there is no verdict."
    )


def standing_seen(result: SiteRecord) -> str:
    """Read every measure aloud."""
    return f"{'. '.join(measure_said(measure) for measure in measures(result))}."


def standing_note(result: SiteRecord) -> str:
    """Say what treated means, and who is in no month."""
    said = "Treated: with an index procedure, held to the target of enrolment."
    undated = result.enrolled - result.dated
    if undated:
        said += f" {whole(undated)} diagnoses without a month are not held to the target."
    return said
