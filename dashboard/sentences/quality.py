"""Data quality in sentences."""

from analytics.quality import Quality, State
from dashboard.tables.quality import worst_first
from dashboard.wording import Words, percent, whole
from queries.quality.catalogue import CHECKS


def checks_counted(result: Quality, _words: Words) -> str:
    """Say how many checks gave a verdict, and what the limits are."""
    judged = result.count(State.PASS) + result.count(State.FAIL)
    return (
        f"{len(result.checks)} checks, {judged} with a verdict. "
        "Share of failing rows with 95 % Wilson limits; a check needs 10 rows for a verdict."
    )


def checks_seen(result: Quality, _words: Words) -> str:
    """Name the checks that fail, the worst first."""
    failing = [check for check in worst_first(result) if check.state is State.FAIL]
    if not failing:
        return "No check fails."
    named = [
        f"{check.code} {CHECKS[check.code].name.rstrip('.').lower()} "
        f"({whole(check.n_failed)} of {whole(check.n)})"
        for check in failing[:3]
    ]
    return f"{len(failing)} checks fail; the worst: {'; '.join(named)}."


def funnel_counted(result: Quality, _words: Words) -> str:
    """Say what is counted by site, and how the limits are made."""
    check = CHECKS[result.chosen]
    funnel = result.funnel
    if funnel is None:
        return f"{check.name} {result.why_no_funnel}"
    widened = (
        f"limits widened by {funnel.inflation:.1f} because sites differ by more than chance"
        if funnel.inflation > 1
        else "limits not widened"
    )
    return (
        f"{check.name} {whole(funnel.count.sum())} of {whole(funnel.denominator.sum())} "
        f"{check.unit} fail at {len(result.sites)} sites. Exact binomial limits of 95 % and "
        f"99.8 % around all sites together ({percent(funnel.target)} %); {widened}."
    )


def funnel_seen(result: Quality, words: Words) -> str:
    """Name the sites outside the outer limits."""
    funnel = result.funnel
    if funnel is None:
        return funnel_counted(result, words)
    outside = [
        site
        for site, flag in zip(result.sites, funnel.flag, strict=True)
        if flag in ("far above", "far below")
    ]
    few = sum(flag == "too few" for flag in funnel.flag)
    named = ", ".join(outside) or "none"
    return f"Sites beyond the 99.8 % limits: {named}; {few} sites have too few rows to compare."
