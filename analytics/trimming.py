"""Trimming: leaving out patients whose technique was hardly a choice."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np

from analytics.errors import BadInput
from analytics.inputs import Bools, Floats, Ints
from analytics.overlap import EQUIPOISE, common_range, preference_scores

TrimRule: TypeAlias = Literal["common range", "crump", "sturmer", "preference"]

_TAIL = 0.05  # share cut off by Stürmer's rule, of the arm for which the score speaks


@dataclass(frozen=True, eq=False)
class Trim:
    """Patients kept by a rule on the score."""

    rule: str  # in words, for the caption
    lower: float  # smallest and largest score kept
    upper: float
    kept: Bools  # shape (n,)
    n_left_out: tuple[int, int]  # reference arm, treated arm


def trim(probability: Floats, treated: Ints, rule: TrimRule | float | None) -> Trim:
    """Decide who is kept; nothing about outcomes is known here.

    Parameters
    ----------
    probability : Floats, shape (n,)
        Propensity score.
    treated : Ints, shape (n,)
        1 in the treated arm, else 0.
    rule : {"common range", "crump", "sturmer", "preference"}, float or None
        Common range: scores at which both arms occur. Crump: the symmetric range that makes
        the effect most precise. Sturmer: from the 5th percentile of the treated to the 95th
        of the others. Preference: preference score from 0.3 to 0.7. A number a: scores from
        a to 1 - a. None: everybody.

    Raises
    ------
    BadInput
        If there is no such rule.

    References
    ----------
    Crump, Hotz, Imbens & Mitnik (2009), doi:10.1093/biomet/asn055.
    Stürmer et al. (2010), doi:10.1093/aje/kwq198.
    Walker et al. (2013), doi:10.2147/CER.S40357.
    """
    lower, upper, words = _range(probability, treated, rule)
    kept = (probability >= lower) & (probability <= upper)
    left_out = np.bincount(treated[~kept], minlength=2)
    return Trim(words, lower, upper, kept, (int(left_out[0]), int(left_out[1])))


def _range(
    probability: Floats, treated: Ints, rule: TrimRule | float | None
) -> tuple[float, float, str]:
    if rule is None:
        return 0.0, 1.0, "not trimmed"
    if isinstance(rule, float):
        if not 0 < rule < 1 / 2:
            raise BadInput(f"Scores are to be trimmed at {rule}.", "Give a share such as 0.05.")
        return rule, 1 - rule, f"score from {rule:g} to {1 - rule:g}"
    if rule not in get_args(TrimRule):
        rules = ", ".join(get_args(TrimRule))
        raise BadInput(f"There is no trimming rule {rule!r}.", f"Use {rules} or a share.")
    if rule == "common range":
        return *common_range(probability, treated), "scores at which both arms occur"
    if rule == "crump":
        edge = _crump_edge(probability)
        return edge, 1 - edge, f"score from {edge:.3g} to {1 - edge:.3g} (Crump)"
    if rule == "sturmer":
        lower = float(np.quantile(probability[treated == 1], _TAIL))
        upper = float(np.quantile(probability[treated == 0], 1 - _TAIL))
        return lower, upper, "5th percentile of the treated to 95th of the others (Stürmer)"
    undecided = preference_scores(probability, treated)
    inside = probability[(undecided >= EQUIPOISE[0]) & (undecided <= EQUIPOISE[1])]
    edges = (float(inside.min()), float(inside.max())) if inside.size else (1.0, 0.0)
    return *edges, "preference score from 0.3 to 0.7"


def _crump_edge(probability: Floats) -> float:
    """Return the smallest score kept by the range that makes the effect most precise.

    With v = e (1 - e), that range minimises E[1/v in it] / P(in it); it keeps 1/v up to g,
    twice the mean within, which is e from 1/2 - sqrt(1/4 - 1/g).
    """
    cost = np.sort(1 / (probability * (1 - probability)))
    size = np.arange(1, cost.size + 1)
    mean = np.cumsum(cost) / size
    best = int(np.argmin(mean / size))
    if best == cost.size - 1:
        return 0.0
    return float(1 / 2 - np.sqrt(max(0.0, 1 / 4 - 1 / (2 * mean[best]))))
