"""Design of a comparison of several arms as an aggregate: every pair against the limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from analytics.balance import BalanceTable
from analytics.comparison_gate import (
    CHECKS,
    LARGEST_ABSENCE,
    LARGEST_DIFFERENCE,
    LEAST_EQUIPOISE,
    LEAST_ESS,
    LEAST_SITES,
    Check,
)
from analytics.covariate_handling import Account, Covariate, Missing, handle
from analytics.covariate_levels import Absence
from analytics.errors import BadInput, TooFewEvents
from analytics.inputs import Floats, Ints
from analytics.multiarm import MultiDesign, multi_design
from analytics.overlap import EQUIPOISE, preference_scores
from analytics.propensity import MIN_PATIENTS

LEAST_ARMS = 3
DESIGN_CHECKS = ("balance", "equipoise", "ess", "positivity", "sites")


@dataclass(frozen=True)
class MultiPlan:
    """All choices behind a design of several arms; no outcome is among them."""

    arms: tuple[str, ...]
    covariates: tuple[Covariate, ...]
    missing: Missing = "level"
    estimand: str = "ATO"


@dataclass(frozen=True, eq=False)
class PairReport:
    """Two of the arms, weighted to the population of all, against the limits of a design."""

    reference: str
    treated: str
    before: float  # largest absolute standardised difference
    after: float
    covariate: str  # where it is largest after weighting
    checks: tuple[Check, ...]

    @property
    def passes(self) -> bool:
        """Whether every diagnostic of the design is known and within its limit."""
        return {check.key for check in self.checks} == set(DESIGN_CHECKS) and all(
            check.passes for check in self.checks
        )


@dataclass(frozen=True, eq=False)
class MultiReport:
    """What a page shows of a design; holds no row of a patient and nothing of outcomes."""

    plan: MultiPlan
    title: str
    n_given: Ints  # by arm
    n: Ints  # of them with what the rule on missing values asks for
    ess: Floats
    covariates: tuple[str, ...]
    before: Floats  # per covariate, largest over pairs
    after: Floats
    pairs: tuple[PairReport, ...]
    accounts: tuple[Account, ...]
    absences: tuple[Absence, ...]


def multi_report(rows: pd.DataFrame, member: Ints, plan: MultiPlan) -> MultiReport:
    """Design a comparison of several arms and hold every pair against the limits.

    Parameters
    ----------
    rows : DataFrame, shape (n, ...)
        One row per diagnosis: the plan's covariates and `site`.
    member : Ints, shape (n,)
        Place of each diagnosis's arm in the plan.
    plan : MultiPlan
        All choices.

    Raises
    ------
    BadInput
        If there are fewer than three arms, or no covariate is left.
    TooFewEvents
        If an arm has under 30 patients.

    Notes
    -----
    All pairs share one population, so that what is found of them adds up. Preference scores of
    a pair are those of its two arms given one of them, freed of how common each is. A level
    that an arm lacks counts against every pair.

    References
    ----------
    Li & Li (2019), doi:10.1214/19-AOAS1282. McCaffrey et al. (2013), doi:10.1002/sim.5753.
    """
    n_given = np.bincount(member, minlength=len(plan.arms))
    _refuse(n_given, plan.arms)
    _refuse_imputed(plan)
    handled = handle(rows, member, plan.covariates, arms=plan.arms, missing=plan.missing)
    kept = member[handled.kept]
    named = pd.Categorical(np.take(np.array(plan.arms, dtype=object), kept), list(plan.arms))
    made = multi_design(handled.tables[0], named, estimand=plan.estimand)
    sites = rows.loc[handled.kept, "site"].to_numpy()
    absent = sum(absence.n for absence in handled.absences) / int(n_given.sum())
    names, before, after = _largest(made.balance)
    return MultiReport(
        plan=plan,
        title=made.title,
        n_given=n_given,
        n=made.n,
        ess=made.ess,
        covariates=names,
        before=before,
        after=after,
        pairs=tuple(
            _pair(made, places, table, sites=sites, absent=absent)
            for places, table in zip(
                combinations(range(len(plan.arms)), 2), made.balance, strict=True
            )
        ),
        accounts=handled.accounts,
        absences=handled.absences,
    )


def _refuse(n: Ints, arms: tuple[str, ...]) -> None:
    if len(arms) < LEAST_ARMS:
        raise BadInput(
            f"{len(arms)} techniques are chosen; {LEAST_ARMS} or more are compared here.",
            "Choose a further technique, or compare the two in the steps Design to Results.",
        )
    for count, name in zip(n, arms, strict=True):
        if count < MIN_PATIENTS:
            raise TooFewEvents(
                f"{name} has {count} patients; {MIN_PATIENTS} are needed in each arm.",
                "Widen the filters, or choose techniques that more patients had.",
            )


def _refuse_imputed(plan: MultiPlan) -> None:
    if plan.missing == "imputed":
        raise BadInput(
            "Several techniques are not compared over imputed tables.",
            "Under “How”, take a level of its own for missing values, or complete patients.",
        )


def _largest(tables: Sequence[BalanceTable]) -> tuple[tuple[str, ...], Floats, Floats]:
    before: dict[str, float] = {}
    after: dict[str, float] = {}
    for table in tables:
        for name, crude, adjusted in zip(
            table.covariates, np.abs(table.smd_before), np.abs(table.smd_after), strict=True
        ):
            before[name] = max(before.get(name, 0.0), float(crude))
            after[name] = max(after.get(name, 0.0), float(adjusted))
    return tuple(before), np.array(list(before.values())), np.array(list(after.values()))


def _pair(
    made: MultiDesign,
    places: tuple[int, int],
    table: BalanceTable,
    *,
    sites: "np.ndarray[tuple[int], np.dtype[np.object_]]",
    absent: float,
) -> PairReport:
    member, first, second = made.scores.member, *places
    shares = [made.ess[place] / made.n[place] for place in places]
    of_both = set(sites[member == first]) & set(sites[member == second])
    values: dict[str, tuple[float, float, bool]] = {
        "balance": (table.largest_difference, LARGEST_DIFFERENCE, False),
        "equipoise": (_equipoise(made, places), LEAST_EQUIPOISE, True),
        "ess": (float(min(shares)), LEAST_ESS, True),
        "positivity": (absent, LARGEST_ABSENCE, False),
        "sites": (float(len(of_both)), float(LEAST_SITES), True),
    }
    return PairReport(
        reference=made.arms[first],
        treated=made.arms[second],
        before=float(np.abs(table.smd_before).max()),
        after=table.largest_difference,
        covariate=table.covariates[int(np.argmax(np.abs(table.smd_after)))],
        checks=tuple(Check(key, CHECKS[key], *values[key]) for key in DESIGN_CHECKS),
    )


def _equipoise(made: MultiDesign, places: tuple[int, int]) -> float:
    member, first, second = made.scores.member, *places
    rows = np.isin(member, places)
    e = made.scores.probability[rows]
    treated = (member[rows] == second).astype(np.int64)
    preference = preference_scores(e[:, second] / (e[:, first] + e[:, second]), treated)
    return float(((preference >= EQUIPOISE[0]) & (preference <= EQUIPOISE[1])).mean())
