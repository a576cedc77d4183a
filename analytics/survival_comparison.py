"""Survival after several techniques held against each other; described, not adjusted."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.counted_people import CountedPeople
from analytics.curve_crossings import Crossing, crossings
from analytics.errors import AnalysisError, BadInput
from analytics.event_table import EventTable
from analytics.group_survival import MIN_EVENTS, MIN_PATIENTS
from analytics.hazards import cox
from analytics.pairwise_tests import PairwiseLogRank, pairwise_log_rank
from analytics.proportionality import GLOBAL, proportionality
from analytics.rank_tests import LogRank, log_rank
from analytics.restricted_mean import RestrictedMean, restricted_mean
from analytics.survival import SurvivalCurve, kaplan_meier
from analytics.survival_contrasts import RestrictedMeanContrast, restricted_mean_contrast


@dataclass(frozen=True, eq=False)
class MeanOfGroup:
    """Restricted mean of a group, and how far it lies from that of the reference."""

    group: str
    n: int
    n_events: int
    mean: RestrictedMean | None
    contrast: RestrictedMeanContrast | None  # None for the reference itself
    why_not: str  # empty where there is all that there can be


@dataclass(frozen=True, eq=False)
class Constancy:
    """Test that hazard ratios between groups are constant over time."""

    statistic: float  # chi-squared
    df: int
    p: float


@dataclass(frozen=True, eq=False)
class SurvivalComparison:
    """Everything that sets the curves of disjoint groups against each other."""

    groups: tuple[str, ...]
    reference: str
    horizon: float  # days, of the restricted means
    confidence: float
    means: tuple[MeanOfGroup, ...]
    log_rank: LogRank | None
    stratified: LogRank | None  # None: nobody asked, or it cannot be made
    pairwise: PairwiseLogRank | None
    why_no_test: str  # empty where there are tests
    why_not_stratified: str
    constancy: Constancy | None
    why_no_constancy: str
    crossings: tuple[Crossing, ...]
    is_stratified: bool  # whether strata were asked for


def compare_survival(
    people: CountedPeople, groups: Sequence[str], *, reference: str, horizon: float
) -> SurvivalComparison:
    """Compare the survival of groups by restricted means and rank tests.

    Parameters
    ----------
    people : CountedPeople
        Everybody of the groups; with strata where the test is to be stratified.
    groups : sequence of str
        In the order of display.
    reference : str
        Group with which restricted means are compared.
    horizon : float
        Days of the restricted means.

    Raises
    ------
    BadInput
        If there is one group only, or the reference is none of them.

    Notes
    -----
    Codes from 2 on end follow-up like a censoring. Tests are withheld while a group has fewer
    than ten people or five events.
    """
    if len(groups) < 2 or reference not in groups:  # noqa: PLR2004  # a comparison needs two
        raise BadInput(
            "One group only: there is nothing to compare.", "Choose at least two techniques."
        )
    people = people.of(groups)
    tables = people.tables(groups)
    curves = [kaplan_meier(table) for table in tables]
    tests = _tests(people, tables)
    constancy, why_no_constancy = _constancy(people, groups, tests.why_no_test)
    return SurvivalComparison(
        groups=tuple(groups),
        reference=reference,
        horizon=horizon,
        confidence=curves[0].confidence,
        means=tuple(_means(curves, reference, horizon)),
        log_rank=tests.log_rank,
        stratified=tests.stratified,
        pairwise=tests.pairwise,
        why_no_test=tests.why_no_test,
        why_not_stratified=tests.why_not_stratified,
        constancy=constancy,
        why_no_constancy=why_no_constancy,
        crossings=crossings(curves),
        is_stratified=bool(people.stratum[0]),
    )


def _means(curves: Sequence[SurvivalCurve], reference: str, horizon: float) -> list[MeanOfGroup]:
    base = next(curve for curve in curves if curve.group == reference)
    return [_mean(curve, base, horizon) for curve in curves]


def _mean(curve: SurvivalCurve, base: SurvivalCurve, horizon: float) -> MeanOfGroup:
    mean: RestrictedMean | None = None
    contrast: RestrictedMeanContrast | None = None
    why_not = ""
    try:
        mean = restricted_mean(curve, horizon)
        if curve is not base:
            contrast = restricted_mean_contrast(curve, base, horizon)
    except AnalysisError as refused:
        why_not = refused.reason
    return MeanOfGroup(curve.group, curve.n, curve.n_events, mean, contrast, why_not)


@dataclass(frozen=True, eq=False)
class _Tests:
    log_rank: LogRank | None = None
    stratified: LogRank | None = None
    pairwise: PairwiseLogRank | None = None
    why_no_test: str = ""
    why_not_stratified: str = ""


def _tests(people: CountedPeople, tables: Sequence[EventTable]) -> _Tests:
    if any(table.n < MIN_PATIENTS or table.n_by_code[1] < MIN_EVENTS for table in tables):
        return _Tests(
            why_no_test=f"No test: a group has fewer than {MIN_PATIENTS} patients "
            f"or fewer than {MIN_EVENTS} events."
        )
    try:
        overall = log_rank(list(tables))
        pairs = pairwise_log_rank(list(tables))
    except AnalysisError as refused:  # the curves stand, even if they cannot be compared
        return _Tests(why_no_test=f"No test: {refused.reason}")
    if not people.stratum[0]:
        return _Tests(overall, None, pairs)
    try:
        told = (people.time, people.code == 1, people.group)
        stratified = log_rank(*told, entry=people.entry, strata=people.stratum)
    except AnalysisError as refused:
        return _Tests(overall, None, pairs, why_not_stratified=refused.reason)
    return _Tests(overall, stratified, pairs)


def _constancy(
    people: CountedPeople, groups: Sequence[str], why_no_test: str
) -> tuple[Constancy | None, str]:
    """Test proportional hazards with one term per group but the first."""
    if why_no_test:
        return None, why_no_test
    terms = {group: (people.group == group).astype(np.float64) for group in groups[1:]}
    try:
        fit = cox(pd.DataFrame(terms), people.time, people.code == 1, entry=people.entry)
        frame = proportionality(fit).frame
    except AnalysisError as refused:
        return None, refused.reason
    overall = frame[frame["term"] == GLOBAL].to_dict("records")[0]
    return Constancy(overall["statistic"], overall["df"], overall["p"]), ""
