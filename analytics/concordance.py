"""Concordance of a Cox model: whether earlier events have the higher hazard."""

from dataclasses import dataclass

import numpy as np

from analytics.cox_rows import CoxRows
from analytics.errors import TooFewEvents
from analytics.inputs import Floats, Ints
from analytics.pairs import at_risk_beside, events_beside, ranks, same_day_beside
from analytics.regression import Regression, quantile_of
from analytics.risk_sets import sum_by


@dataclass(frozen=True, eq=False)
class Concordance:
    """Share of comparable pairs in which the earlier event had the higher hazard.

    A pair is comparable when one had the event while the other was at risk and went on. Counts
    are sums of products of weights.
    """

    estimate: float  # 0.5 is chance; ties in hazard count half
    se: float  # infinitesimal jackknife; by cluster where there are clusters
    lower: float
    upper: float
    concordant: float
    discordant: float
    tied_hazard: float  # comparable pairs with equal hazards
    tied_time: float  # pairs with events on the same day and unequal hazards: not comparable
    confidence: float


@dataclass(frozen=True, eq=False)
class _Pairs:
    """Comparable pairs that each row is in, shape (n,)."""

    concordant: Floats
    discordant: Floats
    tied: Floats


def concordance(fit: Regression) -> Concordance:
    """Estimate how well a model orders people by the day of their event.

    Parameters
    ----------
    fit : Regression
        A Cox model; people are compared within its strata.

    Raises
    ------
    TooFewEvents
        If no pair is comparable.

    Notes
    -----
    (concordant + tied / 2) / comparable. A person entering late is compared only with events
    after entry.

    References
    ----------
    Harrell et al. (1996), doi:10.1002/(SICI)1097-0258(19960229)15:4<361::AID-SIM168>3.0.CO;2-4.
    Therneau & Watson (2017), Mayo Clinic Technical Report 85.
    """
    rows = fit.rows
    rank = ranks((fit.coef * rows.scale) @ rows.x)
    pairs = _pairs(rows, rank)
    # Each pair is seen from both of its people.
    seen = (pairs.concordant, pairs.discordant, pairs.tied)
    concordant, discordant, tied = (float(each.sum()) / 2 for each in seen)
    comparable = concordant + discordant + tied
    if comparable <= 0:
        raise TooFewEvents(
            "No event happened while somebody else was at risk.", "Widen the period."
        )
    estimate = (concordant + tied / 2) / comparable
    moved = (pairs.concordant + pairs.tied / 2 - estimate * sum(seen)) / comparable
    if rows.cluster is not None:
        moved = sum_by(rows.cluster, moved, rows.cluster.size)
    se = float(np.sqrt(fit.small_sample_factor * moved @ moved))
    reach = quantile_of(fit.confidence, fit.df) * se
    return Concordance(
        estimate=estimate,
        se=se,
        lower=max(estimate - reach, 0.0),
        upper=min(estimate + reach, 1.0),
        concordant=concordant,
        discordant=discordant,
        tied_hazard=tied,
        tied_time=_tied_in_time(rows, rank),
        confidence=fit.confidence,
    )


def _pairs(rows: CoxRows, rank: Ints) -> _Pairs:
    """Return each row's concordant, discordant and tied pairs, times its weight."""
    weights, events = rows.weights, rows.sets.event_rows
    # As the one with the event, everybody at risk but the events of the day ...
    first = at_risk_beside(rows, rank, weights).minus(same_day_beside(rows, rank, weights))
    # ... and as the one who went on, the events of others.
    second = events_beside(rows, rank, weights)
    concordant, discordant, tied = second.above, second.below, second.level
    concordant[events] += first.below
    discordant[events] += first.above
    tied[events] += first.level
    return _Pairs(concordant * weights, discordant * weights, tied * weights)


def _tied_in_time(rows: CoxRows, rank: Ints) -> float:
    """Sum products of weights over pairs of events of one day whose hazards differ."""
    slot, weights = rows.sets.event_slot, rows.weights[rows.sets.event_rows]
    alike = slot * (int(rank.max()) + 1) + rank[rows.sets.event_rows]
    of_a_day = np.bincount(slot, weights)
    of_a_kind = np.bincount(np.unique(alike, return_inverse=True)[1], weights)
    return float((of_a_day @ of_a_day - of_a_kind @ of_a_kind) / 2)
