"""Follow-up put beside the weights of a design: all that an adjusted estimate needs."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.endpoints import TimeToEvent
from analytics.errors import BadInput, TooFewEvents
from analytics.inputs import Bools, FollowUp, Ints, check_follow_up
from analytics.propensity import PropensityDesign
from analytics.stacked_variance import Dependence, dependence
from analytics.weights import Weighting

MIN_EVENTS = 10  # of each arm


@dataclass(frozen=True, eq=False)
class WeightedFollowUp:
    """Follow-up of the n patients who count in a design."""

    people: FollowUp  # with weights
    member: Ints  # place of each patient's arm, shape (n,)
    arms: tuple[str, ...]
    weighting: Weighting
    depends: Dependence
    has_competing: bool  # whether codes 2.. occur
    n_events: Ints  # people by arm and code, shape (arms, codes); code 0 counts the censored


def follow_up_of(
    design: PropensityDesign,
    follow_up: TimeToEvent,
    cluster: ArrayLike | str | None = None,
    *,
    confidence: float = 0.95,
) -> WeightedFollowUp:
    """Join a design of two arms with the follow-up of its patients.

    Parameters
    ----------
    design : PropensityDesign
        The design.
    follow_up : TimeToEvent
        Follow-up of all patients that the design was made from, in their order.
    cluster : array-like, shape (n,), or str, optional
        Cluster of all patients in that order, or the name of a column of `places`.
    confidence : float
        Level of limits.

    Raises
    ------
    BadInput
        If lengths differ, or follow-up of a patient of the design cannot be counted.
    TooFewEvents
        If an arm has under 10 events.
    """
    counts = counting_rows(design)
    pair = pairs_of(design)
    group = clusters_of(design, cluster)
    _refuse_other_length(follow_up.time.size, design.trim.kept.size)
    rows = np.flatnonzero(design.trim.kept)[counts]
    return join(
        follow_up,
        rows,
        design.treated[counts],
        design.arms,
        weighting=some_weights(design.weighting, counts),
        depends=dependence(
            None if group is None else group[counts],
            None if pair is None else pair[counts],
            rows.size,
            confidence=confidence,
        ),
    )


def join(
    follow_up: TimeToEvent,
    rows: Ints,
    member: Ints,
    arms: tuple[str, ...],
    *,
    weighting: Weighting,
    depends: Dependence,
) -> WeightedFollowUp:
    """Put follow-up of `rows` beside their arms, weights and clusters, in the same order.

    Raises
    ------
    BadInput
        If follow-up cannot be counted.
    TooFewEvents
        If an arm has under 10 events.
    """
    _refuse_uncounted(follow_up, rows)
    people = check_follow_up(
        follow_up.time[rows],
        follow_up.code[rows],
        entry=follow_up.entry[rows],
        weights=weighting.weights,
    )
    n_codes = max(2, int(people.code.max()) + 1)
    counted = np.bincount(member * n_codes + people.code, minlength=len(arms) * n_codes)
    n_events = counted.reshape(len(arms), n_codes)
    _refuse_few_events(n_events[:, 1], arms)
    return WeightedFollowUp(
        people=people,
        member=member,
        arms=arms,
        weighting=weighting,
        depends=depends,
        has_competing=n_codes > 2,  # noqa: PLR2004  # censored and the event
        n_events=n_events,
    )


def counting_rows(design: PropensityDesign) -> Bools:
    """Return which of the patients kept count: all but those without a match."""
    return np.asarray(design.weights > 0)


def pairs_of(design: PropensityDesign) -> Ints | None:
    """Return the pair of each patient kept, or None if nobody is matched."""
    if design.pairs is None:
        return None
    pair = np.full(design.weights.size, -1, dtype=np.int64)
    pair[design.pairs.treated_row] = pair[design.pairs.reference_row] = np.arange(design.pairs.n)
    return pair


def clusters_of(
    design: PropensityDesign, cluster: ArrayLike | str | None
) -> "pd.Series[Any] | None":
    """Return the cluster of each patient kept, or None."""
    if cluster is None:
        return None
    if isinstance(cluster, str):
        return places_of(design, cluster)
    group = pd.Series(np.asarray(cluster))
    _refuse_other_length(group.size, design.trim.kept.size)
    return group[design.trim.kept].reset_index(drop=True)


def places_of(design: PropensityDesign, by: str) -> "pd.Series[Any]":
    """Return the place of each patient kept, by a column of the design's `places`."""
    if design.places is None or by not in design.places:
        raise BadInput(f"The design knows no {by}.", "Give the design `places` with that column.")
    return design.places[by]


def some_weights(weighting: Weighting, rows: Bools) -> Weighting:
    """Return the weights of some patients; they move with the score model as before."""
    if rows.all():
        return weighting
    return Weighting(
        weights=weighting.weights[rows],
        gradient=None if weighting.gradient is None else weighting.gradient[rows],
        influence=None if weighting.influence is None else weighting.influence[rows],
        stabilised=weighting.stabilised,
        truncate_at=weighting.truncate_at,
        cut=weighting.cut,
        n_truncated=weighting.n_truncated,
    )


def _refuse_other_length(size: int, n: int) -> None:
    if size != n:
        raise BadInput(
            f"There are {size} rows for the {n} patients of the design.",
            "Give the patients that the design was made from, in their order.",
        )


def _refuse_uncounted(follow_up: TimeToEvent, rows: Ints) -> None:
    reasons = Counter(str(reason) for reason in follow_up.reason[rows] if reason)
    if reasons:
        named = ", ".join(f"{reason} {count}" for reason, count in sorted(reasons.items()))
        raise BadInput(
            f"Follow-up of {sum(reasons.values())} of {rows.size} patients cannot be counted: "
            f"{named}.",
            "Leave them out before the design, and report how many they are.",
        )


def _refuse_few_events(n_events: Ints, arms: tuple[str, ...]) -> None:
    for count, name in zip(n_events, arms, strict=True):
        if count < MIN_EVENTS:
            raise TooFewEvents(
                f"{name} has {count} events; {MIN_EVENTS} are needed.",
                "Widen the period, or choose an endpoint with more events.",
            )
