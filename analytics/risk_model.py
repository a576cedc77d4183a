"""Expected outcomes: a logistic model on baseline covariates, small enough to be handed on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from analytics.columns import UNKNOWN
from analytics.errors import TooFewEvents
from analytics.inputs import Bools, Floats
from analytics.logistic_model import fit_logistic

PER_TERM = 10  # events for each term of the model
FEWEST = 5  # events, and units without, in a level that has a term of its own
_ALIKE = 1e-8  # of a column: what the columns before it leave

Kind: TypeAlias = Literal["level", "number", "missing", "unmeasured"]


@dataclass(frozen=True)
class Factor:
    """A covariate that the model may take."""

    name: str  # column
    label: str
    levels: tuple[tuple[str, str], ...] = ()  # code and label; empty: a number
    by_doubling: bool = False


@dataclass(frozen=True)
class Term:
    """One column of the model."""

    name: str  # column of the covariate
    label: str  # of the covariate, and of its level where it stands for one
    kind: Kind
    code: str = ""  # of the level
    centre: float = 0.0  # median of a number; also put where it is missing
    by_doubling: bool = False
    log_odds: float = 0.0


@dataclass(frozen=True)
class RiskModel:
    """A fitted model; holds no row."""

    intercept: float
    terms: tuple[Term, ...]
    left_out: tuple[str, ...]  # labels of covariates that the events do not carry
    n: int  # units with a known outcome
    events: int
    concordance: float  # area under the ROC curve in the data that it was made of


def fit_risk(rows: pd.DataFrame, outcome: Floats, factors: Sequence[Factor]) -> RiskModel:
    """Fit a model of an outcome on what was known before treatment.

    Parameters
    ----------
    rows : DataFrame, shape (n, ...)
        A column per factor; None, nan or "UNK" is not known.
    outcome : Floats, shape (n,)
        0 or 1.
    factors : sequence of Factor
        In the order in which they are taken, as long as there are 10 events for each term.

    Raises
    ------
    TooFewEvents
        If there are fewer than 10 events, or fewer than 10 units without.
    BadInput, DidNotConverge
        As in `fit_logistic`.

    Notes
    -----
    What is not known is a level of its own; a number gets its median beside it. A level with
    fewer than 5 events, or fewer than 5 units without, goes with the most frequent level.
    """
    events = int(outcome.sum())
    rarer = min(events, outcome.size - events)
    if rarer < PER_TERM:
        raise TooFewEvents(
            f"{events} events among {outcome.size} are too few for expected figures: at least "
            f"{PER_TERM} with and {PER_TERM} without are asked.",
            "Choose another outcome or disease domain.",
        )
    terms, left_out = _chosen(rows, outcome, factors, room=rarer // PER_TERM)
    if not terms:
        share = events / outcome.size
        return RiskModel(
            float(np.log(share / (1 - share))), (), tuple(left_out), outcome.size, events, 0.5
        )
    matrix = np.column_stack([_column(rows, term) for term in terms])
    fit = fit_logistic(matrix, outcome, [term.label for term in terms], what="The risk model")
    slopes = fit.coefficients[1:]
    return RiskModel(
        intercept=float(fit.coefficients[0]),
        terms=tuple(_with(term, float(slope)) for term, slope in zip(terms, slopes, strict=True)),
        left_out=tuple(left_out),
        n=outcome.size,
        events=events,
        concordance=_concordance(fit.probability, outcome == 1),
    )


def expected_risk(model: RiskModel, rows: pd.DataFrame) -> Floats:
    """Return the probability that the model gives to each row, shape (n,)."""
    total = np.full(len(rows), model.intercept)
    for term in model.terms:
        total = total + term.log_odds * _column(rows, term)
    return np.asarray(1 / (1 + np.exp(-total)))


def _with(term: Term, slope: float) -> Term:
    return Term(
        term.name, term.label, term.kind, term.code, term.centre, term.by_doubling, log_odds=slope
    )


def _chosen(
    rows: pd.DataFrame, outcome: Floats, factors: Sequence[Factor], *, room: int
) -> tuple[list[Term], list[str]]:
    terms: list[Term] = []
    left_out: list[str] = []
    columns: list[Floats] = [np.ones(outcome.size)]
    for factor in factors:
        own = list(_independent(rows, _candidates(rows, outcome == 1, factor), columns))
        if own and len(terms) + len(own) <= room:
            terms += own
            columns += [_column(rows, term) for term in own]
        else:
            left_out.append(factor.label)
    return terms, left_out


def _candidates(rows: pd.DataFrame, event: Bools, factor: Factor) -> list[Term]:
    given = rows[factor.name]
    if not factor.levels:
        values = _numbers(rows, factor.name, by_doubling=factor.by_doubling)
        known = ~np.isnan(values)
        if not known.any():
            return []
        doubles = factor.by_doubling
        centre = float(np.median(values[known]))
        label = f"{factor.label} (per doubling)" if doubles else factor.label
        found = [Term(factor.name, label, "number", centre=centre, by_doubling=doubles)]
    else:
        labels, counts = dict(factor.levels), _known(given).value_counts()
        order = [*labels, *sorted(set(counts.index) - set(labels))]
        found = [
            Term(factor.name, f"{factor.label}: {labels.get(code, code)}", "level", code)
            for code in order
            if code in counts.index and code != counts.index[0]
        ]
    absent: Kind = "missing" if factor.levels else "unmeasured"
    unknown = f"{factor.label}: not known"
    found.append(Term(factor.name, unknown, absent, by_doubling=factor.by_doubling))
    return [term for term in found if _is_carried(_column(rows, term), event, term)]


def _is_carried(column: Floats, event: Bools, term: Term) -> bool:
    if term.kind == "number":
        return bool(np.ptp(column) > 0)
    inside = column == 1
    return min(int((inside & event).sum()), int((inside & ~event).sum())) >= FEWEST


def _independent(
    rows: pd.DataFrame, candidates: Iterable[Term], columns: Sequence[Floats]
) -> Iterator[Term]:
    """Yield the terms that those before them do not already say."""
    held = list(columns)
    for term in candidates:
        column = _column(rows, term)
        basis = np.column_stack(held)
        found, *_ = np.linalg.lstsq(basis, column, rcond=None)
        left = column - basis @ found
        if np.linalg.norm(left) > _ALIKE * max(float(np.linalg.norm(column)), 1.0):
            held.append(column)
            yield term


def _column(rows: pd.DataFrame, term: Term) -> Floats:
    if term.kind == "level":
        return np.asarray((rows[term.name] == term.code).to_numpy(), dtype=np.float64)
    if term.kind == "missing":
        return np.asarray(_known(rows[term.name]).isna().to_numpy(), dtype=np.float64)
    values = _numbers(rows, term.name, by_doubling=term.by_doubling)
    if term.kind == "unmeasured":
        return np.asarray(np.isnan(values), dtype=np.float64)
    return np.where(np.isnan(values), 0.0, values - term.centre)


def _known(given: "pd.Series[str]") -> "pd.Series[str]":
    return given.where(given.notna() & (given != UNKNOWN))


def _numbers(rows: pd.DataFrame, name: str, *, by_doubling: bool) -> Floats:
    values: Floats = pd.to_numeric(rows[name], errors="coerce").to_numpy(dtype=np.float64)
    if by_doubling:  # 0 has no doubling, so it counts as not known
        values = np.log2(np.where(values > 0, values, np.nan))
    return values


def _concordance(probability: Floats, event: Bools) -> float:
    ranks = rankdata(probability)
    n = int(event.sum())
    pairs = n * (event.size - n)
    return float((ranks[event].sum() - n * (n + 1) / 2) / pairs)
