"""What a design and a result say in sentences; who is counted and how."""

import math

from analytics.comparison_plan import Plan
from analytics.covariate_levels import FEWEST
from analytics.propensity import Method
from analytics.stacked_variance import Effect
from analytics.weights import ESTIMANDS
from dashboard.comparison_values import Designed, Result
from dashboard.tables.comparison_result import limits_text, signed
from dashboard.wording import DAYS_PER_MONTH, Words, counted, p_value, percent, whole
from queries.protocol import Protocol

METHODS: dict[Method, str] = {
    "weighting": "weighting",
    "matching": "1:1 matching within 0.2 standard deviations of the logit",
    "stratification": "five strata of the score",
}
POPULATIONS = {
    "ATO": "In patients whom either technique might have been given",
    "ATE": "If all these patients had had one technique or the other",
    "ATT": "In patients like those who had {treated}",
}


def design_said(designed: Designed, _words: Words) -> str:
    """Say in one sentence whether both arms can be compared."""
    failed = designed.gate.failed
    n = " and ".join(
        f"{whole(k)} {arm}"
        for k, arm in zip(designed.report.n, designed.protocol.arms, strict=True)
    )
    if not failed:
        return f"The design passes every limit: {n}. Outcomes stay unread until it is frozen."
    names = "; ".join(check.label.lower() for check in failed)
    return f"The design fails: {names}. ({n}.)"


def design_counted(designed: Designed, _words: Words) -> str:
    """Say who is counted and how scores were made."""
    report = designed.report
    n = " and ".join(
        f"{arm} n = {whole(k)}" for k, arm in zip(report.n, designed.protocol.arms, strict=True)
    )
    model = "Logistic" if report.plan.model == "logistic" else "Boosted-tree (cross-fitted)"
    tables = f"; {report.n_tables} imputed tables" if report.n_tables > 1 else ""
    return (
        f"{n}. {model} propensity score; {ESTIMANDS[report.plan.estimand]}; "
        f"{METHODS[report.plan.method]}{_choices(report.plan)}; {report.trim_rule}{tables}. "
        "No outcome was read by arm."
    )


def preference_seen(designed: Designed, _words: Words) -> str:
    """Say what the preference scores show."""
    report = designed.report
    arms = " and ".join(
        f"{percent(share)} % of {arm}"
        for share, arm in zip(report.equipoise_by_arm, designed.protocol.arms, strict=True)
    )
    return (
        f"{percent(report.equipoise)} % of patients lie where clinicians were undecided "
        f"(preference score 0.3 to 0.7): {arms}."
    )


def score_seen(designed: Designed, _words: Words) -> str:
    """Say how far scores reach and how well they tell the arms apart."""
    low, high = designed.report.score_range
    return (
        f"Scores from {_score(low)} to {_score(high)}; the score tells the arms apart with a "
        f"c-statistic of {designed.report.c_statistic:.2f}."
    )


def positivity_said(designed: Designed, _words: Words) -> str:
    """Name every level that one arm lacks; empty where none does."""
    found = designed.report.absences
    if not found:
        return ""
    named = "; ".join(
        f"{a.covariate} “{a.level}”: {counted(a.n, 'patient')}, nobody of them in {a.arm}"
        for a in found
    )
    kept = designed.report.plan.fewest < 1 and designed.report.plan.model == "logistic"
    done = (
        "the level keeps its own place, nobody is left out, and their score lies at 0 or 1 "
        f"(smallest {_score(designed.report.score_range[0])})"
        if kept
        else "the level was joined with its neighbour, or the covariate left out"
    )
    return (
        f"Positivity fails: {named}. No data can say how such patients would have fared with the "
        f"other technique; {done}."
    )


def love_seen(designed: Designed, _words: Words) -> str:
    """Say how balanced the arms are."""
    table = designed.report.balance
    before = float(abs(table.smd_before).max())
    over = int((abs(table.smd_before) > 0.1).sum())  # noqa: PLR2004  # the customary line
    return (
        f"Before adjustment {over} of {len(table.covariates)} columns differ by more than 0.1 "
        f"standard deviations (largest {before:.2f}); after it the largest difference is "
        f"{small_said(table.largest_difference)}."
    )


def love_note(designed: Designed, _words: Words) -> str:
    """Say by what differences are divided."""
    table = designed.report.balance
    return f"Differences are divided by the {table.denominator} standard deviation."


def result_quoted(result: Result, words: Words) -> str:
    """Return the one sentence that a clinician can quote."""
    found = result.compared.adjusted
    ratio, mark = found.hazard_ratio, found.landmarks[-1]
    reference, treated = result.protocol.arms
    who = POPULATIONS[result.compared.plan.estimand].format(treated=treated)
    shares = mark.risk if found.has_competing else mark.event_free
    difference = mark.risk_difference if found.has_competing else mark.event_free_difference
    what = "" if found.has_competing else _free(result.protocol.endpoint, words)
    months = f"{mark.day / DAYS_PER_MONTH:.0f} months"
    at = f"at {months} {treated} and {reference} could not be compared"
    if not math.isnan(difference.estimate):
        at = (
            f"at {months}, {percent(shares[1].value)} % after {treated} and "
            f"{percent(shares[0].value)} % after {reference} {what or f'had {words.causes[0]}'} "
            f"(difference "
            f"{signed(100 * difference.estimate)} points, {limits_text(difference)})"
        )
    return (
        f"{who}, {at}; hazard ratio {ratio.estimate:.2f} ({limits_text(ratio)}). {_verdict(ratio)}"
    )


