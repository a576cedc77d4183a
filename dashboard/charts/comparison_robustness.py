"""How steady a result is, drawn: specifications, places left out, subgroups."""

import plotly.graph_objects as go

from analytics.comparison_checks import WithoutPlace
from analytics.subgroups import SubgroupEffects
from dashboard.charts.forest import ForestRow, forest
from dashboard.comparison_values import Robustness
from dashboard.theme import LIGHT, Look
from dashboard.wording import Words

_AXIS = "Adjusted hazard ratio (95 % limits)"
MOST_SITES = 15  # drawn: those that move the result most; the file holds all


def specification_figure(found: Robustness, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw the hazard ratio of every specification."""
    rows = [
        ForestRow(
            f"{one.group}: {one.label}",
            one.effect.estimate,
            one.effect.lower,
            one.effect.upper,
            is_main=place == 0,
        )
        for place, one in enumerate(found.specified)
    ]
    return forest(rows, _AXIS, look, whole=found.e_value.estimate)


def places_figure(found: Robustness, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw the hazard ratio without each region, and without the sites that move it most."""
    sites = sorted(found.sites, key=lambda one: -moved(one, found))[:MOST_SITES]
    rows = [_row(one) for one in (*found.regions, *sites)]
    return forest(rows, _AXIS, look, whole=found.e_value.estimate)


def moved(one: WithoutPlace, found: Robustness) -> float:
    """Return by which factor the ratio moves without a place, at least 1; 0 if not known."""
    if one.refusal:
        return 0.0
    factor = one.effect.estimate / found.e_value.estimate
    return max(factor, 1 / factor)


def subgroup_figure(found: Robustness, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw the hazard ratio within each subgroup."""
    rows = [] if found.subgroups is None else _levels(found.subgroups)
    return forest(rows, _AXIS, look, whole=found.e_value.estimate)


def _levels(subgroups: SubgroupEffects) -> list[ForestRow]:
    frame = subgroups.frame
    names = frame["variable"].astype(str) + ": " + frame["level"].astype(str)
    limits = frame[["ratio", "lower", "upper"]].to_numpy(dtype=float)
    return [
        ForestRow(name, ratio, lower, upper)
        for name, (ratio, lower, upper) in zip(names, limits.tolist(), strict=True)
    ]


def _row(one: WithoutPlace) -> ForestRow:
    effect = one.effect
    return ForestRow(f"Without {one.place}", effect.estimate, effect.lower, effect.upper)
