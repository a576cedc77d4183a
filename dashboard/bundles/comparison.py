"""The bundle of an adjusted comparison: covariates of the score, arms, outcome, and its numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analytics.adjusted_comparison import Comparison, compare
from analytics.adjusted_effects import Effects, Outcome, cluster_of, designed, some
from analytics.comparison_plan import Plan
from analytics.dealt_rows import dealt
from analytics.endpoints import TimeToEvent
from analytics.inputs import Ints
from analytics.propensity import PropensityDesign
from analytics.stacked_variance import Effect
from analytics.weights import known_weights
from dashboard.bundles.contents import Bundle, Expected, Told, beside
from dashboard.bundles.words import causes, model_columns
from dashboard.comparison_values import Result
from dashboard.wording import DAYS_PER_MONTH, Words

_REGION = "Region: "  # of the names of columns that would name a region
_ESTIMANDS = ("ATO", "ATE", "ATT")
_NOTES = (
    "Doubly robust estimates are not repeated: they are cross-fitted on folds drawn at random.",
    (
        "Specifications, leaving out sites and regions, and subgroups are not repeated: each is a "
        "comparison of its own."
    ),
    "Restricted means and the crude comparison are not repeated.",
    (
        "The table holds those with an outcome that can be counted, after trimming, where the "
        "protocol trims; whom the score left out is not in it."
    ),
)


def why_no_bundle(result: Result) -> str:
    """Return why a comparison cannot be repeated from one table; empty where it can."""
    plan = result.compared.plan
    if result.compared.n_tables > 1:
        return "It rests on several imputed tables, which one table of rows cannot repeat."
    if plan.method != "weighting":
        return f"Only weighting can be repeated by short scripts; this protocol asks {plan.method}."
    if plan.model != "logistic":
        return "Boosted scores are drawn at random and cannot be repeated by short scripts."
    if plan.stabilised or plan.fewest < 1:
        return "The scripts know neither stabilised weights nor levels that one arm lacks."
    if plan.estimand not in _ESTIMANDS:
        return f"The scripts know the estimands {', '.join(_ESTIMANDS)}, not {plan.estimand}."
    return ""


@dataclass(frozen=True, eq=False)
class _Made:
    """A design and what followed, of the patients of the table alone."""

    design: PropensityDesign
    follow_up: TimeToEvent  # of all patients that the design was made from
    horizon: float
    landmarks: tuple[float, ...]

    def compared(self, *, with_scores_known: bool = False) -> Comparison:
        design = self.design
        if with_scores_known:
            design = replace(design, weighting=known_weights(design.weights))
        return compare(
            design,
            self.follow_up,
            horizon=self.horizon,
            landmarks=self.landmarks,
            cluster=cluster_of(design),
        )


def comparison_bundle(
    result: Result, plan: Plan, outcome: Outcome, *, n_capped: int, words: Words
) -> Bundle:
    """Return the bundle of a frozen protocol.

    Parameters
    ----------
    result : Result
        What the page shows.
    plan : Plan
        The plan of the protocol.
    outcome : Outcome
        As `compared_rows` gives it.
    n_capped : int
        Patients whose age was told as 89.
    words : Words
        What the events are called.
    """
    made = _made(result, plan, outcome)
    names = _column_names(made.design)
    estimand = made.design.estimand
    return Bundle(
        kind="comparison",
        table=dealt(_rows(made, names), {"site": "S"}),
        expected=beside(_expected(made), _shown(result.compared.adjusted)),
        dictionary=(
            *model_columns(dict.fromkeys(names, ""), first=_arm_told(made.design.arms)),
            *causes(words),
        ),
        choices={
            "estimand": estimand,
            "months": " ".join(f"{day / DAYS_PER_MONTH:g}" for day in made.landmarks),
            "n_causes": str(max(1, int(outcome.follow_up.code.max()))),
        },
        settings={
            "fingerprint": result.fingerprint,
            "estimand": estimand,
            "trimming": made.design.trim.rule,
            "arms": {"0": made.design.arms[0], "1": made.design.arms[1]},
            "opened_with_reason": list(result.reasons),
            "n_ages_told_as_89": n_capped,
        },
        notes=_NOTES,
    )


def _made(result: Result, plan: Plan, outcome: Outcome) -> _Made:
    found = designed(outcome, plan)
    horizons = result.compared.horizons
    return _Made(
        found.design,
        some(outcome.follow_up, found.handled.kept),
        horizons.horizon,
        horizons.landmarks,
    )


def _arm_told(arms: tuple[str, str]) -> tuple[Told, ...]:
    return (
        Told("arm", "", "what was decided at time zero"),
        Told("arm", "0", f"{arms[0]} (reference)"),
        Told("arm", "1", arms[1]),
    )


def _column_names(design: PropensityDesign) -> tuple[str, ...]:
    """Return names of the score's columns, regions under numbers that follow from their rows."""
    names = design.scores.covariates.names
    regions = [place for place, name in enumerate(names) if name.startswith(_REGION)]
    columns = design.scores.covariates.columns
    by_size = sorted(regions, key=lambda place: (-columns[:, place].sum(), place))
    code = {place: f"{_REGION}R{number}" for number, place in enumerate(by_size, start=1)}
    return tuple(code.get(place, name) for place, name in enumerate(names))


