"""How steady the result of a frozen protocol is, one step at a time so that it can be stopped."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from analytics.adjusted_effects import Outcome, adjusted_ratio
from analytics.columns import UNKNOWN
from analytics.comparison_checks import (
    NO_EFFECT,
    WithoutPlace,
    effects_in_subgroups,
    without_place,
)
from analytics.e_value import EValue, e_value
from analytics.errors import AnalysisError
from analytics.subgroups import SubgroupEffects
from dashboard.answers.answer import Answer, Ask
from dashboard.answers.comparison import comparison_result, require_open_here
from dashboard.answers.comparison_rows import horizons_of, outcome_rows, plan_of
from dashboard.answers.gate import answer
from dashboard.comparison_values import Result, Robustness, Specified
from queries.domains.adjustment import fields_by_name
from queries.errors import AccessDenied, QueryError
from queries.policies import View
from queries.protocol import Protocol
from queries.protocol_variants import Variant, variants
from queries.reads.accrual import sites_in_reach
from queries.registry import Registry

RARE = 0.15  # share of patients with the event, under which ratios are near risk ratios
_SUBGROUPS = ("sex", "ecog", "extrahepatic_disease", "pvi", "treatment_naive")


@dataclass(frozen=True, eq=False)
class Progress:
    """How far the work is, and what has been found so far."""

    share: float  # of the steps, 0 to 1
    doing: str
    found: Answer[Robustness]


def robustness(ask: Ask, protocol: Protocol) -> Iterator[Progress]:
    """Work out specifications, left-out places and subgroups step by step.

    Each step is kept, so that work which was stopped goes on where it ended.

    Raises
    ------
    AccessDenied
        If the protocol is not open.
    """
    result = comparison_result(ask, protocol)
    own = Ask(ask.scope, protocol.cohort)
    places = _places(own, protocol).value
    specifications = variants(protocol)
    steps = len(specifications) + len(places) + 1
    known = _Known(result)
    for done, variant in enumerate(specifications):
        yield Progress(done / steps, f"{variant.group}: {variant.label}", known.answer())
        known.specified.append(_specified(own, protocol, variant).value)
    for done, (by, place, text) in enumerate(places, start=len(specifications)):
        yield Progress(done / steps, f"Without {text}", known.answer())
        left = _without(own, protocol, by, place=place, text=text).value
        (known.regions if by == "region" else known.sites).append(left)
    known.subgroups, known.why = _subgroups(own, protocol).value
    yield Progress(1.0, "", known.answer())


class _Known:
    """What has been found so far."""

    def __init__(self, result: Answer[Result]) -> None:
        self._result = result
        self.specified: list[Specified] = []
        self.regions: list[WithoutPlace] = []
        self.sites: list[WithoutPlace] = []
        self.subgroups: SubgroupEffects | None = None
        self.why = "not worked out yet"

    def answer(self) -> Answer[Robustness]:
        found = Robustness(
            self._result.value.protocol,
            tuple(self.specified),
            tuple(self.regions),
            tuple(self.sites),
            self.subgroups,
            self.why,
            _e_value(self._result.value),
            self._result.value.reasons,
        )
        return Answer(found, self._result.provenance)


def _e_value(result: Result) -> EValue:
    effects = result.compared.adjusted
    ratio = effects.hazard_ratio
    is_rare = sum(effects.n_events) / sum(effects.n) < RARE
    return e_value(ratio.estimate, ratio.lower, ratio.upper, rare=is_rare)


@answer(View.COMPARING, methods="comparison")
def _specified(registry: Registry, protocol: Protocol, variant: Variant) -> Specified:
    require_open_here(registry, protocol)
    if variant not in variants(protocol):
        raise AccessDenied(
            "Outcomes are locked: this is no specification of the frozen protocol.",
            "Freeze a protocol of its own.",
        )
    try:
        outcome = outcome_rows(registry, variant.protocol)
        plan, horizon = plan_of(variant.protocol), horizons_of(protocol).horizon
        found = adjusted_ratio(outcome, plan, horizon)
    except (AnalysisError, QueryError) as refused:
        nan = float("nan")
        return Specified(variant.group, variant.label, NO_EFFECT, 0, nan, refused.reason)
    return Specified(
        variant.group,
        variant.label,
        found.effect,
        found.n,
        found.largest_difference,
        "",
    )


@answer(View.COMPARING, methods="comparison")
def _places(registry: Registry, protocol: Protocol) -> tuple[tuple[str, str, str], ...]:
    require_open_here(registry, protocol)
    rows = outcome_rows(registry, protocol).rows
    sites = sites_in_reach(registry).frame
    texts = dict(zip(sites["site_id"].astype(str), sites["site_text"].astype(str), strict=True))
    found = [("region", place, place) for place in sorted(set(rows["region"]))]
    found += [("site", site, texts.get(site, site)) for site in sorted(set(rows["site"]))]
    return tuple(found)


@answer(View.COMPARING, methods="comparison")
def _without(
    registry: Registry, protocol: Protocol, by: str, *, place: str, text: str
) -> WithoutPlace:
    require_open_here(registry, protocol)
    outcome, plan = outcome_rows(registry, protocol), plan_of(protocol)
    found = without_place(outcome, plan, horizons_of(protocol).horizon, by=by, place=place)
    return WithoutPlace(text, found.n, found.effect, found.refusal)


@answer(View.COMPARING, methods="comparison")
def _subgroups(registry: Registry, protocol: Protocol) -> tuple[SubgroupEffects | None, str]:
    require_open_here(registry, protocol)
    outcome = outcome_rows(registry, protocol)
    try:
        found = effects_in_subgroups(outcome, plan_of(protocol), _levels(outcome, protocol))
    except AnalysisError as refused:
        return None, refused.reason
    return found, ""


def _levels(outcome: Outcome, protocol: Protocol) -> "list[tuple[str, pd.Series[str]]]":
    rows = outcome.rows
    found = [("Region", rows["region"])]
    names = tuple(name for name in _SUBGROUPS if name in protocol.covariates)
    for field in fields_by_name(names):
        labels = {code.code: code.label for code in field.codes if code.code != UNKNOWN}
        found.append((field.label, rows[field.name].map(labels).fillna("not known")))
    return found
