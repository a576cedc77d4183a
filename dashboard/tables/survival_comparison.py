"""Comparisons of survival as tables."""

import numpy as np
import pandas as pd

from analytics.survival_comparison import MeanOfGroup, SurvivalComparison
from analytics.survival_contrasts import Contrast
from dashboard.tables.cells import number
from dashboard.wording import (
    DAYS_PER_MONTH,
    NOT_ESTIMABLE,
    Words,
    confidence_interval,
    months,
    p_value,
    whole,
)


def means_table(result: SurvivalComparison, words: Words) -> pd.DataFrame:
    """Write one row per technique: restricted mean, and how far it lies from the reference."""
    return pd.DataFrame([_mean_row(result, its, words) for its in result.means])


def _mean_row(result: SurvivalComparison, its: MeanOfGroup, words: Words) -> dict[str, str]:
    interval = confidence_interval(result.confidence)
    horizon = f"{result.horizon / DAYS_PER_MONTH:.0f} months"
    return {
        "Technique": words.label(its.group),
        "Diagnoses (n)": whole(its.n),
        "Events (n)": whole(its.n_events),
        f"Mean up to {horizon} ({interval}), months": _mean_words(its),
        f"Difference from {words.label(result.reference)} ({interval}), months": _difference(
            its, is_reference=its.group == result.reference
        ),
    }


def _mean_words(its: MeanOfGroup) -> str:
    if its.mean is None:
        return f"{NOT_ESTIMABLE}: {its.why_not}"
    mean = its.mean
    return f"{months(mean.estimate)} ({months(mean.lower)} to {months(mean.upper)})"


def _difference(its: MeanOfGroup, *, is_reference: bool) -> str:
    if is_reference:
        return "reference"
    if its.contrast is None:
        return f"{NOT_ESTIMABLE}: {its.why_not}"
    return f"{_signed_limits(its.contrast.difference)}, {p_value(its.contrast.difference.p)}"


def _signed_limits(difference: Contrast) -> str:
    estimate, lower, upper = (
        f"{value / DAYS_PER_MONTH:+.1f}"
        for value in (difference.estimate, difference.lower, difference.upper)
    )
    return f"{estimate} ({lower} to {upper})"


def means_rows(result: SurvivalComparison, words: Words) -> pd.DataFrame:
    """Return restricted means and differences as numbers, in months."""
    rows = []
    for its in result.means:
        contrast = None if its.contrast is None else its.contrast.difference
        missing = "reference" if its.group == result.reference else its.why_not or NOT_ESTIMABLE
        row: dict[str, object] = {
            "technique_code": its.group,
            "technique": words.label(its.group),
            "diagnoses": its.n,
            "events": its.n_events,
            "horizon_months": result.horizon / DAYS_PER_MONTH,
            "reference": result.reference,
            "confidence": result.confidence,
        }
        mean = its.mean
        for name in ("estimate", "lower", "upper"):
            value = np.nan if mean is None else getattr(mean, name) / DAYS_PER_MONTH
            row[f"mean_{name}"] = number(value, its.why_not or NOT_ESTIMABLE)
        for name in ("estimate", "lower", "upper"):
            value = np.nan if contrast is None else getattr(contrast, name) / DAYS_PER_MONTH
            row[f"difference_{name}"] = number(value, missing)
        log_p = np.nan if contrast is None else contrast.log_p / np.log(10)
        row["difference_log10_p"] = number(log_p, missing)
        rows.append(row)
    return pd.DataFrame(rows)


def pairs_table(result: SurvivalComparison, words: Words) -> pd.DataFrame:
    """Write one row per pair of techniques: chi-squared, p and adjusted p."""
    if result.pairwise is None:
        return pd.DataFrame([{"Test": result.why_no_test}])
    frame = result.pairwise.frame
    return pd.DataFrame(
        {
            "One": [words.label(code) for code in frame["group_a"]],
            "Other": [words.label(code) for code in frame["group_b"]],
            "Chi-squared (1 degree of freedom)": [f"{value:.1f}" for value in frame["statistic"]],
            "Log-rank test": [p_value(p) for p in frame["p"]],
            "Adjusted (Holm)": [p_value(p) for p in frame["p_adjusted"]],
        }
    )


def pairs_rows(result: SurvivalComparison, words: Words) -> pd.DataFrame:
    """Return the tests of pairs as numbers, with the global tests as rows of their own."""
    rows: list[dict[str, object]] = []
    for name, test in (("all", result.log_rank), ("all, stratified", result.stratified)):
        if test is not None:
            rows.append(
                {
                    "one": name,
                    "other": "",
                    "chi_squared": test.statistic,
                    "degrees_of_freedom": test.df,
                    "strata": test.n_strata,
                    "log10_p": test.log_p / np.log(10),
                    "p_adjusted": "not adjusted",
                }
            )
    if result.pairwise is not None:
        rows += [
            {
                "one": words.label(row["group_a"]),
                "other": words.label(row["group_b"]),
                "chi_squared": row["statistic"],
                "degrees_of_freedom": 1,
                "strata": 1,
                "log10_p": row["log_p"] / np.log(10),
                "p_adjusted": row["p_adjusted"],
            }
            for row in result.pairwise.frame.to_dict("records")
        ]
    return pd.DataFrame(rows or [{"test": result.why_no_test}])
