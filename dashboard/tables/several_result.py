"""The result of a comparison of several arms as tables: every arm, every pair."""

import math

import numpy as np
import pandas as pd

from analytics.arm_estimates import Estimate, WeightedCurve
from analytics.multiarm_effects import PairEffects
from analytics.stacked_variance import Effect
from dashboard.comparison_values import SeveralResult
from dashboard.tables.cells import number, numbers
from dashboard.tables.comparison_result import limits_text, share, signed, with_reasons
from dashboard.wording import (
    DAYS_PER_MONTH,
    NOT_ESTIMABLE,
    Words,
    p_value,
    whole,
)


def pairs_effects_table(result: SeveralResult, _words: Words) -> pd.DataFrame:
    """Write one row per pair and effect, p-values over all pairs."""
    return pd.DataFrame(
        [row for pair in result.compared.pairs for row in _rows(result, pair)],
    )


def arms_table(result: SeveralResult, _words: Words) -> pd.DataFrame:
    """Write every arm: people, events, and the adjusted probability at the landmarks."""
    found = result.compared
    cause = 1 if found.has_competing else 0
    rows = []
    for place, arm in enumerate(found.arms):
        (curve,) = (one for one in arm.curves if one.cause == cause)
        row = {
            "Arm": arm.arm,
            "n": whole(int(found.n[place])),
            "Events (n)": whole(int(found.n_events[place])),
            "Counts like": f"{found.ess[place]:,.0f}",
            f"Months free of any event of {_horizon(result)}": (
                f"{arm.mean_time / DAYS_PER_MONTH:.1f}"
            ),
        }
        for day in found.horizons.landmarks:
            row[f"{_months(day)}, % (95 % CI)"] = share(value_at(curve, day))
        rows.append(row)
    return pd.DataFrame(rows)


def pairs_effects_rows(result: SeveralResult, _words: Words) -> pd.DataFrame:
    """Return every contrast as numbers; times in days."""
    rows = []
    for pair in result.compared.pairs:
        named = {"reference": pair.reference, "treated": pair.treated}
        rows.append(named | _numbers("crude hazard ratio", pair.crude_hazard_ratio))
        for _, effect, p, at_once, drawn in _effects(result, pair):
            row = named | _numbers(effect.name, effect) | {"p_holm": number(p, NOT_ESTIMABLE)}
            row |= {"lower_all_pairs": number(at_once.lower, NOT_ESTIMABLE)}
            row |= {"upper_all_pairs": number(at_once.upper, NOT_ESTIMABLE)}
            if drawn:
                row |= {"bootstrap_lower": drawn[0], "bootstrap_upper": drawn[1]}
            rows.append(row)
    return with_reasons(pd.DataFrame(rows).fillna("not applicable"), result.reasons)


def arm_curve_rows(result: SeveralResult, words: Words) -> pd.DataFrame:
    """Return every step of every curve: the drawn figure can be rebuilt from these."""
    frames = [
        pd.DataFrame(
            {
                "arm": curve.arm,
                "curve": "free of any event" if curve.cause == 0 else words.causes[curve.cause - 1],
                "day": curve.time,
                "probability": curve.value,
                "lower": numbers(curve.lower, NOT_ESTIMABLE),
                "upper": numbers(curve.upper, NOT_ESTIMABLE),
                "confidence": curve.confidence,
            }
        )
        for arm in result.compared.arms
        for curve in arm.curves
    ]
    return with_reasons(pd.concat(frames, ignore_index=True), result.reasons)


def arms_at_risk(result: SeveralResult, _words: Words) -> pd.DataFrame:
    """Write the rows under the curves: people, and what they count like."""
    rows = []
    for arm in result.compared.arms:
        own = np.isin(arm.at_risk.time, result.compared.horizons.ticks)
        days = arm.at_risk.time[own]
        people, carried = arm.at_risk.people[own], arm.at_risk.effective[own]
        rows.append(
            {"Arm": arm.arm, "": "people (n)"}
            | {_months(day): whole(int(n)) for day, n in zip(days, people, strict=True)}
        )
        rows.append(
            {"Arm": arm.arm, "": "effective sample size"}
            | {_months(day): f"{n:.1f}" for day, n in zip(days, carried, strict=True)}
        )
    return pd.DataFrame(rows)


