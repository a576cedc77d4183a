"""Fine-Gray regression: how covariates go with the cumulative incidence of one cause."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.censoring_term import censoring_residuals
from analytics.clusters import (
    Clusters,
    FewClusters,
    check_clusters,
    few_clusters_correction,
    log_two_sided_p,
    reference_quantile,
)
from analytics.errors import BadInput, TooFewEvents
from analytics.event_table import table_of_people
from analytics.first_events import known_codes
from analytics.inputs import Floats, FollowUp, asked_days, check_follow_up, numbers
from analytics.observation_curve import CensoringTies, ObservationCurve, observation_curve
from analytics.subdistribution import Likelihood, Maximum, maximise
from analytics.subdistribution_sets import RiskSets, Ties, added_by_place

SandwichParts: TypeAlias = Literal["score", "score-and-censoring"]

_CONSTANT = 1e-12  # of a term's size: a standard deviation below is rounding


@dataclass(frozen=True, eq=False)
class SubdistributionHazards:
    """Fine-Gray model of one cause; arrays have one entry per term, logarithms of ratios."""

    terms: tuple[str, ...]
    coef: Floats  # log subdistribution hazard ratio per unit of the term
    se: Floats  # robust standard error of `coef`
    covariance: Floats  # of `coef`, shape (terms, terms)
    lower: Floats  # confidence limits of `coef`
    upper: Floats
    log_p: Floats  # natural logarithm of the two-sided p-value
    cause: int  # code of the event
    n: int  # people
    n_events: int  # people with the event
    n_competing: int  # people with another event first
    confidence: float
    ties: Ties
    censoring: CensoringTies  # who can be censored on a day with events
    sandwich: SandwichParts  # whether the estimated censoring curve counts in `se`
    n_clusters: int | None
    few_clusters: FewClusters  # what was asked for, should there be fewer than 40 clusters
    df: float  # of Student's t behind limits and p, G - 1; infinite: normal, no G / (G - 1)
    loglik_null: float  # log partial likelihood with all coefficients 0
    loglik: float
    iterations: int
    centre: Floats  # mean of each term
    days: Floats  # days with the event
    baseline: Floats  # cumulative subdistribution hazard by `days`, at the means of the terms
    last_day: float  # end of follow-up

    @property
    def p(self) -> Floats:
        """p-values; 0.0 where one is below the smallest number: export `log_p`."""
        return np.asarray(np.exp(self.log_p))

    @property
    def ratio(self) -> Floats:
        """Subdistribution hazard ratio per unit of each term."""
        return np.asarray(np.exp(self.coef))

    @property
    def ratio_lower(self) -> Floats:
        """Lower confidence limit of `ratio`."""
        return np.asarray(np.exp(self.lower))

    @property
    def ratio_upper(self) -> Floats:
        """Upper confidence limit of `ratio`."""
        return np.asarray(np.exp(self.upper))


def fine_gray(  # noqa: PLR0913  # the published options of the model, all keyword-only
    covariates: pd.DataFrame | ArrayLike,
    time: ArrayLike,
    code: ArrayLike,
    *,
    cause: int = 1,
    cluster: ArrayLike | None = None,
    entry: ArrayLike | None = None,
    confidence: float = 0.95,
    ties: Ties = "breslow",
    censoring: CensoringTies = "events-first",
    sandwich: SandwichParts = "score",
    few_clusters: FewClusters = "t",
) -> SubdistributionHazards:
    """Fit a proportional subdistribution hazards model of one cause.

    Parameters
    ----------
    covariates : DataFrame or array-like of float, shape (n, p)
        One column per term, already coded as numbers; an array's terms are x1, x2...
    time : array-like of float, shape (n,)
        Days from index procedure to the first event or censoring; finite and not negative.
    code : array-like of int, shape (n,)
        What ended follow-up: 0 censored, 1 the event, 2.. competing events.
    cause : int
        Code of the event that is modelled.
    cluster : array-like, shape (n,), optional
        Site, or patient of a lesion, within which outcomes are not independent.
    entry : array-like of float, shape (n,), optional
        Day from which each patient is at risk; weights then also respect late entry.
    confidence : float
        Level of the limits, between 0 and 1.
    ties : {"breslow", "efron"}
        Likelihood of events on the same day; the model was published with the former.
    censoring : {"events-first", "at-risk"}
        Whether whoever has an event on a day is out of reach of censoring on that day.
    sandwich : {"score", "score-and-censoring"}
        Whether the standard error takes the censoring curve as known, or as estimated.
    few_clusters : {"t", "normal"}
        With fewer than 40 clusters G: covariance times G / (G - 1) and Student's t with G - 1
        degrees of freedom, or neither.

    Raises
    ------
    BadInput
        If follow-up or covariates are impossible, a term is constant or repeats others, or the
        censoring part of the standard error is asked for with late entry.
    TooFewEvents
        If there are not more events than terms.
    DidNotConverge
        If a coefficient grows without end (separation).

    Notes
    -----
    Whoever has a competing event at x stays in the risk set of later days t with weight
    G(t-) / G(x-), G being the censoring curve (with late entry G H, H the entry curve).

    References
    ----------
    Fine & Gray (1999), doi:10.1080/01621459.1999.10474144.
    Geskus (2011), doi:10.1111/j.1541-0420.2010.01420.x.
    """
    people = check_follow_up(time, known_codes(code), entry=entry)
    terms, columns = _columns(covariates)
    _refuse_what_cannot_be_fitted(people, columns, cause)
    clusters = check_clusters(cluster, people)
    factor, df = few_clusters_correction(clusters, few_clusters)
    curve = observation_curve(table_of_people(people), censoring)
    centre, scale = _standard(columns, terms)
    risk_sets = RiskSets.of(people, cause=cause, curve=curve, ties=ties)
    best = maximise((columns - centre) / scale, risk_sets, terms)
    parts = _parts_of_score(best.likelihood, people, curve, sandwich)
    covariance = factor * _sandwich(best, parts, clusters) / np.outer(scale, scale)
    coef, se = best.likelihood.coef / scale, np.sqrt(np.diag(covariance))
    reach = reference_quantile(confidence, df) * se
    return SubdistributionHazards(
        terms=terms,
        coef=coef,
        se=se,
        covariance=covariance,
        lower=coef - reach,
        upper=coef + reach,
        log_p=log_two_sided_p(coef / se, df),
        cause=cause,
        n=people.time.size,
        n_events=risk_sets.day.size,
        n_competing=int((people.code > 0).sum()) - risk_sets.day.size,
        confidence=confidence,
        ties=ties,
        censoring=censoring,
        sandwich=sandwich,
        n_clusters=None if clusters is None else clusters.count,
        few_clusters=few_clusters,
        df=df,
        loglik_null=best.null_value,
        loglik=best.likelihood.value,
        iterations=best.iterations,
        centre=centre,
        days=risk_sets.days,
        baseline=best.likelihood.cumulative_hazard(),
        last_day=float(people.time.max()),
    )


def predicted_incidence(
    fit: SubdistributionHazards, covariates: pd.DataFrame | ArrayLike, times: ArrayLike
) -> Floats:
    """Predict the cumulative incidence of the cause for given covariates at given days.

    Parameters
    ----------
    fit : SubdistributionHazards
        The model.
    covariates : DataFrame or array-like of float, shape (m, p)
        One row per prediction, one column per term; a DataFrame by name.
    times : array-like of float, shape (k,)
        Days; not negative.

    Returns
    -------
    Floats, shape (m, k)
        1 - exp(-cumulative subdistribution hazard); nan beyond the last day of follow-up.
    """
    asked = asked_days("times", times)
    if isinstance(covariates, pd.DataFrame):
        absent = [term for term in fit.terms if term not in covariates.columns]
        if absent:
            raise BadInput(f"Covariates have no {', '.join(absent)}.", "Give every term.")
        covariates = covariates[list(fit.terms)]
    _, columns = _columns(covariates)
    if columns.shape[1] != len(fit.terms):
        raise BadInput(
            f"Covariates have {columns.shape[1]} columns and the model {len(fit.terms)} terms.",
            "Give one column per term, in their order.",
        )
    so_far = np.append(0.0, fit.baseline)[np.searchsorted(fit.days, asked, side="right")]
    risk = np.exp((columns - fit.centre) @ fit.coef)
    incidence: Floats = -np.expm1(-np.outer(risk, so_far))
    incidence[:, asked > fit.last_day] = np.nan
    return incidence


def _columns(covariates: pd.DataFrame | ArrayLike) -> tuple[tuple[str, ...], Floats]:
    """Return the names of the terms, and their values of shape (n, terms)."""
    if isinstance(covariates, pd.Series):
        covariates = covariates.to_frame("x1" if covariates.name is None else covariates.name)
    if not isinstance(covariates, pd.DataFrame):
        array = np.asarray(covariates)
        array = array[:, None] if array.ndim == 1 else array
        covariates = pd.DataFrame(array, columns=[f"x{j + 1}" for j in range(array.shape[1])])
    terms = tuple(str(name) for name in covariates.columns)
    if not terms:
        raise BadInput("There is no covariate.", "Name at least one term.")
    return terms, np.column_stack(
        [numbers(term, covariates.iloc[:, j].to_numpy()) for j, term in enumerate(terms)]
    )


def _refuse_what_cannot_be_fitted(people: FollowUp, columns: Floats, cause: int) -> None:
    n, (rows, n_terms) = people.time.size, columns.shape
    if rows != n:
        raise BadInput(f"Covariates have {rows} rows and time has {n}.", "Give one per person.")
    if cause < 1:
        raise BadInput(f"Code {cause} is no event.", "Model code 1 or a competing code from 2 on.")
    n_events = int((people.code == cause).sum())
    if n_events <= n_terms:
        raise TooFewEvents(
            f"{n_events} people had an event of cause {cause}; {n_terms} terms need more.",
            "Widen the period or use fewer terms.",
        )


def _standard(columns: Floats, terms: tuple[str, ...]) -> tuple[Floats, Floats]:
    """Return mean and standard deviation of each term."""
    centre, scale = columns.mean(axis=0), columns.std(axis=0)
    constant = scale <= _CONSTANT * np.maximum(np.abs(centre), 1)
    if constant.any():
        names = ", ".join(term for term, its in zip(terms, constant, strict=True) if its)
        raise BadInput(f"{names} is the same for everybody.", "Leave the term out.")
    return centre, scale


def _parts_of_score(
    likelihood: Likelihood, people: FollowUp, curve: ObservationCurve, sandwich: SandwichParts
) -> Floats:
    if sandwich not in get_args(SandwichParts):
        known = ", ".join(get_args(SandwichParts))
        raise BadInput(f"There is no sandwich of {sandwich!r}.", f"Use one of {known}.")
    parts = likelihood.residuals()
    if sandwich == "score":
        return parts
    if people.entry is not None:
        raise BadInput(
            "The censoring part of the standard error is not worked out for late entry.",
            'Use sandwich "score", which takes the censoring curve as known.',
        )
    return parts + censoring_residuals(likelihood, people, curve)


def _sandwich(best: Maximum, parts: Floats, clusters: Clusters | None) -> Floats:
    if clusters is not None:
        parts = added_by_place(parts, clusters.member, clusters.size)
    steps = np.linalg.solve(best.information, parts.T)
    covariance: Floats = steps @ steps.T
    return covariance
