"""Comparisons of first events as tables: both hazard ratios side by side."""

import numpy as np
import pandas as pd

from analytics.cause_comparison import CauseComparison, CauseRatios, Ratio
from dashboard.wording import NOT_ESTIMABLE, Words, confidence_interval, p_value, whole


def ratios_table(result: CauseComparison, words: Words) -> pd.DataFrame:
    """Write one row per technique and first event, both ratios beside each other."""
    return pd.DataFrame([_row(result, its, words) for its in result.ratios])


def _row(result: CauseComparison, its: CauseRatios, words: Words) -> dict[str, str]:
    interval = confidence_interval(result.confidence)
    unit = "diagnoses" if result.n_clusters is None else "lesions"
    return {
        "Technique": words.label(its.group),
        "First event": words.causes[its.cause - 1],
        f"Events / {unit} (n)": f"{whole(its.n_events)} / {whole(its.n)}",
        f"{words.label(result.reference)}: events / {unit} (n)": (
            f"{whole(its.n_events_reference)} / {whole(its.n_reference)}"
        ),
        f"Cause-specific hazard ratio ({interval})": _ratio(
            its.cause_specific, its.why_no_cause_specific
        ),
        f"Subdistribution hazard ratio ({interval})": _ratio(
            its.subdistribution, its.why_no_subdistribution
        ),
    }


def _ratio(ratio: Ratio | None, why_not: str) -> str:
    if ratio is None:
        return f"{NOT_ESTIMABLE}: {why_not}"
    limits = f"({ratio.lower:.2f} to {ratio.upper:.2f})"
    return f"{ratio.estimate:.2f} {limits}, {p_value(ratio.p)}"


def ratios_rows(result: CauseComparison, words: Words) -> pd.DataFrame:
    """Return both ratios as numbers; words where one is not estimable."""
    rows = []
    for its in result.ratios:
        row: dict[str, object] = {
            "technique_code": its.group,
            "technique": words.label(its.group),
            "reference": result.reference,
            "first_event": words.causes[its.cause - 1],
            "n": its.n,
            "events": its.n_events,
            "n_reference": its.n_reference,
            "events_reference": its.n_events_reference,
            "confidence": result.confidence,
        }
        row |= _numbers("cause_specific", its.cause_specific, its.why_no_cause_specific)
        row |= _numbers("subdistribution", its.subdistribution, its.why_no_subdistribution)
        rows.append(row)
    return pd.DataFrame(rows)


def _numbers(name: str, ratio: Ratio | None, why_not: str) -> dict[str, object]:
    stems = ("estimate", "lower", "upper", "log10_p")
    if ratio is None:
        return {f"{name}_{stem}": f"{NOT_ESTIMABLE}: {why_not}" for stem in stems}
    values = (ratio.estimate, ratio.lower, ratio.upper, ratio.log_p / np.log(10))
    return {f"{name}_{stem}": value for stem, value in zip(stems, values, strict=True)}