def _free(endpoint_code: str, words: Words) -> str:
    if endpoint_code.startswith("OS"):
        return "were alive"
    return "were alive without progression" if "PFS" in endpoint_code else words.outcome


def _verdict(ratio: Effect) -> str:
    if ratio.lower <= 1 <= ratio.upper:
        return "The data are compatible with no difference."
    return "The interval excludes no difference."


def not_shown(result: Result, _words: Words) -> str:
    """Return the one sentence that says what the result does not show."""
    ratio = result.compared.adjusted.hazard_ratio
    wide = (
        f"it excludes neither a {_change(ratio.lower)} nor a {_change(ratio.upper)} of the hazard"
        if ratio.lower < 1 < ratio.upper
        else "how large the effect is remains as open as the interval is wide"
    )
    return (
        "This does not show what a randomised trial would: patients were chosen for their "
        f"technique, reasons that nobody entered are not adjusted for, and {wide}."
    )


def _change(ratio: float) -> str:
    share = abs(1 - ratio)
    return f"{100 * share:.0f} % {'reduction' if ratio < 1 else 'increase'}"


def result_counted(result: Result, _words: Words) -> str:
    """Say who is counted and how limits were made."""
    found = result.compared
    effects = found.adjusted
    n = "; ".join(
        f"{arm} n = {whole(effects.n[side])}, {whole(effects.n_events[side])} events, counts like "
        f"{effects.ess[side]:,.0f}"
        for side, arm in enumerate(result.protocol.arms)
    )
    plan = found.plan
    return (
        f"{n}. {ESTIMANDS[plan.estimand]}; {METHODS[plan.method]}{_choices(plan)}. "
        f"{limits_made(result)}"
    )


def _choices(plan: Plan) -> str:
    """Say which choices are not the usual ones; empty where all are."""
    said = ", stabilised weights" if plan.stabilised else ""
    if plan.fewest != FEWEST:
        joined = "only where an arm has nobody of them" if plan.fewest else "never"
        said += f"; rare levels are joined {joined}"
    return said


def limits_made(result: Result) -> str:
    """Say how limits were made, of what is taken as known."""
    effects = result.compared.adjusted
    cluster = f"clustered by {effects.n_clusters} sites" if effects.n_clusters else "robust"
    score = (
        "and carry that the scores are estimated"
        if effects.counts_scores
        else "and take the scores as known"
    )
    return f"95 % limits are {cluster} {score}."


def result_note(result: Result, _words: Words) -> str:
    """Say what to mind: proportionality, notes of the estimate, why a failed design was opened."""
    effects = result.compared.adjusted
    said = list(effects.notes)
    lost = result.n_designed - sum(result.compared.n_given)
    if lost:
        said.append(
            f"Of {whole(result.n_designed)} patients of the design {whole(lost)} have no follow-up "
            "that can be counted."
        )
    p = effects.proportionality_p
    if math.isnan(p):
        said.append("Proportional hazards could not be tested.")
    elif p < 0.05:  # noqa: PLR2004  # the customary level
        said.append(
            f"The hazard ratio changes over time (test of proportional hazards {p_value(p)}): "
            "read the curves and the difference in means."
        )
    else:
        said.append(f"Test of proportional hazards: {p_value(p)}.")
    said += [f"OPENED ALTHOUGH THE DESIGN FAILED. Reason: {reason}" for reason in result.reasons]
    return " ".join(said)


def curves_seen(result: Result, words: Words) -> str:
    """Say what the curves show, for those who do not see them."""
    crude = result.compared.crude.hazard_ratio.estimate
    return f"{result_quoted(result, words)} Crude hazard ratio {crude:.2f}."


def _score(value: float) -> str:
    return f"{value:.2g}" if value < 0.01 else f"{value:.2f}"  # noqa: PLR2004  # keeps two digits


def small_said(value: float) -> str:
    """Write a difference to two decimals; what is not 0 is never written so."""
    return "below 0.005" if value < 0.005 else f"{value:.2f}"  # noqa: PLR2004  # of two decimals


def opinions_note(_result: Result, _words: Words) -> str:
    """Say what the further estimates rest on."""
    return (
        "The doubly robust estimate is cross-fitted and holds if the score or the outcome model "
        "is right; no such estimate exists for the overlap, so it answers for all patients or "
        "the treated. Early events count those watched from the start who had the event or were "
        "followed to the day."
    )


def card_seen(protocol: Protocol) -> str:
    """Say what the card of the emulated trial holds."""
    reference, treated = protocol.arms
    return f"The emulated trial of {treated} against {reference} in seven rows."
