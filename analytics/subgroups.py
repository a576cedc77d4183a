"""Effects of a technique in subgroups, and whether they differ: what a forest plot shows."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.errors import AnalysisError, BadInput
from analytics.hazards import cox
from analytics.inputs import Bools, Ints, indicators, labels
from analytics.regression import JointTest, Regression, likelihood_ratio_test, linear_test
from analytics.risk_sets import Ties

_ARM = "arm"


@dataclass(frozen=True, eq=False)
class TwoArms:
    """People of two arms and their follow-up; arrays have shape (n,), as in `cox`."""

    arm: ArrayLike  # 1 for the technique in question, 0 for the reference
    time: ArrayLike
    event: ArrayLike
    adjust: pd.DataFrame | None = None  # numeric covariates that every model holds
    entry: ArrayLike | None = None
    weights: ArrayLike | None = None
    strata: ArrayLike | None = None
    cluster: ArrayLike | None = None
    robust: bool = False
    ties: Ties = "efron"
    names: tuple[str, str] = ("reference", "technique")  # of arm 0 and arm 1
    confidence: float = 0.95


@dataclass(frozen=True, eq=False)
class SubgroupEffects:
    """Hazard ratios by level of each subgroup variable, with tests that levels differ."""

    # columns variable, level, n_0, events_0, n_1, events_1 (by arm), hazard ratio and its limits
    # ratio, lower, upper, log_p, why ("" where there is a ratio)
    frame: pd.DataFrame
    # columns variable, statistic, df, df_error, p, log_p, method ("likelihood ratio" or "Wald"),
    # why ("" where there is a test)
    interactions: pd.DataFrame
    overall: Regression  # the same model without subgroups; its term "arm" is the overall effect
    names: tuple[str, str]
    confidence: float


def subgroup_effects(people: TwoArms, subgroups: pd.DataFrame) -> SubgroupEffects:
    """Estimate the effect of a technique within subgroups and test whether effects differ.

    Parameters
    ----------
    people : TwoArms
        Arms, follow-up, and how to model them.
    subgroups : DataFrame, shape (n, k)
        One categorical column per subgroup variable.

    Raises
    ------
    BadInput
        If an input is impossible.
    AnalysisError
        If the overall effect cannot be estimated.

    Notes
    -----
    One model per variable: baseline hazards by level (and given strata), an effect of the arm in
    each level, covariates in common. Without covariates the effects are those of separate models.
    The interaction test compares with one common effect: likelihood ratio, or Wald under robust
    errors. A level with no people or events in one arm is left out and says so.

    References
    ----------
    Wang et al. (2007), doi:10.1056/NEJMsr077003.
    """
    arm = indicators("arm", people.arm)
    if not len(subgroups.columns) or len(subgroups) != arm.size:
        raise BadInput(
            f"{len(subgroups.columns)} subgroup variables of {len(subgroups)} rows for "
            f"{arm.size} people.",
            "Give at least one column, with a row per person.",
        )
    everybody = np.ones(arm.size, dtype=np.bool_)
    overall = _fit(people, pd.DataFrame({_ARM: arm}), everybody, None)
    parts = [_of_variable(people, str(name), subgroups[name]) for name in subgroups.columns]
    return SubgroupEffects(
        frame=pd.concat([part.table for part in parts], ignore_index=True),
        interactions=pd.DataFrame([part.test_row() for part in parts]),
        overall=overall,
        names=people.names,
        confidence=people.confidence,
    )


@dataclass(frozen=True, eq=False)
class _VariableEffects:
    """Effects by level of one variable."""

    name: str
    table: pd.DataFrame
    test: JointTest | None = None
    method: str = ""
    why: str = ""

    def test_row(self) -> dict[str, object]:
        """Return the row of the table of interactions."""
        columns = ("statistic", "df", "df_error", "p", "log_p")
        test = {column: getattr(self.test, column, np.nan) for column in columns}
        return {"variable": self.name, **test, "method": self.method, "why": self.why}


def _of_variable(people: TwoArms, name: str, values: "pd.Series[str]") -> _VariableEffects:
    level, levels = labels(name, values)
    table = _counted(people, name, level, levels)
    table["why"] = [why or _why_no_fit(people, level == at) for at, why in enumerate(table["why"])]
    usable = np.flatnonzero(table["why"] == "")
    if not usable.size:
        return _VariableEffects(name, table, why="No level can be estimated.")
    rows = np.isin(level, usable)
    arm = indicators("arm", people.arm)
    arms = pd.DataFrame({levels[at]: arm * (level == at) for at in usable}).add_prefix(f"{_ARM}: ")
    try:
        fit = _fit(people, arms, rows, level)
        at = np.arange(usable.size)
        for column in ("ratio", "lower", "upper", "log_p"):
            source = column if column in {"ratio", "log_p"} else f"ratio_{column}"
            table.loc[usable, column] = getattr(fit, source)[at]
        if usable.size == 1:
            return _VariableEffects(name, table, why="Only one level can be estimated.")
        return _interaction(people, name, table, fit=fit, rows=rows, level=level)
    except AnalysisError as refusal:
        table.loc[usable, "why"] = np.where(table.loc[usable, "ratio"].isna(), refusal.reason, "")
        return _VariableEffects(name, table, why=refusal.reason)


def _interaction(
    people: TwoArms,
    name: str,
    table: pd.DataFrame,
    *,
    fit: Regression,
    rows: Bools,
    level: Ints,
) -> _VariableEffects:
    """Test that the effects in all levels of a fit are the same."""
    if fit.robust:
        k = int((table["why"] == "").sum())
        differences = np.zeros((k - 1, len(fit.terms)))
        differences[:, 0], differences[:, 1:k] = -1, np.eye(k - 1)
        return _VariableEffects(name, table, linear_test(fit, differences), "Wald")
    common = _fit(people, pd.DataFrame({_ARM: people.arm}), rows, level)
    test = likelihood_ratio_test(fit, common)
    return _VariableEffects(name, table, test, "likelihood ratio")


def _counted(people: TwoArms, name: str, level: Ints, levels: tuple[str, ...]) -> pd.DataFrame:
    """Return people and events by level and arm, and why a level cannot be estimated."""
    arm, event = indicators("arm", people.arm), indicators("event", people.event)
    present = np.ones(arm.size) if people.weights is None else np.asarray(people.weights) > 0
    n, events = (
        np.bincount(2 * level + arm, counted * present, 2 * len(levels)).reshape(-1, 2).astype(int)
        for counted in (np.ones(arm.size), event)
    )
    counts = {"n_0": n[:, 0], "events_0": events[:, 0], "n_1": n[:, 1], "events_1": events[:, 1]}
    why = [_why_not(*its, people.names) for its in zip(n, events, strict=True)]
    table = pd.DataFrame({"variable": name, "level": levels, **counts})
    return table.assign(ratio=np.nan, lower=np.nan, upper=np.nan, log_p=np.nan, why=why)


def _why_not(n: Ints, events: Ints, names: tuple[str, str]) -> str:
    for what, counts in (("nobody", n), ("no events", events)):
        empty = [name for name, count in zip(names, counts, strict=True) if not count]
        if empty:
            return f"Not estimable: {what} in {' and '.join(empty)}."
    return ""


def _why_no_fit(people: TwoArms, rows: Bools) -> str:
    """Return why the arms of a level cannot be compared on their own; empty if they can."""
    alone = replace(people, adjust=None, cluster=None, robust=True)
    try:
        _fit(alone, pd.DataFrame({_ARM: people.arm}), rows, None)
    except AnalysisError as refusal:
        return refusal.reason
    return ""


def _varies_within(frame: pd.DataFrame, level: Ints) -> Bools:
    """Say which columns differ within any level, shape (columns,)."""
    _, first, member = np.unique(level, return_index=True, return_inverse=True)
    columns = (frame[name].to_numpy() for name in frame)
    return np.array([(its != its[first][member]).any() for its in columns], dtype=np.bool_)


def _fit(people: TwoArms, arms: pd.DataFrame, rows: Bools, level: Ints | None) -> Regression:
    """Fit effects of arms to some rows, with a baseline hazard per level where there are levels."""
    strata = people.strata if level is None else _crossed(people.strata, level)
    parts = [arms[rows]]
    if people.adjust is not None:
        adjust = people.adjust.set_axis(arms.index, axis=0)[rows]
        if level is not None:  # what is the same within each level is in its baseline hazard
            adjust = adjust.loc[:, _varies_within(adjust, level[rows])]
        parts.append(adjust)
    entry, weights, strata, cluster = (
        None if given is None else np.asarray(given)[rows]
        for given in (people.entry, people.weights, strata, people.cluster)
    )
    return cox(
        pd.concat(parts, axis=1),
        np.asarray(people.time)[rows],
        np.asarray(people.event)[rows],
        entry=entry,
        weights=weights,
        strata=strata,
        cluster=cluster,
        robust=people.robust,
        ties=people.ties,
        confidence=people.confidence,
    )


def _crossed(strata: ArrayLike | None, level: Ints) -> Ints:
    if strata is None:
        return level
    stratum, _ = labels("strata", strata)
    return np.asarray(stratum * (int(level.max()) + 1) + level, dtype=np.int64)
