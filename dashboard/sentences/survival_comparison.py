"""Comparisons of survival in sentences: tests, constancy of hazards, curves that cross."""

import math

from analytics.curve_crossings import Crossing
from analytics.rank_tests import LogRank
from analytics.survival_comparison import SurvivalComparison
from dashboard.wording import (
    DAYS_PER_MONTH,
    Words,
    confidence_interval,
    counted,
    months,
    p_value,
    whole,
)

_NAMED = 3  # pairs of crossing curves; the rest are counted
_DOUBT = 0.05  # p of the test of proportional hazards from which words are due
DESCRIPTIVE = (
    "Unadjusted and descriptive: patients chosen for one technique differ from those chosen for "
    "another."
)


def means_counted(result: SurvivalComparison, words: Words) -> str:
    """Say what is compared, up to when, and the method."""
    n = sum(mean.n for mean in result.means)
    events = sum(mean.n_events for mean in result.means)
    interval = confidence_interval(result.confidence)
    return (
        f"{whole(n)} diagnoses, {whole(events)} events after the techniques drawn. Restricted mean "
        f"of {words.outcome.lower()} up to {horizon_words(result)}: area under the Kaplan-Meier "
        f"curve, {interval} from Greenwood's variance; differences against "
        f"{words.label(result.reference)}."
    )


def horizon_words(result: SurvivalComparison) -> str:
    """Write the horizon of the restricted means."""
    return f"{result.horizon / DAYS_PER_MONTH:.0f} months"


def means_seen(result: SurvivalComparison, words: Words) -> str:
    """Read the restricted means aloud."""
    said = []
    for its in result.means:
        if its.mean is None:
            said.append(f"{words.label(its.group)}: {its.why_not}")
            continue
        mean = its.mean
        text = (
            f"{words.label(its.group)}: {months(mean.estimate)} months "
            f"({months(mean.lower)} to {months(mean.upper)})"
        )
        said.append(text)
    return f"Restricted means up to {horizon_words(result)}. {'; '.join(said)}."


def means_compared(result: SurvivalComparison, words: Words) -> str:
    """Say whether curves cross and hazards stay in proportion, in words."""
    return " ".join([_crossing_words(result, words), _constancy_words(result), DESCRIPTIVE])


def _crossing_words(result: SurvivalComparison, words: Words) -> str:
    if not result.crossings:
        return "No two curves cross by more than two points in a hundred."
    named = [_one_crossing(crossing, words) for crossing in result.crossings[:_NAMED]]
    more = len(result.crossings) - len(named)
    rest = f"; {counted(more, 'more pair')}" if more else ""
    return (
        f"Curves cross: {'; '.join(named)}{rest}. Where curves cross, one hazard ratio or one "
        "log-rank test hides who is ahead when: read the landmarks and the restricted means."
    )


def _one_crossing(crossing: Crossing, words: Words) -> str:
    return (
        f"{words.label(crossing.first_ahead)} is ahead at first, "
        f"{words.label(crossing.later_ahead)} from {months(crossing.day)} months"
    )


def _constancy_words(result: SurvivalComparison) -> str:
    test = result.constancy
    if test is None:
        return f"Proportional hazards were not tested: {result.why_no_constancy}"
    if math.isnan(test.p):
        return "Proportional hazards: not estimable."
    chi = f"score test, chi-squared {test.statistic:.1f}, {_degrees(test.df)}, {p_value(test.p)}"
    if test.p < _DOUBT:
        return (
            f"Hazards are not proportional ({chi}): how much one technique is ahead changes over "
            "time."
        )
    return (
        f"No sign of hazards out of proportion ({chi}), which is no proof that they are in "
        "proportion."
    )


def _degrees(df: int) -> str:
    return f"{df} {'degree' if df == 1 else 'degrees'} of freedom"


def pairs_counted(result: SurvivalComparison, _words: Words) -> str:
    """Give the global test, the stratified test where one was asked for, and the adjustment."""
    if result.log_rank is None:
        return result.why_no_test
    said = [f"Log-rank test of all techniques drawn: {_test_words(result.log_rank)}."]
    if result.stratified is not None:
        said.append(
            f"Stratified: {_test_words(result.stratified)}, within "
            f"{counted(result.stratified.n_strata, 'stratum', 'strata')}."
        )
    elif result.is_stratified:
        said.append(f"No stratified test: {result.why_not_stratified}")
    said.append(
        "Pairs: log-rank test of each pair on its own people, the same weight of every day, "
        "p as it is and adjusted for the number of pairs by Holm's method."
    )
    return " ".join(said)


def _test_words(test: LogRank) -> str:
    return f"chi-squared {test.statistic:.1f}, {_degrees(test.df)}, {p_value(test.p)}"


def pairs_seen(result: SurvivalComparison, words: Words) -> str:
    """Read aloud which pairs differ after adjustment."""
    if result.pairwise is None:
        return result.why_no_test
    frame = result.pairwise.frame
    low = frame[frame["p_adjusted"] < _DOUBT]
    pairs = [
        f"{words.label(a)} and {words.label(b)} ({p_value(p)})"
        for a, b, p in zip(low["group_a"], low["group_b"], low["p_adjusted"], strict=True)
    ]
    said = f"{len(low)} of {counted(len(frame), 'pair')} with an adjusted p below 0.05"
    return f"{said}: {'; '.join(pairs)}." if pairs else f"{said}."


def pairs_note(_result: SurvivalComparison, _words: Words) -> str:
    """Say what the tests are worth."""
    return DESCRIPTIVE