def _rows(made: _Made, names: tuple[str, ...]) -> pd.DataFrame:
    design, follow_up = made.design, some(made.follow_up, made.design.trim.kept)
    site = ["one"] * design.treated.size if design.places is None else design.places["site"]
    rows = pd.DataFrame(
        {
            "arm": design.treated,
            "site": np.asarray(site, dtype=object),
            "entry": follow_up.entry,
            "time": follow_up.time,
            "status": follow_up.code.astype(np.int64),
        }
    )
    columns = pd.DataFrame(design.scores.covariates.columns, columns=list(names))
    return pd.concat([rows, columns], axis=1)


def _expected(made: _Made) -> Iterator[Expected]:
    found, known = made.compared(), made.compared(with_scores_known=True)
    yield from _arms(found.n, found.n_events[:, 1], made.design.ess)
    yield from _contrasts(found)
    yield Expected(
        "hazard ratio | standard error of its logarithm, score as known", known.hazard_ratio.se
    )
    for mark in known.landmarks:
        what = f"event-free difference | {_at(mark.day)}, standard error, score as known"
        yield Expected(what, mark.event_free_difference.se)


def _shown(effects: Effects) -> Iterator[Expected]:
    yield from _arms(effects.n, effects.n_events, effects.ess)
    yield from _contrasts(effects)


def _arms(
    n: Sequence[int] | Ints, n_events: Sequence[int] | Ints, ess: tuple[float, float]
) -> Iterator[Expected]:
    for side in (0, 1):
        yield Expected(f"arm {side} | n", int(n[side]))
        yield Expected(f"arm {side} | events", int(n_events[side]))
        yield Expected(f"arm {side} | counts like", ess[side])


def _contrasts(found: Comparison | Effects) -> Iterator[Expected]:
    ratio = found.hazard_ratio
    yield Expected("hazard ratio | estimate", ratio.estimate)
    yield Expected("hazard ratio | lower", ratio.lower)
    yield Expected("hazard ratio | upper", ratio.upper)
    for mark in found.landmarks:
        free = tuple(one.value for one in mark.event_free)
        yield from _read("event-free", mark.day, free, mark.event_free_difference)
        if found.has_competing:
            risk = tuple(one.value for one in mark.risk)
            yield from _read("incidence", mark.day, risk, mark.risk_difference)


def _read(
    name: str, day: float, values: tuple[float, ...], difference: Effect
) -> Iterator[Expected]:
    for side, value in enumerate(values):
        yield Expected(f"arm {side} | {name} {_at(day)}", value)
    yield Expected(f"{name} difference | {_at(day)}", difference.estimate)
    yield Expected(f"{name} difference | {_at(day)}, lower", difference.lower)
    yield Expected(f"{name} difference | {_at(day)}, upper", difference.upper)


def _at(day: float) -> str:
    return f"at {day / DAYS_PER_MONTH:g} months"
