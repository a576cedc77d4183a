"""A result as tables: effects adjusted beside crude, curves, people at risk."""

import math
from collections.abc import Sequence

import pandas as pd

from analytics.adjusted_effects import Effects
from analytics.arm_estimates import Estimate
from analytics.comparison_checks import Opinion
from analytics.stacked_variance import Effect
from dashboard.comparison_values import Result
from dashboard.tables.cells import KeyFigure, number, numbers
from dashboard.wording import (
    DAYS_PER_MONTH,
    NOT_ESTIMABLE,
    Words,
    confidence_interval,
    p_value,
    percent,
    whole,
)

NOT_SEEN = "beyond follow-up"


def key_figures(result: Result, _words: Words) -> tuple[KeyFigure, ...]:
    """Return the numbers that a clinician looks for first."""
    adjusted, crude = result.compared.adjusted, result.compared.crude
    last = adjusted.landmarks[-1]
    months = last.day / DAYS_PER_MONTH
    difference = last.risk_difference if adjusted.has_competing else last.event_free_difference
    return (
        KeyFigure(
            "Adjusted hazard ratio",
            _estimate(adjusted.hazard_ratio),
            limits_text(adjusted.hazard_ratio),
        ),
        KeyFigure(
            "Crude hazard ratio", _estimate(crude.hazard_ratio), limits_text(crude.hazard_ratio)
        ),
        KeyFigure(
            f"At {months:.0f} months (points)",
            _estimate(difference),
            limits_text(difference),
        ),
        KeyFigure(
            f"Months gained of {adjusted.restricted_mean.horizon / DAYS_PER_MONTH:.0f}",
            months_of(adjusted.restricted_mean.difference),
            limits_text(adjusted.restricted_mean.difference),
        ),
    )


def effects_table(result: Result, _words: Words) -> pd.DataFrame:
    """Write one row per effect, adjusted beside crude."""
    found = result.compared
    adjusted, crude = found.adjusted, found.crude
    rows = [
        _row(_hazard_name(adjusted), adjusted.hazard_ratio, crude.hazard_ratio),
        _row(
            f"Restricted mean difference to {adjusted.restricted_mean.horizon / DAYS_PER_MONTH:.0f}"
            " months (months free of any event)",
            adjusted.restricted_mean.difference,
            crude.restricted_mean.difference,
        ),
    ]
    for mine, plain in zip(adjusted.landmarks, crude.landmarks, strict=True):
        at = f"{mine.day / DAYS_PER_MONTH:.0f} months"
        if adjusted.has_competing:
            rows.append(
                _row(
                    f"Difference in incidence by {at} (points)",
                    mine.risk_difference,
                    plain.risk_difference,
                )
            )
        else:
            rows.append(
                _row(
                    f"Difference free of the event at {at} (points)",
                    mine.event_free_difference,
                    plain.event_free_difference,
                )
            )
    return pd.DataFrame(rows)


def landmark_table(result: Result, _words: Words) -> pd.DataFrame:
    """Write the probability in each arm at the landmarks, adjusted and crude."""
    rows = []
    for kind, effects in (("adjusted", result.compared.adjusted), ("crude", result.compared.crude)):
        for side, arm in enumerate(result.protocol.arms):
            row = {
                "Arm": arm,
                "": kind,
                "n": whole(effects.n[side]),
                "Events (n)": whole(effects.n_events[side]),
                "Counts like": f"{effects.ess[side]:,.0f}",
            }
            for mark in effects.landmarks:
                shown = mark.risk if effects.has_competing else mark.event_free
                row[f"{mark.day / DAYS_PER_MONTH:.0f} months, % (95 % CI)"] = share(shown[side])
            rows.append(row)
    return pd.DataFrame(rows)


def opinions_table(result: Result, _words: Words) -> pd.DataFrame:
    """Write further estimates, each or the reason why there is none."""
    return pd.DataFrame([_opinion(opinion) for opinion in result.opinions])


def curve_rows(result: Result, words: Words) -> pd.DataFrame:
    """Return every step of every curve: the drawn figure can be rebuilt from these."""
    frames = []
    for kind, effects in (("adjusted", result.compared.adjusted), ("crude", result.compared.crude)):
        for curve in effects.curves:
            what = "free of any event" if curve.cause == 0 else words.causes[curve.cause - 1]
            frames.append(
                pd.DataFrame(
                    {
                        "arm": curve.arm,
                        "kind": kind,
                        "curve": what,
                        "day": curve.time,
                        "probability": curve.value,
                        "lower": numbers(curve.lower, NOT_ESTIMABLE),
                        "upper": numbers(curve.upper, NOT_ESTIMABLE),
                        "confidence": curve.confidence,
                    }
                )
            )
    return with_reasons(pd.concat(frames, ignore_index=True), result.reasons)


