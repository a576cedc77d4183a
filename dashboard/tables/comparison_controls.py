"""Negative controls of a comparison as tables."""

import math

import pandas as pd

from analytics.stacked_variance import Effect
from dashboard.comparison_values import Control, Controls
from dashboard.tables.cells import number
from dashboard.tables.comparison_result import signed, with_reasons
from dashboard.wording import NOT_ESTIMABLE, Words, confidence_interval, whole


def controls_table(found: Controls, _words: Words) -> pd.DataFrame:
    """Write one row per negative control, with the reason where there is no estimate."""
    rows = [_row(one) for one in found.found]
    rows += [
        {
            "Negative control": label,
            "n": "—",
            "Crude (95 % CI)": "—",
            "Adjusted (95 % CI)": f"Not shown: {why}.",
            "Says": "—",
        }
        for label, why in found.left_out
    ]
    return pd.DataFrame(rows)


def control_rows(found: Controls, _words: Words) -> pd.DataFrame:
    """Return every negative control as numbers."""
    rows: list[dict[str, object]] = []
    for one in found.found:
        for kind, effect in (("crude", one.found.crude), ("adjusted", one.found.adjusted)):
            row: dict[str, object] = {"control": one.control.label, "kind": kind}
            row |= {"n_reference": one.found.n[0], "n_treated": one.found.n[1]}
            row |= {"refusal": one.found.refusal or "none"}
            rows.append(row | (_numbers(effect, one.unit) if effect else {}))
    frame = pd.DataFrame(rows)
    return with_reasons(frame.fillna(NOT_ESTIMABLE), found.reasons)


def control_words(one: Control, effect: Effect | None) -> str:
    """Write the contrast of a control with its unit and limits."""
    if effect is None or math.isnan(effect.estimate):
        return NOT_ESTIMABLE
    interval = confidence_interval(effect.confidence)
    if effect.scale == "ratio":
        limits = f"{effect.lower:.2f} to {effect.upper:.2f}"
        return f"hazard ratio {effect.estimate:.2f} ({interval} {limits})"
    shown = [signed(value) for value in (effect.estimate, effect.lower, effect.upper)]
    return f"{shown[0]} {one.unit} ({interval} {shown[1]} to {shown[2]})"


def verdict(one: Control) -> str:
    """Write whether a control is off."""
    if one.found.refusal:
        return "nothing"
    return "DIFFERS: bias is likely" if one.found.is_off else "no sign of bias"


def _row(one: Control) -> dict[str, str]:
    adjusted = control_words(one, one.found.adjusted)
    if one.found.refusal:
        adjusted = f"{NOT_ESTIMABLE.capitalize()}. {one.found.refusal}"
    return {
        "Negative control": one.control.label,
        "n": _people(one),
        "Crude (95 % CI)": control_words(one, one.found.crude),
        "Adjusted (95 % CI)": adjusted,
        "Says": verdict(one),
    }


def _people(one: Control) -> str:
    n = " and ".join(whole(k) for k in one.found.n)
    if one.found.n_events is None:
        return n
    return f"{n}; {' and '.join(whole(k) for k in one.found.n_events)} events"


def _numbers(effect: Effect, unit: str) -> dict[str, object]:
    return {
        "effect": effect.name,
        "unit": unit or "none",
        "estimate": number(effect.estimate, NOT_ESTIMABLE),
        "lower": number(effect.lower, NOT_ESTIMABLE),
        "upper": number(effect.upper, NOT_ESTIMABLE),
        "standard_error": number(effect.se, NOT_ESTIMABLE),
    }
