"""A regression of one endpoint on covariates, told so that it can be judged."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analytics.concordance import Concordance, concordance
from analytics.errors import BadInput
from analytics.hazard_fits import CONFIDENCE, Coefficient, Fit, ModelPlan, Sample, fits, pooled
from analytics.inputs import Bools
from analytics.model_terms import Prepared, Variable, prepared
from analytics.proportionality import GLOBAL, proportionality

_NONE = float("nan")


@dataclass(frozen=True)
class TermEffect:
    """Hazard ratio of one level or step; a reference has ratio 1 and no limits."""

    variable: Variable
    level: str  # label of the level; empty for a number
    reference: str  # label of the level it is compared with; empty for a number
    n: int  # people of the level; everybody for a number
    n_events: int
    ratio: float
    lower: float
    upper: float
    log_p: float
    proportional_p: float  # that the ratio is constant over time; nan where it is not tested

    @property
    def is_reference(self) -> bool:
        """Whether others are compared with it."""
        return bool(self.level) and self.level == self.reference


@dataclass(frozen=True, eq=False)
class HazardModel:
    """Result of a regression; holds no person."""

    effects: tuple[TermEffect, ...]
    plan: ModelPlan
    n: int
    n_events: int
    n_competing: int  # people with another event first
    n_incomplete: int  # people without a value of a covariate: left out, or filled in
    n_sites: int
    missing_by: tuple[tuple[str, int], ...]  # label of a covariate, people without it
    merged: tuple[str, ...]  # levels with few people, taken together with others
    constant: tuple[str, ...]  # labels of covariates that are the same for all, left out
    per_parameter: float  # events per parameter
    proportional_p: float  # of all terms together; nan where it is not tested
    concordance: Concordance | None  # None: not a Cox model, or of imputed tables
    missing_share: float  # largest share of a term's variance that is due to missing values
    is_imputed: bool
    confidence: float


def hazard_model(people: pd.DataFrame, plan: ModelPlan) -> HazardModel:
    """Fit a Cox or Fine-Gray model as planned.

    Parameters
    ----------
    people : DataFrame, shape (n, k)
        One row per person: a column per variable, `time` (days from index procedure), `code`
        (0 censored, 1 event, 2.. competing event), `entry` (days), `site_id`.
    plan : ModelPlan
        Covariates, kind of hazard, missing values, sites.

    Raises
    ------
    BadInput
        If no covariate differs, or nobody is complete.
    TooFewEvents
        If there are fewer than 5 events per parameter.
    DidNotConverge
        If a hazard ratio is infinite (the term is named).

    Notes
    -----
    Missing values: either only people with every covariate, or 20 imputed tables with event and
    cumulative hazard among the predictors, pooled by Rubin's rules; proportionality is then
    tested in the first table.

    References
    ----------
    Cox (1972), doi:10.1111/j.2517-6161.1972.tb00899.x. Fine & Gray (1999),
    doi:10.1080/01621459.1999.10474144. White & Royston (2009), doi:10.1002/sim.3618.
    Peduzzi et al. (1995), doi:10.1016/0895-4356(95)00048-8 (events per parameter).
    """
    ready = prepared(people, plan.variables)
    if not ready.frame.shape[1]:
        raise BadInput(
            "No covariate differs between people.", "Choose others or widen the filters."
        )
    is_complete = ready.is_complete.to_numpy()
    is_imputed = plan.missing == "imputed" and not is_complete.all()
    kept = np.ones(len(people), dtype=np.bool_) if is_imputed else is_complete
    if not kept.any():
        raise BadInput(
            "Nobody has every chosen covariate.", "Leave out the covariate that is missing most."
        )
    sample = Sample(people[kept], plan)
    known = ready.frame[kept]
    return _told(ready, sample, known, fits(sample, known, is_imputed=is_imputed))


def _told(ready: Prepared, sample: Sample, known: pd.DataFrame, found: list[Fit]) -> HazardModel:
    coefficients = pooled(found)
    first = found[0].cox
    tested = {} if first is None else _tested(proportionality(first).frame)
    missing = ready.frame.isna().sum()
    return HazardModel(
        effects=tuple(_effects(sample, known, coefficients, tested)),
        plan=sample.plan,
        n=len(sample.people),
        n_events=int(sample.event.sum()),
        n_competing=int((sample.people["code"] > 1).sum()),
        n_incomplete=int((~ready.is_complete).sum()),
        n_sites=int(np.unique(sample.site).size),
        missing_by=tuple((str(label), int(n)) for label, n in missing.items() if n),
        merged=ready.merged,
        constant=ready.constant,
        per_parameter=float(sample.event.sum()) / len(coefficients),
        proportional_p=tested.get(GLOBAL, _NONE),
        concordance=None if first is None or len(found) > 1 else concordance(first),
        missing_share=max(one.missing_share for one in coefficients.values()),
        is_imputed=len(found) > 1,
        confidence=CONFIDENCE,
    )


def _tested(frame: pd.DataFrame) -> dict[str, float]:
    return dict(zip(frame["term"], frame["p"], strict=True))


def _effects(
    sample: Sample,
    known: pd.DataFrame,
    coefficients: dict[str, Coefficient],
    tested: dict[str, float],
) -> list[TermEffect]:
    found: list[TermEffect] = []
    for variable in sample.plan.variables:
        if variable.label not in known.columns:
            continue
        column = known[variable.label]
        if variable.is_number:
            row = _effect(variable, ("", ""), sample.event)
            found.append(_fitted(row, variable.label, coefficients, tested))
            continue
        levels = [level for level in column.cat.categories if (column == level).any()]
        for level in levels:
            row = _effect(variable, (level, levels[0]), sample.event[(column == level).to_numpy()])
            found.append(_fitted(row, f"{variable.label}: {level}", coefficients, tested))
    return found


def _effect(variable: Variable, levels: tuple[str, str], events: Bools) -> TermEffect:
    return TermEffect(
        variable=variable,
        level=levels[0],
        reference=levels[1],
        n=int(events.size),
        n_events=int(events.sum()),
        ratio=1.0,
        lower=_NONE,
        upper=_NONE,
        log_p=_NONE,
        proportional_p=_NONE,
    )


def _fitted(
    row: TermEffect, term: str, coefficients: dict[str, Coefficient], tested: dict[str, float]
) -> TermEffect:
    if row.is_reference:
        return row
    one = coefficients[term]
    ratio, lower, upper = np.exp([one.coef, one.lower, one.upper]).tolist()
    return replace(
        row,
        ratio=ratio,
        lower=lower,
        upper=upper,
        log_p=one.log_p,
        proportional_p=tested.get(term, _NONE),
    )
