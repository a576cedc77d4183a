"""Which planned comparisons can be answered by when, as pages ask for it; blinded."""

import numpy as np
import pandas as pd

from analytics.answerable import (
    LONGEST,
    Answerable,
    AnswerableBy,
    Carried,
    Foreseen,
    Verdict,
    judged,
)
from analytics.errors import AnalysisError, NoOverlap, TooFewEvents
from analytics.events_ahead import MONTH_HALF_DAYS, Coming, Paths, Pool, events_ahead
from analytics.forecast import forecast
from dashboard.answers.answer import Answer, Ask
from dashboard.answers.forecast import site_record
from dashboard.answers.gate import answer
from dashboard.answers.planned import (
    Planned,
    compared_patients,
    of_every_technique,
    planned_of,
)
from dashboard.answers.sites import known_sites
from queries.domains.catalogue import DOMAINS
from queries.domains.planned import TARGET_HAZARD_RATIO, outcome_pool
from queries.policies import View
from queries.reads.planned import pooled_events
from queries.registry import Registry

_MONTH = 365.25 / 12  # days


def answerable_by(ask: Ask) -> Answer[AnswerableBy]:
    """Say of every planned comparison what it can find now, and when it can find its target.

    A filter on technique is taken off: with it, a sum of both arms would be that of one.
    """
    return _answerable_by(of_every_technique(ask))


@answer(View.ANSWERABLE, methods="answerable")
def _answerable_by(registry: Registry) -> AnswerableBy:
    """Say of every planned comparison what it can find now, and when it can find its target."""
    rows = compared_patients(registry)
    rows = rows.assign(open=_open_months(registry, rows))
    coming, note = _coming(registry)
    found = tuple(
        _answerable(registry, one, rows, coming) for one in planned_of(registry.domain, rows)
    )
    cutoff = registry.cutoff
    return AnswerableBy(
        comparisons=found,
        cutoff_month=None if cutoff is None else 12 * cutoff.year + cutoff.month - 1,
        notes=(note,) if note else (),
    )


def _answerable(
    registry: Registry, planned: Planned, rows: pd.DataFrame, coming: Coming
) -> Answerable:
    n = (int((~planned.second).sum()), int(planned.second.sum()))
    weighed = planned.weighed(registry.domain)
    known = Answerable(
        name=planned.comparison.name,
        arms=planned.arms,
        n=n,
        target=TARGET_HAZARD_RATIO,
        carried=None,
        foreseen=None,
        verdict=_refused(weighed.reason),
        why_not=weighed.why_not,
    )
    if weighed.design is None:  # no outcome is read for a comparison that does not stand
        return known
    carried = Carried(weighed.design.ess(), weighed.design.equipoise)
    try:
        foreseen = _foreseen(registry, planned, rows, coming)
    except TooFewEvents as error:
        said = f"{error.reason} {error.remedy}"
        return _with(known, carried, None, verdict=Verdict.FEW_EVENTS, why_not=said)
    verdict = judged(carried, n, foreseen, TARGET_HAZARD_RATIO)
    return _with(known, carried, foreseen, verdict=verdict, why_not="")


def _with(
    known: Answerable,
    carried: Carried,
    foreseen: Foreseen | None,
    *,
    verdict: Verdict,
    why_not: str,
) -> Answerable:
    return Answerable(
        known.name, known.arms, known.n, known.target, carried, foreseen, verdict, why_not
    )


def _refused(reason: type[AnalysisError] | None) -> Verdict:
    if reason is not None and issubclass(reason, NoOverlap):
        return Verdict.NO_OVERLAP
    if reason is not None and issubclass(reason, TooFewEvents):
        return Verdict.FEW_PATIENTS
    return Verdict.NO_MODEL


def _foreseen(registry: Registry, planned: Planned, rows: pd.DataFrame, coming: Coming) -> Foreseen:
    techniques = outcome_pool(planned.comparison, registry.domain)
    pool = _pool(registry, techniques)
    of_pool = rows[rows["technique_code"].isin(techniques)]
    of_pair = rows.loc[planned.rows.index]
    is_whole = len(of_pool) == len(of_pair)
    if registry.cutoff is None:
        _ = pool.rates  # refuses too few events
        shared = np.array([pool.events * len(of_pair) / len(of_pool)])
        return Foreseen(pool, is_whole, Paths(shared, shared, shared))
    since, since_pair = (part["open"].dropna().to_numpy() for part in (of_pool, of_pair))
    joining = Coming(*(path * len(of_pair) for path in vars(coming).values()))
    return Foreseen(pool, is_whole, events_ahead(pool, since, since_pair, joining))


def _pool(registry: Registry, techniques: tuple[str, ...]) -> Pool:
    endpoint = DOMAINS[registry.domain].endpoints[0].code
    counted = pooled_events(registry, endpoint, techniques).frame.iloc[0]
    return Pool(
        techniques=techniques,
        n=int(counted["n"]),
        events=int(counted["events"]),
        months=float(counted["half_days"]) / MONTH_HALF_DAYS,
    )


def _open_months(registry: Registry, rows: pd.DataFrame) -> "pd.Series[float]":
    """Return the months from index procedure to data cut-off; nan where either is not known."""
    if registry.cutoff is None:
        return pd.Series(np.nan, index=rows.index)
    cutoff = registry.cutoff
    now = 12 * cutoff.year + cutoff.month - 1 + cutoff.day / _MONTH
    since = now - (rows["index_month"].astype(float) + 0.5)  # a month's middle
    return since.clip(lower=0.25)  # those of the running month


def _coming(registry: Registry) -> tuple[Coming, str]:
    """Foresee enrolment by month for each patient who is enrolled now, and say what to mind."""
    nobody = Coming(*(np.zeros(LONGEST) for _ in range(3)))
    if registry.cutoff is None:
        return nobody, "This source has no calendar: no date is foreseen."
    try:
        known = site_record(known_sites(registry))
        opening = [float((day - known.cutoff).days) for _, day in known.planned]
        ahead = forecast(
            known.counts,
            known.exposure,
            opening,
            _MONTH * np.arange(1, LONGEST + 1),
            enrolling=known.enrolling,
        )
    except AnalysisError as error:
        said = "Enrolment cannot be foreseen, so only those treated already are followed on: "
        return nobody, f"{said}{error.reason}"
    by_month = [
        np.maximum(np.diff(path, prepend=ahead.enrolled), 0) / ahead.enrolled
        for path in (ahead.median, ahead.lower, ahead.upper)
    ]
    return Coming(*by_month), " ".join(ahead.notes)
