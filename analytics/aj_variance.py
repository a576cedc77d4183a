"""Variances of cumulative incidences: from counts, or from people with weights and clusters."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.aalen_johansen import States
from analytics.clusters import Clusters
from analytics.inputs import ROUNDING, Bools, Floats, FollowUp, Ints

_PAIRS = ((0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2))  # of the three terms of an influence


def counted_variance(states: States) -> Floats:
    """Return the variance of each cumulative incidence from counts alone.

    Parameters
    ----------
    states : States
        Probabilities of one group, from counts of people.

    Returns
    -------
    Floats, shape (causes, days)

    Notes
    -----
    Var F_k(t) is the sum over days s <= t of (F_k(t) - F_k(s))^2 d / (n (n - d))
    + S(s-)^2 d_k (n - d_k) / n^3 - 2 (F_k(t) - F_k(s)) S(s-) d_k / n^2. Without late entry
    this is also the robust variance.

    References
    ----------
    Dinse & Larson (1986), doi:10.1093/biomet/73.2.379.
    """
    spread = _greenwood_terms(states)
    n = _present(states)
    variances = np.empty_like(states.incidence)
    for row, events in enumerate(states.events):
        own = (states.before / n) ** 2 * events * (1 - events / n)
        shared = states.before * events / n**2
        to_go = _to_go(states.incidence[row])  # differences of it are those of F, without loss
        variances[row] = (
            np.cumsum(to_go**2 * spread + own - 2 * to_go * shared)
            - 2 * to_go * np.cumsum(to_go * spread - shared)
            + to_go**2 * np.cumsum(spread)
        )
    return _without_rounding(variances, states)


def robust_variance(states: States, people: FollowUp, clusters: Clusters | None) -> Floats:
    """Return the infinitesimal jackknife variance of each cumulative incidence.

    Parameters
    ----------
    states : States
        Probabilities of these people.
    people : FollowUp
        The people, with entries and weights where there are any.
    clusters : Clusters, optional
        Within which influences are added up before they are squared.

    Returns
    -------
    Floats, shape (causes, days)

    Notes
    -----
    Var F_k(t) is the sum of w_i^2 U_i(t)^2, U_i being what one more person like i would do to
    F_k(t). U_i is linear in (alpha(t), F_k(t), 1), with coefficients that change only when i
    enters and leaves. So are the sums over a cluster: their squares are running sums of
    products of coefficients, in O(n log n + days) whatever the number of clusters.

    References
    ----------
    Therneau & Grambsch (2000), Modeling Survival Data, 2.2 and 7.
    """
    who = _places(states, people)
    variances = np.empty_like(states.incidence)
    for row in range(states.events.shape[0]):
        influence = _influence(states, row)
        changes = _changes(influence, who, is_cause=people.code == row + 1)
        products = _squared(changes, clusters, n_days=states.time.size)
        terms = (influence.while_at_risk, influence.to_go, np.ones_like(influence.to_go))
        values = np.array([(1 + (i != j)) * terms[i] * terms[j] for i, j in _PAIRS])
        variances[row] = (products[:, 1:] * values[:, 1:]).sum(axis=0)
    return _without_rounding(variances, states)


@dataclass(frozen=True, eq=False)
class _Places:
    """Where people enter and leave; place 0 is the start, place j + 1 is day j of the table."""

    entry: Ints
    exit: Ints
    weight: Floats
    has_event: Ints


@dataclass(frozen=True, eq=False)
class _Influence:
    """What one person does to one cumulative incidence; first entry: at the start."""

    while_at_risk: Floats  # alpha(t): by being at risk from the start until t
    to_go: Floats  # F at the end less F(t)
    hazard: Floats  # A(t): sum of d / (n (n - d))
    jump: Floats  # S(t-) / n, by having the event at t
    staying: Floats  # 1 / (n - d), by any event at t; 0 once nobody stays


@dataclass(frozen=True, eq=False)
class _Changes:
    """Changes of coefficients of (alpha, to_go, 1), first of all entries, then of all exits."""

    place: Ints  # shape (2 n,)
    change: Floats  # shape (2 n, 3)


def _places(states: States, people: FollowUp) -> _Places:
    n = people.time.size
    entry = np.zeros(n, dtype=np.int64)
    if people.entry is not None:
        late = people.entry > 0
        entry[late] = np.searchsorted(states.time, people.entry[late]) + 1
    leaving = np.searchsorted(states.time, people.time) + 1
    last = states.time.size  # days on which only people of weight 0 move are in no table
    return _Places(
        entry=np.minimum(entry, last),
        exit=np.minimum(leaving, last),
        weight=np.ones(n) if people.weights is None else people.weights,
        has_event=(people.code > 0).astype(np.int64),
    )


def _influence(states: States, row: int) -> _Influence:
    n, events = _present(states), states.events[row]
    staying = n - states.events.sum(axis=0)
    hazard = _from_the_start(_greenwood_terms(states))
    alpha = states.before * events / n * (hazard[:-1] - 1 / n)
    known = staying > ROUNDING
    return _Influence(
        while_at_risk=_from_the_start(alpha),
        to_go=np.append(states.incidence[row][-1], _to_go(states.incidence[row])),
        hazard=hazard,
        jump=np.append(0.0, states.before / n),
        staying=np.append(0.0, np.where(known, 1 / np.where(known, staying, 1), 0.0)),
    )


def _changes(influence: _Influence, who: _Places, is_cause: Bools) -> _Changes:
    a, to_go_in = influence.hazard[who.entry], influence.to_go[who.entry]
    alpha_in = influence.while_at_risk[who.entry]
    at_risk = np.column_stack([np.ones_like(a), a, -a * to_go_in - alpha_in])
    to_go_out = influence.to_go[who.exit]
    at_exit = (
        influence.while_at_risk[who.exit]
        - alpha_in
        + a * (to_go_out - to_go_in)
        + is_cause * influence.jump[who.exit]
    )
    drift = who.has_event * influence.staying[who.exit] - (influence.hazard[who.exit] - a)
    left = np.column_stack([np.zeros_like(a), drift, at_exit - drift * to_go_out])
    weight = who.weight[:, None]
    return _Changes(
        place=np.append(who.entry, who.exit),
        change=np.concatenate([weight * at_risk, weight * (left - at_risk)]),
    )


def _squared(changes: _Changes, clusters: Clusters | None, n_days: int) -> Floats:
    """Return sums over clusters of products of coefficients, shape (6, 1 + days)."""
    place, change = changes.place, changes.change
    n = place.size // 2
    if clusters is None:
        before = np.concatenate([np.zeros((n, 3)), change[:n]])
        after = np.concatenate([change[:n], change[:n] + change[n:]])
    else:
        member = np.tile(clusters.member, 2)
        order = np.lexsort((place, member))
        place, change = place[order], change[order]
        after = pd.DataFrame(change).groupby(member[order], sort=False).cumsum().to_numpy()
        before = after - change
    steps = [
        np.bincount(
            place,
            weights=after[:, i] * after[:, j] - before[:, i] * before[:, j],
            minlength=n_days + 1,
        )
        for i, j in _PAIRS
    ]
    return np.cumsum(steps, axis=1)


def _greenwood_terms(states: States) -> Floats:
    """Return d / (n (n - d)) by day, 0 once nobody stays: F does not move any more."""
    n, d = _present(states), states.events.sum(axis=0)
    known = (d > 0) & (n - d > ROUNDING)
    return np.where(known, d / np.where(known, n * (n - d), 1), 0.0)


def _present(states: States) -> Floats:
    return np.where(states.at_risk > 0, states.at_risk, 1).astype(np.float64)


def _to_go(incidence: Floats) -> Floats:
    rest: Floats = incidence[-1] - incidence
    return rest


def _from_the_start(terms: Floats) -> Floats:
    return np.append(0.0, np.cumsum(terms))


def _without_rounding(variances: Floats, states: States) -> Floats:
    # Nothing has happened yet, or it has happened to everybody: what is left is rounding.
    is_open = (states.incidence > 0) & (states.incidence < 1)
    return np.where(is_open, np.maximum(variances, 0.0), 0.0)
