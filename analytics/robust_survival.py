"""Robust variance of a curve: people or clusters, not counts, vary independently."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.errors import BadInput, TooFewEvents
from analytics.event_table import EventTable
from analytics.inputs import Floats, FollowUp, Ints, labels

Method: TypeAlias = Literal["counts", "robust", "clustered"]
FewClusters: TypeAlias = Literal["t", "normal"]

FEW_CLUSTERS = 40  # below, the sandwich is too small and the normal reference too narrow


@dataclass(frozen=True, eq=False)
class Moves:
    """Who comes under observation and who leaves, unit by unit, in order of time.

    A unit is what varies independently: a person, or a cluster of people. Every array has
    one entry per move; amounts are people, or sums of their weights. Days of single people
    are in here: nothing that shows or exports a curve may pass them on.
    """

    unit: Ints  # number of the unit that moves
    day: Floats  # day of the move; minus infinity for those there from the start
    coming: Floats  # come under observation; 0 where the move is out
    leaving: Floats  # leave, for whatever reason
    events: Floats  # of those leaving: with the event
    n_units: int
    names: tuple[str, ...]  # of the clusters; empty where every person is a unit


@dataclass(frozen=True, eq=False)
class Uncertainty:
    """How the standard errors of a curve were made, and the reference of its limits."""

    method: Method  # counts: as if every count were a person of its own; else a sandwich
    n_clusters: int | None = None  # None: not clustered
    few_clusters: FewClusters = "t"  # what was asked for, should there be clusters
    factor: float = 1.0  # of the variance: G / (G - 1) with few clusters G, else 1
    df: float = np.inf  # of Student's t behind the limits; infinite: normal
    moves: Moves | None = field(default=None, repr=False)  # None for counts


@dataclass(frozen=True, eq=False)
class Increments:
    """How an estimate that grows with events answers to people; one entry per step."""

    day: Floats  # ascending
    gain: Floats  # added for each event of the day
    drain: Floats  # taken off for each person at risk on the day


def uncertainty_of_people(
    people: FollowUp,
    *,
    cluster: ArrayLike | None,
    robust: bool | None,
    few_clusters: FewClusters,
) -> Uncertainty:
    """Choose and prepare the variance of person-level follow-up.

    Parameters
    ----------
    people : FollowUp
        Checked follow-up of n people.
    cluster : array-like, shape (n,), optional
        What varies independently, as the site; people of one cluster may be alike.
    robust : bool, optional
        Left out: True with clusters or with weights that are no whole numbers.
    few_clusters : {"t", "normal"}
        With fewer than 40 clusters G: variance times G / (G - 1) and Student's t with G - 1
        degrees of freedom, or neither.

    Raises
    ------
    BadInput
        If options exclude each other, or clusters are missing.
    TooFewEvents
        If there are fewer than two clusters.
    """
    _refuse_unknown_reference(few_clusters)
    if cluster is not None:
        if robust is False:
            raise BadInput("Clustered limits are robust.", "Leave out `robust` or `cluster`.")
        return _clustered_people(people, cluster, few_clusters)
    if robust is None:
        robust = people.weights is not None and bool((people.weights % 1 != 0).any())
    if not robust:
        return Uncertainty("counts")
    each = np.arange(people.time.size)
    return Uncertainty("robust", moves=_moves_of_people(people, each, ()))


def uncertainty_of_clusters(
    tables: Sequence[EventTable], *, few_clusters: FewClusters
) -> Uncertainty:
    """Prepare the clustered variance of people counted by cluster, one table each.

    Raises
    ------
    BadInput
        If two tables share a name.
    TooFewEvents
        If there are fewer than two clusters.
    """
    _refuse_unknown_reference(few_clusters)
    names = tuple(table.group for table in tables)
    if len(set(names)) < len(names):
        raise BadInput("Two tables have the name of one cluster.", "Give one table per cluster.")
    parts = [_moves_of_table(row, table) for row, table in enumerate(tables)]
    moves = _in_order(pd.concat(parts, ignore_index=True), len(names), names)
    n_clusters = sum(bool(table.leaving.any()) for table in tables)
    return _clustered(moves, n_clusters, few_clusters)


def running_variance(moves: Moves, steps: Increments) -> Floats:
    """Return the robust variance of an estimate after each of its steps, shape (steps,).

    Notes
    -----
    Infinitesimal jackknife. Unit g adds U_g(t) = sum of gain over its events by t, less the
    sum of drain over its time at risk by t; the variance is the sum of U_g squared. With
    D = cumulated drain, U_g(t) = c_g(t) - m_g(t) D(t): m_g people present, c_g what those
    who came or left have fixed. Three running sums (c^2, c m, m^2) over the moves give all t.

    References
    ----------
    Williams (1995), Product-limit survival functions with correlated survival times,
    doi:10.1007/BF00985258.
    """
    drained = np.append(0.0, np.cumsum(steps.drain))
    place, fixed = _fixed(moves, steps, drained)
    change = pd.DataFrame({"fixed": fixed, "present": moves.coming - moves.leaving})
    after = change.groupby(moves.unit, sort=False).cumsum()
    before = after - change
    c, m, c0, m0 = (
        x.to_numpy() for x in (after.fixed, after.present, before.fixed, before.present)
    )

    def running(added: Floats) -> Floats:
        return np.cumsum(np.bincount(place, added, minlength=drained.size))

    cc, cm, mm = running(c * c - c0 * c0), running(c * m - c0 * m0), running(m * m - m0 * m0)
    variance: Floats = np.maximum(cc - 2 * drained * cm + drained**2 * mm, 0)
    return variance[1:]


def unit_influence(moves: Moves, steps: Increments, reach: Floats) -> Floats:
    """Return what each unit adds to a weighted sum of an estimate's increments.

    Parameters
    ----------
    moves : Moves
        Who comes and leaves.
    steps : Increments
        How the estimate answers.
    reach : Floats, shape (steps,)
        Weight of each step in the sum: 1 up to a day gives the estimate on that day.

    Returns
    -------
    Floats, shape (units,)
        Their squares add up to the robust variance of the sum.

    References
    ----------
    Williams (1995), doi:10.1007/BF00985258.
    """
    weighted = Increments(steps.day, steps.gain * reach, steps.drain * reach)
    _, fixed = _fixed(moves, weighted, np.append(0.0, np.cumsum(weighted.drain)))
    return np.asarray(np.bincount(moves.unit, fixed, minlength=moves.n_units), dtype=np.float64)


def few_cluster_correction(n_clusters: int, few_clusters: FewClusters) -> tuple[float, float]:
    """Return the factor of a clustered variance and the degrees of freedom of its limits.

    Notes
    -----
    G / (G - 1) and G - 1 with fewer than 40 clusters G, unless `few_clusters` is "normal".

    References
    ----------
    Cameron & Miller (2015), doi:10.3368/jhr.50.2.317.
    """
    if few_clusters == "t" and n_clusters < FEW_CLUSTERS:
        return n_clusters / (n_clusters - 1), float(n_clusters - 1)
    return 1.0, np.inf


def _refuse_unknown_reference(few_clusters: FewClusters) -> None:
    if few_clusters not in get_args(FewClusters):
        known = ", ".join(get_args(FewClusters))
        raise BadInput(f"There is no reference {few_clusters!r}.", f"Use one of {known}.")


def _clustered_people(
    people: FollowUp, cluster: ArrayLike, few_clusters: FewClusters
) -> Uncertainty:
    unit, names = labels("cluster", cluster)
    if unit.size != people.time.size:
        raise BadInput(
            f"cluster has {unit.size} rows and time has {people.time.size}.",
            "Give one value per person.",
        )
    counted = unit if people.weights is None else unit[people.weights > 0]
    n_clusters = np.unique(counted).size
    return _clustered(_moves_of_people(people, unit, names), n_clusters, few_clusters)


def _moves_of_people(people: FollowUp, unit: Ints, names: tuple[str, ...]) -> Moves:
    n = people.time.size
    weights = np.ones(n) if people.weights is None else people.weights
    entry = np.zeros(n) if people.entry is None else people.entry
    came = pd.DataFrame({"unit": unit, "day": np.where(entry > 0, entry, -np.inf)})
    left = pd.DataFrame({"unit": unit, "day": people.time})
    moves = pd.concat(
        [
            came.assign(coming=weights, leaving=0.0, events=0.0),
            left.assign(coming=0.0, leaving=weights, events=weights * (people.code == 1)),
        ],
        ignore_index=True,
    )
    return _in_order(moves, len(names) or n, names)


def _moves_of_table(unit: int, table: EventTable) -> pd.DataFrame:
    leaving = table.leaving.sum(axis=0)
    late = np.zeros_like(leaving) if table.entered is None else table.entered
    start = {"day": [-np.inf], "coming": leaving.sum() - late.sum(), "leaving": 0, "events": 0}
    days = {"day": table.time, "coming": late, "leaving": leaving, "events": table.leaving[1]}
    moves = pd.concat([pd.DataFrame(start), pd.DataFrame(days)]).assign(unit=unit)
    return moves[(moves["coming"] > 0) | (moves["leaving"] > 0)]


def _in_order(moves: pd.DataFrame, n_units: int, names: tuple[str, ...]) -> Moves:
    moves = moves.sort_values("day", kind="stable")
    day, coming, leaving, events = (
        moves[name].to_numpy(dtype=np.float64) for name in ("day", "coming", "leaving", "events")
    )
    unit = moves["unit"].to_numpy(dtype=np.int64)
    return Moves(unit, day, coming, leaving, events, n_units, names)


def _clustered(moves: Moves, n_clusters: int, few_clusters: FewClusters) -> Uncertainty:
    if n_clusters < 2:  # noqa: PLR2004  # what varies between clusters needs two
        raise TooFewEvents(
            f"There is {n_clusters} cluster; clustered limits need 2.",
            "Use limits without clusters or widen the filters.",
        )
    factor, df = few_cluster_correction(n_clusters, few_clusters)
    return Uncertainty("clustered", n_clusters, few_clusters, factor, df, moves)


def _fixed(moves: Moves, steps: Increments, drained: Floats) -> tuple[Ints, Floats]:
    """Return the place of each move among the steps, and what the move fixes of its unit."""
    place = np.searchsorted(steps.day, moves.day, side="right")
    gains = np.append(0.0, steps.gain)
    fixed = moves.events * gains[place] + (moves.coming - moves.leaving) * drained[place]
    return place, fixed
