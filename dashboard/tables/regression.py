"""Regressions as tables: written out for readers, and as numbers for files."""

import math

import pandas as pd

from analytics.hazard_model import HazardModel, TermEffect
from analytics.subgroup_forest import SubgroupForest
from dashboard.charts.hazard_forest import per
from dashboard.tables.cells import KeyFigure, number, ratio_in_figures
from dashboard.wording import NOT_ESTIMABLE, Words, confidence_interval, p_value, whole

_NOT_TESTED = "not tested"
_REFERENCE = "1 (reference)"


def effects_table(result: HazardModel, _words: Words) -> pd.DataFrame:
    """Write one row per step or level."""
    interval = confidence_interval(result.confidence)
    return pd.DataFrame(
        [
            {
                "Covariate": effect.variable.label,
                "Level or step": effect.level or per(effect),
                "Diagnoses (n)": whole(effect.n),
                "Events (n)": whole(effect.n_events),
                f"Hazard ratio ({interval})": ratio_words(effect.ratio, effect.lower, effect.upper)
                if not effect.is_reference
                else _REFERENCE,
                "p": "" if effect.is_reference else p_value(math.exp(effect.log_p)),
                "Constant over time, p": _tested(effect),
            }
            for effect in result.effects
        ]
    )


def _tested(effect: TermEffect) -> str:
    if effect.is_reference:
        return ""
    return _NOT_TESTED if math.isnan(effect.proportional_p) else p_value(effect.proportional_p)


def ratio_words(ratio: float, lower: float, upper: float) -> str:
    """Write a ratio with its limits; words where there is none."""
    if math.isnan(ratio):
        return NOT_ESTIMABLE
    limits = [ratio_in_figures(value) for value in (lower, upper)]
    return f"{ratio_in_figures(ratio)} ({limits[0]} to {limits[1]})"


def effects_rows(result: HazardModel, _words: Words) -> pd.DataFrame:
    """Return the numbers of the model, one row per step or level."""
    return pd.DataFrame(
        [
            {
                "field": effect.variable.name,
                "covariate": effect.variable.label,
                "level": effect.level or per(effect),
                "reference": effect.reference,
                "diagnoses": effect.n,
                "events": effect.n_events,
                "hazard_ratio": effect.ratio,
                "lower": number(effect.lower, "reference"),
                "upper": number(effect.upper, "reference"),
                "log_p": number(effect.log_p, "reference"),
                "constant_over_time_p": number(effect.proportional_p, _NOT_TESTED),
                "hazard": result.plan.kind,
                "missing_values": "imputed 20 times" if result.is_imputed else "complete people",
                "sites": result.plan.sites,
                "confidence": result.confidence,
            }
            for effect in result.effects
        ]
    )


def model_key_figures(result: HazardModel, _words: Words) -> list[KeyFigure]:
    """Return what tells how far a model can be trusted."""
    figures = [
        KeyFigure("Diagnoses (n)", whole(result.n), _incomplete(result)),
        KeyFigure("Events (n)", whole(result.n_events), f"{result.per_parameter:.1f} a parameter"),
    ]
    held = result.concordance
    if held is not None:
        limits = f"95 % CI {held.lower:.2f} to {held.upper:.2f}"
        figures.append(KeyFigure("Concordance", f"{held.estimate:.2f}", limits))
    tested = result.proportional_p
    shown = _NOT_TESTED if math.isnan(tested) else p_value(tested)
    return [*figures, KeyFigure("Constant over time", shown, "all terms, score test")]


def _incomplete(result: HazardModel) -> str:
    if not result.n_incomplete:
        return "all complete"
    done = "filled in" if result.is_imputed else "left out"
    return f"{whole(result.n_incomplete)} incomplete, {done}"


def missing_table(result: HazardModel, _words: Words) -> pd.DataFrame:
    """Write who lacks which covariate, the largest number first."""
    listed = sorted(result.missing_by, key=lambda one: -one[1])
    return pd.DataFrame(
        [{"Covariate": label, "Not known (n)": whole(n)} for label, n in listed],
        columns=["Covariate", "Not known (n)"],
    )


def subgroup_table(result: SubgroupForest, _words: Words) -> pd.DataFrame:
    """Write one row per subgroup, each arm with its people and events."""
    first, second = result.arms
    interval = confidence_interval(result.confidence)
    tested = {
        one.variable: _NOT_TESTED if math.isnan(one.p) else p_value(one.p)
        for one in result.interactions
    }
    return pd.DataFrame(
        [
            {
                "Subgroup": f"{effect.variable}: {effect.level}".removesuffix(": "),
                f"{second}: n / events": _counts(effect.by_arm[1]),
                f"{first}: n / events": _counts(effect.by_arm[0]),
                f"Hazard ratio ({interval})": effect.why
                or ratio_words(effect.ratio, effect.lower, effect.upper),
                "Interaction, p": tested.pop(effect.variable, ""),
            }
            for effect in (result.overall, *result.effects)
        ]
    )


def _counts(arm: tuple[int, int]) -> str:
    return f"{whole(arm[0])} / {whole(arm[1])}"


def subgroup_rows(result: SubgroupForest, _words: Words) -> pd.DataFrame:
    """Return the numbers of the subgroups, words where there is no ratio."""
    return pd.DataFrame(
        [
            {
                "variable": effect.variable,
                "level": effect.level,
                "reference_arm": result.arms[0],
                "reference_diagnoses": effect.by_arm[0][0],
                "reference_events": effect.by_arm[0][1],
                "arm": result.arms[1],
                "diagnoses": effect.by_arm[1][0],
                "events": effect.by_arm[1][1],
                "hazard_ratio": number(effect.ratio, NOT_ESTIMABLE),
                "lower": number(effect.lower, NOT_ESTIMABLE),
                "upper": number(effect.upper, NOT_ESTIMABLE),
                "log_p": number(effect.log_p, NOT_ESTIMABLE),
                "remark": effect.why,
                "confidence": result.confidence,
            }
            for effect in (result.overall, *result.effects)
        ]
    )


def interaction_rows(result: SubgroupForest, _words: Words) -> pd.DataFrame:
    """Return the interaction tests as numbers."""
    return pd.DataFrame(
        [
            {
                "variable": one.variable,
                "method": one.method or _NOT_TESTED,
                "statistic": number(one.statistic, _NOT_TESTED),
                "df": number(one.df, _NOT_TESTED),
                "df_error": "infinite"
                if math.isinf(one.df_error)
                else number(one.df_error, _NOT_TESTED),
                "log_p": number(one.log_p, _NOT_TESTED),
            }
            for one in result.interactions
        ]
    )
