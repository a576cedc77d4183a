"""The cohort in sentences."""

from analytics.attrition import Attrition, Step
from dashboard.wording import Words, counted, whole


def cohort_headline(result: Attrition, _words: Words) -> str:
    """Say how many are in the cohort, of how many."""
    index = counted(result.steps[1].left, "diagnosis", "diagnoses")
    if len(result.steps) == 2:  # noqa: PLR2004  # enrolled, and with an index procedure
        return f"No condition is set: the cohort is everybody with an index procedure, {index}."
    return f"{whole(result.n)} of {index} with an index procedure are in the cohort."


def attrition_counted(result: Attrition, _words: Words) -> str:
    """Say what is counted, and that each step is counted among those left before it."""
    people = counted(result.n_patients, "patient")
    return (
        f"Diagnoses, {whole(result.steps[0].left)} enrolled and {whole(result.n)} in the cohort "
        f"({people}). Each step counts among those left by the step before; whom several steps "
        "would leave out is counted at the first of them. Exact counts, no interval."
    )


def attrition_seen(result: Attrition, _words: Words) -> str:
    """Tell every step with its counts."""
    first, *steps = result.steps
    told = "; ".join(
        f"{step.label}: {whole(step.left)} left, {whole(step.left_out)} left out{_absent(step)}"
        for step in steps
    )
    return f"{first.label}: {whole(first.left)}; {told}."


def attrition_note(result: Attrition, _words: Words) -> str:
    """Tell who stands in the cohort twice, and whom a missing value costs the most."""
    said = [_overlap(result)] if result.n_with_more else []
    worst = max(result.steps, key=lambda step: step.not_entered + step.unknown)
    lost = worst.not_entered + worst.unknown
    if 2 * lost > worst.left_out > 0:
        said.append(
            f"“{worst.label}” leaves out {whole(lost)} for want of a value and "
            f"{whole(worst.left_out - lost)} for their value: those who remain are the ones with "
            "better data, not only the ones meant."
        )
    return " ".join(said)


def _overlap(result: Attrition) -> str:
    who = counted(result.n_with_more, "patient has", "patients have")
    if not result.n_in_two_techniques:
        return f"{who} more than one diagnosis in the cohort."
    return (
        f"{who} more than one diagnosis in the cohort, {whole(result.n_in_two_techniques)} under "
        "more than one technique: groups by technique share these patients, except in Table 1, "
        "which counts them in no group."
    )


def _absent(step: Step) -> str:
    reasons = [
        f"{whole(n)} {why}"
        for n, why in (
            (step.not_entered, "not entered"),
            (step.unknown, "unknown"),
            (step.not_applicable, "not applicable"),
        )
        if n
    ]
    return f" (of them {', '.join(reasons)})" if reasons else ""
