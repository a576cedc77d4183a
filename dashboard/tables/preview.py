"""Exact and released numbers side by side."""

import pandas as pd

from analytics.disclosure.curve_preview import ComparedCurve, PointFate
from analytics.disclosure.preview import ComparedCount, Fate
from analytics.disclosure.rules import Rules
from dashboard.answers.preview import Preview
from dashboard.tables.cells import KeyFigure
from dashboard.tables.released import HEADINGS, shown
from dashboard.wording import Words, percent, whole

_SHOWN = (Fate.ROUNDED, Fate.KEPT)


def preview_table(result: Preview, _words: Words) -> pd.DataFrame:
    """Write one row per number, those that are not shown first."""
    ordered = sorted(result.counts, key=lambda one: one.fate in _SHOWN)
    return pd.DataFrame([_row(one, result) for one in ordered])


def preview_key_figures(result: Preview, _words: Words) -> list[KeyFigure]:
    """Return how many numbers there are, and how many each rule hides."""
    counts = result.counts
    figures = [KeyFigure("Numbers", whole(len(counts)))]
    for fate in Fate:
        n = sum(one.fate is fate for one in counts)
        if n:
            label = fate.value[:1].upper() + fate.value[1:]
            figures.append(KeyFigure(label, whole(n), f"{percent(n / len(counts))} %"))
    return figures


def curve_table(result: Preview, _words: Words) -> pd.DataFrame:
    """Write one row per month of the grid: exact, public, and the rule."""
    (curve,) = result.curves or (None,)
    if curve is None:
        return pd.DataFrame({"Months": ["Nobody was followed."]})
    return pd.DataFrame(
        [
            {
                "Months": str(point.month),
                "Internal (%)": f"{point.percent:.1f}",
                "Public (%)": "no point" if point.shown is None else str(point.shown),
                "Rule": _why(point.fate, curve, result.domain.rules),
            }
            for point in curve.points
        ]
    )


def _why(fate: PointFate, curve: ComparedCurve, rules: Rules) -> str:
    if fate is PointFate.CURVE:
        return f"{fate.value}: {curve.fate.value}"
    few = {
        PointFate.EVENTS: f" (under {rules.km_step_events})",
        PointFate.STAYING: f" (under {rules.k})",
    }
    return f"{fate.value}{few.get(fate, '')}"


def _row(one: ComparedCount, result: Preview) -> dict[str, str]:
    keys = [HEADINGS.get(key, result.domain.fields.get(key, key)) for key, _ in one.where]
    levels = [result.domain.label(str(level)) for _, level in one.where]
    return {
        "Of": " and ".join(keys) or "Everybody",
        "Group": ", ".join(levels) or "Everybody",
        "Internal (n)": whole(one.people),
        "Public (n)": "not listed" if one.shown is None else shown(one.shown),
        "Rule": one.fate.value,
    }
