"""Cox and Fine-Gray fits of one plan, on complete people or on imputed tables, as one answer."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd

from analytics.coding import coded
from analytics.errors import TooFewEvents
from analytics.fine_gray import fine_gray
from analytics.hazards import cox
from analytics.imputation import impute
from analytics.inputs import Bools, Floats
from analytics.model_terms import Variable
from analytics.regression import Regression, quantile_of
from analytics.rubin import rubin
from analytics.tails import log_two_sided_tail

Kind: TypeAlias = Literal["cause-specific", "subdistribution"]
Missing: TypeAlias = Literal["complete", "imputed"]
Sites: TypeAlias = Literal["cluster", "stratum", "ignored"]

ENOUGH, FEWEST = 10, 5  # events per parameter: below the first a warning, below the second nothing
TABLES = 20  # imputed
CONFIDENCE = 0.95


@dataclass(frozen=True)
class ModelPlan:
    """How a regression is to be made."""

    variables: tuple[Variable, ...]
    kind: Kind = "cause-specific"
    missing: Missing = "complete"
    sites: Sites = "cluster"


@dataclass(frozen=True, eq=False)
class Sample:
    """People who are analysed, and how."""

    people: pd.DataFrame
    plan: ModelPlan

    @property
    def event(self) -> Bools:
        """Who had the event."""
        return np.asarray(self.people["code"].to_numpy() == 1)

    @property
    def site(self) -> Any:
        """Site of each person."""
        return self.people["site_id"].to_numpy()


@dataclass(frozen=True, eq=False)
class Fit:
    """What is used of one fitted model, on the scale of log hazard ratios.

    A Cox fit holds the people it was made of: it stays inside this floor.
    """

    terms: tuple[str, ...]
    coef: Floats
    se: Floats
    df: float
    cox: Regression | None


def fits(sample: Sample, known: pd.DataFrame, *, is_imputed: bool) -> list[Fit]:
    """Fit the plan once to complete people, or to every imputed table.

    Raises
    ------
    TooFewEvents
        If there are fewer than 5 events per parameter.
    DidNotConverge
        If a hazard ratio is infinite (the term is named).
    """
    _refuse_few(sample, known)
    tables = _imputed(sample, _used(known)) if is_imputed else (columns_of(known),)
    return [_fit(sample, table) for table in tables]


def columns_of(known: pd.DataFrame) -> pd.DataFrame:
    """Return complete covariates as the columns of numbers that a model is fitted to."""
    return coded(_used(known)).frame


def _used(known: pd.DataFrame) -> pd.DataFrame:
    # Levels that nobody is left with are no levels.
    used = known.reset_index(drop=True)
    for name in used.select_dtypes("category").columns:
        used[name] = used[name].cat.remove_unused_categories()
    return used


def _refuse_few(sample: Sample, known: pd.DataFrame) -> None:
    parameters = sum(
        1 if pd.api.types.is_numeric_dtype(known[name]) else max(known[name].nunique() - 1, 0)
        for name in known.columns
    )
    events = int(sample.event.sum())
    if events < FEWEST * parameters:
        raise TooFewEvents(
            f"{events} events are too few for {parameters} parameters: at least {FEWEST} events "
            "each are asked.",
            "Choose fewer covariates, or widen the filters.",
        )


def _imputed(sample: Sample, used: pd.DataFrame) -> tuple[pd.DataFrame, ...]:
    also = pd.DataFrame(
        {"event": sample.event.astype(np.float64), "hazard": _hazard_at_exit(sample)}
    )
    return impute(used, also=also, m=TABLES).tables


def _hazard_at_exit(sample: Sample) -> Floats:
    """Return the Nelson-Aalen cumulative hazard at each person's end of follow-up."""
    time = sample.people["time"].to_numpy(dtype=np.float64)
    order = np.argsort(time)
    days, first = np.unique(time[order], return_index=True)
    events = np.add.reduceat(sample.event[order].astype(np.float64), first)
    entry = np.sort(sample.people["entry"].to_numpy(dtype=np.float64))
    entered = np.where(days > 0, np.searchsorted(entry, days, side="left"), len(time))
    at_risk = np.maximum(entered, 1) - first
    hazard = np.cumsum(events / np.maximum(at_risk, 1))
    return np.asarray(hazard[np.searchsorted(days, time)])


def _fit(sample: Sample, columns: pd.DataFrame) -> Fit:
    people, sites = sample.people, sample.plan.sites
    clusters = sample.site if sites == "cluster" and np.unique(sample.site).size > 1 else None
    if sample.plan.kind == "subdistribution":
        found = fine_gray(
            columns,
            people["time"],
            people["code"],
            entry=people["entry"],
            cluster=clusters,
        )
        return Fit(found.terms, found.coef, found.se, found.df, None)
    fit = cox(
        columns,
        people["time"],
        sample.event,
        entry=people["entry"],
        strata=sample.site if sites == "stratum" else None,
        cluster=clusters,
    )
    return Fit(fit.terms, fit.coef, fit.se, fit.df, fit)


@dataclass(frozen=True)
class Coefficient:
    """Log hazard ratio of one term, over all imputed tables."""

    coef: float
    lower: float
    upper: float
    log_p: float
    missing_share: float  # of its variance that is due to missing values


def pooled(found: list[Fit]) -> dict[str, Coefficient]:
    """Return the coefficient of every term: of one fit, or of imputed tables by Rubin's rules."""
    first = found[0]
    if len(found) == 1:
        reach = quantile_of(CONFIDENCE, first.df) * first.se
        return {
            term: Coefficient(
                float(coef),
                float(coef - reach[place]),
                float(coef + reach[place]),
                log_two_sided_tail(float(coef / first.se[place]), first.df),
                0.0,
            )
            for place, (term, coef) in enumerate(zip(first.terms, first.coef, strict=True))
        }
    return {
        term: _over_tables(
            [float(fit.coef[place]) for fit in found],
            [float(fit.se[place]) for fit in found],
            first.df,
        )
        for place, term in enumerate(first.terms)
    }


def _over_tables(estimates: list[float], errors: list[float], df: float) -> Coefficient:
    held = rubin(estimates, errors, complete_df=df, confidence=CONFIDENCE)
    log_p = log_two_sided_tail(held.estimate / held.se, held.df)
    return Coefficient(held.estimate, held.lower, held.upper, log_p, held.missing_share)
