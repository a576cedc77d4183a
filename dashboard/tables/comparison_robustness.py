"""How steady a result is, as tables."""

import math
from typing import Any

import pandas as pd

from analytics.stacked_variance import Effect
from dashboard.comparison_values import Robustness
from dashboard.tables.cells import number
from dashboard.tables.comparison_result import with_reasons
from dashboard.wording import NOT_ESTIMABLE, Words, p_value, whole


def specification_table(found: Robustness, _words: Words) -> pd.DataFrame:
    """Write one row per specification, with the reason where it was refused."""
    return pd.DataFrame(
        [
            {
                "Choice": one.group,
                "Specification": one.label,
                "n": whole(one.n) if not one.refusal else "—",
                "Adjusted hazard ratio": _ratio(one.effect, one.refusal),
                "Largest difference (SD)": "—"
                if one.refusal
                else f"{one.largest_difference:.2f}"
                if one.largest_difference >= 0.005  # noqa: PLR2004  # of two decimals
                else "< 0.005",
            }
            for one in found.specified
        ]
    )


def specification_rows(found: Robustness, _words: Words) -> pd.DataFrame:
    """Return every specification as numbers."""
    rows = [
        {"choice": one.group, "specification": one.label, "n": one.n, **_numbers(one.effect)}
        | {"refusal": one.refusal}
        for one in found.specified
    ]
    return with_reasons(pd.DataFrame(rows), found.reasons)


def places_table(found: Robustness, _words: Words) -> pd.DataFrame:
    """Write the hazard ratio without each region and each site."""
    return pd.DataFrame(
        [
            {
                "Without": one.place,
                "Patients left out (n)": whole(one.n),
                "Adjusted hazard ratio": _ratio(one.effect, one.refusal),
            }
            for one in (*found.regions, *found.sites)
        ]
    )


def places_rows(found: Robustness, _words: Words) -> pd.DataFrame:
    """Return the ratio without each place as numbers."""
    rows = [
        {"without": one.place, "n_left_out": one.n, **_numbers(one.effect)}
        | {"refusal": one.refusal}
        for one in (*found.regions, *found.sites)
    ]
    return with_reasons(pd.DataFrame(rows), found.reasons)


def subgroup_table(found: Robustness, _words: Words) -> pd.DataFrame:
    """Write the hazard ratio within each subgroup, with the test that they differ."""
    if found.subgroups is None:
        return pd.DataFrame({"Subgroups": [found.why_no_subgroups]})
    reference, treated = found.protocol.arms
    tests = {str(row["variable"]): row for row in _records(found.subgroups.interactions)}
    rows = []
    for row in _records(found.subgroups.frame):
        test = tests[str(row["variable"])]
        ratio = row["why"] or _three(row["ratio"], row["lower"], row["upper"])
        rows.append(
            {
                "Subgroup": f"{row['variable']}: {row['level']}",
                f"{reference}: n (events)": f"{whole(row['n_0'])} ({whole(row['events_0'])})",
                f"{treated}: n (events)": f"{whole(row['n_1'])} ({whole(row['events_1'])})",
                "Adjusted hazard ratio (95 % CI)": ratio,
                "Interaction": test["why"] or p_value(float(test["p"])),
            }
        )
    return pd.DataFrame(rows)


def subgroup_rows(found: Robustness, _words: Words) -> pd.DataFrame:
    """Return the subgroups as numbers."""
    if found.subgroups is None:
        return pd.DataFrame({"subgroups": [found.why_no_subgroups]})
    frame = found.subgroups.frame.copy()
    for column in ("ratio", "lower", "upper", "log_p"):
        frame[column] = [number(float(value), NOT_ESTIMABLE) for value in frame[column]]
    return with_reasons(frame, found.reasons)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def _ratio(effect: Effect, refusal: str) -> str:
    if refusal:
        return f"Not estimable. {refusal}"
    return _three(effect.estimate, effect.lower, effect.upper)


def _three(ratio: float, lower: float, upper: float) -> str:
    if math.isnan(ratio):
        return NOT_ESTIMABLE
    return f"{ratio:.2f} ({lower:.2f} to {upper:.2f})"


def _numbers(effect: Effect) -> dict[str, float | str]:
    return {
        "hazard_ratio": number(effect.estimate, NOT_ESTIMABLE),
        "lower": number(effect.lower, NOT_ESTIMABLE),
        "upper": number(effect.upper, NOT_ESTIMABLE),
    }