def value_at(curve: WeightedCurve, day: float) -> Estimate:
    """Return a curve's value at a day with its limits; nan beyond its end."""
    nan = float("nan")
    if day > curve.time[-1]:
        return Estimate(nan, nan, nan, nan)
    at = int(np.searchsorted(curve.time, day, side="right")) - 1
    parts = (curve.value[at], curve.se[at], curve.lower[at], curve.upper[at])
    return Estimate(*(float(part) for part in parts))


def pair_name(pair: PairEffects) -> str:
    """Write which arm stands against which."""
    return f"{pair.treated} against {pair.reference}"


def estimate_text(effect: Effect) -> str:
    """Write an effect with its limits; words where there is none."""
    if math.isnan(effect.estimate):
        return NOT_ESTIMABLE
    return f"{_value(effect, effect.estimate)} ({limits_text(effect)})"


def _effects(
    result: SeveralResult, pair: PairEffects
) -> list[tuple[str, Effect, float, Effect, tuple[float, float] | None]]:
    """Return name, effect, p over all pairs, limits for all pairs at once, bootstrap limits."""
    kind = "Cause-specific hazard ratio" if result.compared.has_competing else "Hazard ratio"
    rows: list[tuple[str, Effect, float, Effect, tuple[float, float] | None]] = [
        (kind, pair.hazard_ratio, pair.hazard_p, pair.hazard_all, None),
        (
            f"Months free of any event, of {_horizon(result)}",
            pair.restricted_mean,
            pair.restricted_mean_p,
            pair.restricted_mean_all,
            pair.restricted_mean_drawn,
        ),
    ]
    parts = (result.compared.horizons.landmarks, pair.risk, pair.risk_p, pair.risk_all)
    for day, effect, p, at_once, drawn in zip(*parts, pair.risk_drawn, strict=True):
        shown = None if math.isnan(effect.estimate) else drawn
        rows.append((f"With the event by {_months(day)} (points)", effect, p, at_once, shown))
    return rows


def _rows(result: SeveralResult, pair: PairEffects) -> list[dict[str, str]]:
    crude = {
        "Effect": "Crude hazard ratio",
        "Estimate (95 % CI)": estimate_text(pair.crude_hazard_ratio),
    }
    blank = {"Bootstrap, 95 %": "—", "p (Holm)": "—", "All pairs at once": "—"}
    found = [{"Pair": pair_name(pair)} | crude | blank]
    for name, effect, p, at_once, drawn in _effects(result, pair):
        found.append(
            {
                "Pair": pair_name(pair),
                "Effect": name,
                "Estimate (95 % CI)": estimate_text(effect),
                "Bootstrap, 95 %": _drawn(effect, drawn),
                "p (Holm)": NOT_ESTIMABLE if math.isnan(p) else p_value(p),
                "All pairs at once": NOT_ESTIMABLE
                if math.isnan(at_once.lower)
                else f"{_value(at_once, at_once.lower)} to {_value(at_once, at_once.upper)}",
            }
        )
    return found


def _drawn(effect: Effect, limits: tuple[float, float] | None) -> str:
    if limits is None:
        return "—"
    return f"{_value(effect, limits[0])} to {_value(effect, limits[1])}"


def _value(effect: Effect, value: float) -> str:
    if effect.scale == "ratio":
        return f"{value:.2f}"
    return signed(value / DAYS_PER_MONTH) if "mean" in effect.name else signed(100 * value)


def _months(day: float) -> str:
    return f"{day / DAYS_PER_MONTH:.0f} months"


def _horizon(result: SeveralResult) -> str:
    return f"{result.compared.horizons.horizon / DAYS_PER_MONTH:.0f}"


def _numbers(name: str, effect: Effect) -> dict[str, object]:
    return {
        "effect": name,
        "estimate": number(effect.estimate, NOT_ESTIMABLE),
        "lower": number(effect.lower, NOT_ESTIMABLE),
        "upper": number(effect.upper, NOT_ESTIMABLE),
        "standard_error": number(effect.se, NOT_ESTIMABLE),
    }