def effect_rows(result: Result, _words: Words) -> pd.DataFrame:
    """Return every effect as numbers, adjusted and crude; times in days."""
    rows = []
    for kind, effects in (("adjusted", result.compared.adjusted), ("crude", result.compared.crude)):
        rows += [
            _numbers(kind, effects.hazard_ratio, float("nan")),
            _numbers(kind, effects.restricted_mean.difference, effects.restricted_mean.horizon),
        ]
        for mark in effects.landmarks:
            rows += [
                _numbers(kind, mark.event_free_difference, mark.day),
                _numbers(kind, mark.risk_difference, mark.day),
                _numbers(kind, mark.risk_ratio, mark.day),
            ]
    return with_reasons(pd.DataFrame(rows), result.reasons)


def at_risk_table(result: Result, _words: Words) -> pd.DataFrame:
    """Write the rows under the curves: people, and what they count like."""
    rows = []
    for side, arm in enumerate(result.protocol.arms):
        risk = result.compared.adjusted.at_risk[side]
        rows.append(
            {"Arm": arm, "": "people (n)"}
            | {
                f"{d / DAYS_PER_MONTH:.0f} months": whole(int(n))
                for d, n in zip(risk.time, risk.people, strict=True)
            }
        )
        rows.append(
            {"Arm": arm, "": "effective sample size"}
            | {
                f"{d / DAYS_PER_MONTH:.0f} months": f"{n:.1f}"
                for d, n in zip(risk.time, risk.effective, strict=True)
            }
        )
    return pd.DataFrame(rows)


def with_reasons(frame: pd.DataFrame, reasons: Sequence[str]) -> pd.DataFrame:
    """Return numbers with the reason for which a failed design was opened, in every row."""
    if not reasons:
        return frame
    return frame.assign(opened_although_design_failed="; ".join(reasons))


def effect_text(effect: Effect) -> str:
    """Write an effect with its limits and p-value; words where there is none."""
    if math.isnan(effect.estimate):
        return NOT_SEEN
    return f"{_estimate(effect)} ({limits_text(effect)}), {p_value(effect.p)}"


def share(estimate: Estimate) -> str:
    """Write a probability with its limits as a bare percentage."""
    if math.isnan(estimate.value):
        return NOT_SEEN
    if math.isnan(estimate.lower):
        return f"{percent(estimate.value)} ({NOT_ESTIMABLE})"
    return f"{percent(estimate.value)} ({percent(estimate.lower)} to {percent(estimate.upper)})"


def months_of(effect: Effect) -> str:
    """Write a difference in days as months, with its sign."""
    return (
        NOT_ESTIMABLE if math.isnan(effect.estimate) else signed(effect.estimate / DAYS_PER_MONTH)
    )


def signed(value: float, decimals: int = 1) -> str:
    """Write a difference with its sign; what is not 0 is never written so."""
    text = f"{value:+.{decimals}f}"
    if value != 0 and not float(text):
        text = f"{value:+.1g}"
    return text.replace("-", "−")  # noqa: RUF001  # a minus sign


def _estimate(effect: Effect) -> str:
    if math.isnan(effect.estimate):
        return NOT_ESTIMABLE
    return (
        f"{effect.estimate:.2f}"
        if effect.scale == "ratio"
        else _difference(effect, effect.estimate)
    )


def limits_text(effect: Effect) -> str:
    """Write the limits of an effect with their level; differences in points or months."""
    if math.isnan(effect.lower) or math.isnan(effect.upper):
        return f"limits {NOT_ESTIMABLE}"
    interval = confidence_interval(effect.confidence)
    if effect.scale == "ratio":
        return f"{interval} {effect.lower:.2f} to {effect.upper:.2f}"
    return f"{interval} {_difference(effect, effect.lower)} to {_difference(effect, effect.upper)}"


def _difference(effect: Effect, value: float) -> str:
    return (
        signed(value / DAYS_PER_MONTH)
        if "mean" in effect.name or "days" in effect.name
        else signed(100 * value)
    )


def _row(name: str, adjusted: Effect, crude: Effect) -> dict[str, str]:
    return {"Effect": name, "Adjusted": effect_text(adjusted), "Crude": effect_text(crude)}


def _hazard_name(effects: Effects) -> str:
    return "Cause-specific hazard ratio" if effects.has_competing else "Marginal hazard ratio"


def _opinion(opinion: Opinion) -> dict[str, str]:
    if opinion.refusal:
        return {
            "Estimate": opinion.name,
            "n": "—",
            "Adjusted": f"Not estimable. {opinion.refusal}",
            "Crude": "—",
        }
    return {
        "Estimate": f"{opinion.name}: {opinion.effect.name} (points)",
        "n": " and ".join(whole(n) for n in opinion.n),
        "Adjusted": effect_text(opinion.effect),
        "Crude": effect_text(opinion.crude) if opinion.crude else "—",
    }


def _numbers(kind: str, effect: Effect, day: float) -> dict[str, object]:
    return {
        "kind": kind,
        "effect": effect.name,
        "day": number(day, "all of follow-up"),
        "estimate": number(effect.estimate, NOT_ESTIMABLE),
        "lower": number(effect.lower, NOT_ESTIMABLE),
        "upper": number(effect.upper, NOT_ESTIMABLE),
        "standard_error": number(effect.se, NOT_ESTIMABLE),
        "log_p": number(effect.log_p, NOT_ESTIMABLE),
        "confidence": effect.confidence,
    }
