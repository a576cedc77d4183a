"""Regressions in sentences."""

import math

from analytics.hazard_fits import ENOUGH
from analytics.hazard_model import HazardModel, TermEffect
from analytics.subgroup_forest import SubgroupForest
from dashboard.charts.hazard_forest import per
from dashboard.tables.regression import ratio_words
from dashboard.wording import Words, confidence_interval, p_value, whole

_KINDS = {
    "cause-specific": "Cox regression of the cause-specific hazard (Efron ties)",
    "subdistribution": "Fine-Gray regression of the subdistribution hazard",
}
_SITES = {
    "cluster": "robust errors by site",
    "stratum": "baseline hazard of its own for each site",
    "ignored": "sites not respected",
}
_ALOUD = 3  # effects that the text beside a figure reads out
_SUSPECT = 0.05


def model_counted(result: HazardModel, _words: Words) -> str:
    """Say who is modelled, and by which method."""
    competing = f", {whole(result.n_competing)} competing" if result.n_competing else ""
    return (
        f"{whole(result.n)} diagnoses, {whole(result.n_events)} events{competing}, "
        f"{whole(result.n_sites)} sites. {_KINDS[result.plan.kind]} with delayed entry, "
        f"{_SITES[result.plan.sites]}; {confidence_interval(result.confidence)} (Wald). "
        f"{_missing(result)}"
    )


def _missing(result: HazardModel) -> str:
    if not result.n_incomplete:
        return "No covariate is missing."
    if result.is_imputed:
        return (
            f"{whole(result.n_incomplete)} with a missing covariate: 20 imputed tables, Rubin's "
            f"rules (at most {100 * result.missing_share:.0f} % of a variance is due to them)."
        )
    return f"{whole(result.n_incomplete)} with a missing covariate are left out."


def model_seen(result: HazardModel, words: Words) -> str:
    """Read the strongest effects aloud."""
    tested = [effect for effect in result.effects if not effect.is_reference]
    strongest = sorted(tested, key=lambda effect: effect.log_p)[:_ALOUD]
    read = "; ".join(_aloud(effect) for effect in strongest)
    return f"Hazard ratios of {len(tested)} terms for {words.outcome}. Strongest: {read}."


def _aloud(effect: TermEffect) -> str:
    what = f"{effect.level} against {effect.reference}" if effect.level else per(effect)
    ratio = ratio_words(effect.ratio, effect.lower, effect.upper)
    return f"{effect.variable.label}, {what}: {ratio}"


def model_note(result: HazardModel, _words: Words) -> str:
    """Say what weakens the model, and what it does not show."""
    said = []
    if result.per_parameter < ENOUGH:
        said.append(
            f"Only {result.per_parameter:.1f} events a parameter: below {ENOUGH} limits are "
            "unreliable."
        )
    drifting = [
        effect.variable.label for effect in result.effects if effect.proportional_p < _SUSPECT
    ]
    if result.proportional_p < _SUSPECT:
        named = f" ({', '.join(dict.fromkeys(drifting))})" if drifting else ""
        said.append(
            f"Ratios change over time{named}: read them as averages over the follow-up seen."
        )
    if result.merged:
        said.append(f"Levels taken together: {', '.join(result.merged)}.")
    if result.constant:
        said.append(f"The same for everybody and left out: {', '.join(result.constant)}.")
    said.append("Associations given the other covariates, not effects of changing one.")
    return " ".join(said)


def subgroup_counted(result: SubgroupForest, _words: Words) -> str:
    """Say who is compared, and by which method."""
    adjusted = f"{len(result.adjusted_for)} covariates" if result.adjusted_for else "nothing"
    return (
        f"{whole(result.overall.n)} diagnoses, {whole(result.overall.n_events)} events; "
        f"{whole(result.n_incomplete)} with a missing covariate are left out. Cox regression with "
        f"a baseline hazard for each level, adjusted for {adjusted}, robust errors by site; "
        f"{confidence_interval(result.confidence)}."
    )


def subgroup_seen(result: SubgroupForest, _words: Words) -> str:
    """Read the overall effect and the smallest interaction aloud."""
    every = result.overall
    first, second = result.arms
    said = f"{second} against {first}: {ratio_words(every.ratio, every.lower, every.upper)} overall"
    tested = [one for one in result.interactions if not math.isnan(one.p)]
    if not tested:
        return f"{said}; no interaction could be tested."
    least = min(tested, key=lambda one: one.p)
    return f"{said}; smallest p of interaction: {least.variable}, {p_value(least.p)}."


def subgroup_note(result: SubgroupForest, _words: Words) -> str:
    """Warn of many looks, in numbers."""
    tested = [one.p for one in result.interactions if not math.isnan(one.p)]
    if not tested:
        return "No interaction could be tested."
    tests = len(tested)
    by_chance = 1 - (1 - _SUSPECT) ** tests
    small = [p for p in tested if p < _SUSPECT / tests]
    held = (
        f"{len(small)} of them stay below 0.05 after Bonferroni's correction"
        if small
        else "none stays below 0.05 after Bonferroni's correction"
    )
    return (
        f"{tests} interaction tests: at least one falls below 0.05 by chance in "
        f"{100 * by_chance:.0f} of 100 such figures; {held}. An effect in one subgroup alone is "
        "no evidence; look at the test, not at which interval crosses 1."
    )
