"""Comparisons of first events in sentences: which test, and what either hazard ratio answers."""

from analytics.cause_comparison import CauseComparison
from dashboard.sentences.survival_comparison import DESCRIPTIVE
from dashboard.wording import Words, confidence_interval, counted, p_value, whole

ANSWERS = (
    "The cause-specific hazard ratio answers how fast the event comes among those still free of "
    "any event: what a technique does to the disease. The subdistribution hazard ratio answers "
    "whether more people will have had the event by a given time, deaths and removals included: "
    "what a patient can expect. Where they differ, competing events differ between techniques."
)


def ratios_counted(result: CauseComparison, words: Words) -> str:
    """Say who is compared with whom, and by which models."""
    interval = confidence_interval(result.confidence)
    unit = "Diagnoses" if result.n_clusters is None else "Lesions"
    clusters = ""
    if result.n_clusters is not None:
        clusters = f", errors clustered by patient ({whole(result.n_clusters)} patients)"
    return (
        f"{unit} after each technique against {words.label(result.reference)}, pair by pair; "
        f"delayed entry respected. Cause-specific: Cox model, Efron's ties; subdistribution: "
        f"Fine-Gray model; {interval}{clusters}."
    )


def ratios_seen(result: CauseComparison, words: Words) -> str:
    """Read both ratios of the event aloud."""
    said = [
        f"{words.label(its.group)}: cause-specific {its.cause_specific.estimate:.2f}, "
        f"subdistribution {its.subdistribution.estimate:.2f}"
        for its in result.ratios
        if its.cause == 1 and its.cause_specific and its.subdistribution
    ]
    reference = words.label(result.reference)
    return (
        f"Hazard ratios of {words.causes[0].lower()} against {reference}. "
        f"{'; '.join(said) or 'None is estimable'}."
    )


def ratios_note(result: CauseComparison, words: Words) -> str:
    """Say what either ratio answers, and give the test of all groups."""
    return f"{ANSWERS} {event_test_said(result, words)} {DESCRIPTIVE}"


def event_test_said(result: CauseComparison, words: Words) -> str:
    """Give the test over all techniques drawn, or say why there is none."""
    event = words.causes[0].lower()
    if result.gray is not None:
        test = result.gray
        late = ""
        if result.n_late:
            those = counted(result.n_late, "diagnosis", "diagnoses")
            late = (
                f", among those observed from the start ({those} with delayed entry left out: the "
                "test does not know it)"
            )
        return (
            f"Gray's test of {event} over the techniques drawn{late}: chi-squared "
            f"{test.statistic:.1f}, {_degrees(test.df)}, {p_value(test.p)}."
        )
    if result.robust_score is not None:
        score = result.robust_score
        return (
            "No Gray's or log-rank test of lesions: lesions of one patient are not independent. "
            f"Tested instead, with errors clustered by patient: cause-specific hazards of {event}, "
            f"robust score test, chi-squared {score.statistic:.1f}, {_degrees(score.df)}, "
            f"{p_value(score.p)}."
        )
    return f"{result.why_no_test.rstrip('.')}."


def _degrees(df: int) -> str:
    return f"{df} {'degree' if df == 1 else 'degrees'} of freedom"
