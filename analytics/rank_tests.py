"""Rank tests between survival curves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeGuard, get_args

import numpy as np
from numpy.typing import ArrayLike

from analytics.errors import BadInput, NoOverlap, TooFewEvents
from analytics.event_table import EventTable, tables_by_group
from analytics.inputs import Floats, Ints, check_follow_up, indicators, labels
from analytics.tails import log_chi_squared_tail

DayWeight: TypeAlias = Literal["survival", "gehan", "tarone-ware"]

_RANK_TOLERANCE = 1e-10  # of the largest variance; smaller ones are rounding


@dataclass(frozen=True, eq=False)
class LogRank:
    """Test that all groups have one hazard; arrays have one entry per group."""

    statistic: float  # chi-squared
    df: int
    p: float  # 0.0 where it is below the smallest number: show and export `log_p`
    log_p: float  # natural logarithm
    observed: Floats  # events, times the weight of their day
    expected: Floats
    variance: Floats  # of observed - expected, shape (groups, groups)
    groups: tuple[str, ...]
    n: Ints  # people
    n_events: Ints
    n_strata: int
    rho: float  # weight of a day: pooled survival just before it, to the power rho
    day_weight: DayWeight = "survival"  # gehan, tarone-ware: people at risk, or their root
    cause: int = 1  # code of the event that is compared


def log_rank(  # noqa: PLR0913  # the published options of the test, keyword-only
    time: ArrayLike | Sequence[EventTable],
    event: ArrayLike | None = None,
    group: ArrayLike | None = None,
    *,
    entry: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    rho: float = 0.0,
    day_weight: DayWeight = "survival",
) -> LogRank:
    """Test whether groups differ in survival.

    Parameters
    ----------
    time : array-like of float, shape (n,), or sequence of EventTable
        Days from index procedure to event or censoring. Or people already counted, one
        table per group (with strata: per group and stratum).
    event : array-like of bool, shape (n,)
        True where the event was observed.
    group : array-like, shape (n,)
        Group of each person.
    entry : array-like of float, shape (n,), optional
        Day from which each person is at risk.
    strata : array-like, shape (n,) or one per table, optional
        Groups are compared within strata only.
    rho : float
        0 for the log-rank test, 1 for Peto-Peto (early differences weigh more).
    day_weight : {"survival", "gehan", "tarone-ware"}
        What weighs an event day: pooled survival just before it to the power `rho`, the
        people at risk, or their square root.

    Raises
    ------
    BadInput
        If there are fewer than two groups, or counts are weighted.
    TooFewEvents
        If there is no event.
    NoOverlap
        If no event happens while two groups are under observation.

    Notes
    -----
    Hypergeometric variance. A group that is never at risk at an event adds no degree of
    freedom.

    References
    ----------
    Harrington & Fleming (1982), doi:10.1093/biomet/69.3.553. Tarone & Ware (1977),
    doi:10.1093/biomet/64.1.156.
    """
    _refuse_unknown_weight(rho, day_weight)
    codes = None if event is None else indicators("event", event)
    tables, stratum = counted_groups(time, codes, group, entry=entry, strata=strata)
    groups = tuple(dict.fromkeys(table.group for table in tables))
    _refuse_incomparable(tables, groups)
    member = np.array([groups.index(table.group) for table in tables])
    scores = _Scores.none(len(groups))
    for each in np.unique(stratum):
        rows = np.flatnonzero(stratum == each)
        at_risk, events = _on_event_days([tables[row] for row in rows], member[rows], len(groups))
        scores = scores.plus(at_risk, events, _weights(at_risk, events, rho, day_weight))
    statistic, df = quadratic_form(scores.observed - scores.expected, scores.variance)
    log_p = log_chi_squared_tail(statistic, df)
    return LogRank(
        statistic=statistic,
        df=df,
        p=float(np.exp(log_p)),
        log_p=log_p,
        observed=scores.observed,
        expected=scores.expected,
        variance=scores.variance,
        groups=groups,
        n=_by_group(member, [table.n for table in tables]),
        n_events=_by_group(member, [int(table.n_by_code[1]) for table in tables]),
        n_strata=np.unique(stratum).size,
        rho=rho,
        day_weight=day_weight,
    )


def counted_groups(
    time: ArrayLike | Sequence[EventTable],
    code: ArrayLike | None,
    group: ArrayLike | None,
    *,
    entry: ArrayLike | None,
    strata: ArrayLike | None,
) -> tuple[list[EventTable], Ints]:
    """Return one table per group and stratum, and the stratum of each.

    Parameters
    ----------
    code : array-like of int, shape (n,)
        0 censored, 1 event, 2.. competing events.
    time, group, entry, strata
        As in `log_rank`.

    Raises
    ------
    BadInput
        If the follow-up is impossible, or counted tables come with arrays as well.
    """
    if _is_counted(time):
        if any(given is not None for given in (code, group, entry)):
            raise BadInput("Counted people come with arrays as well.", "Give one or the other.")
        return list(time), _strata(strata, len(time))[0]
    if code is None or group is None:
        raise BadInput(
            "Nothing says who had the event, or who is in which group.",
            "Give `event` and `group` beside `time`.",
        )
    people = check_follow_up(np.asarray(time), code, entry=entry)
    groups, names = labels("group", group)
    stratum, n_strata = _strata(strata, people.time.size)
    if groups.size != people.time.size:
        raise BadInput(
            f"group has {groups.size} rows and time has {people.time.size}.",
            "Give one value per person.",
        )
    member = groups if n_strata == 1 else stratum * len(names) + groups
    tables = tables_by_group(people, member, names * n_strata)
    present = [(table, row // len(names)) for row, table in enumerate(tables) if table.n]
    present.sort(key=lambda pair: names.index(pair[0].group))
    return [table for table, _ in present], np.array([its for _, its in present])


@dataclass(frozen=True, eq=False)
class _Scores:
    """Weighted sums over event days, added up over strata."""

    observed: Floats
    expected: Floats
    variance: Floats

    @classmethod
    def none(cls, n_groups: int) -> "_Scores":
        return cls(np.zeros(n_groups), np.zeros(n_groups), np.zeros((n_groups, n_groups)))

    def plus(self, at_risk: Ints, events: Ints, weight: Floats) -> "_Scores":
        """Add one stratum."""
        n, d = at_risk.sum(axis=0), events.sum(axis=0)
        share = at_risk / n
        spread = weight**2 * d * (n - d) / np.maximum(n - 1, 1)  # a lone person has no spread
        return _Scores(
            self.observed + (weight * events).sum(axis=1),
            self.expected + (weight * d * share).sum(axis=1),
            self.variance + np.diag((spread * share).sum(axis=1)) - (spread * share) @ share.T,
        )


def _refuse_unknown_weight(rho: float, day_weight: DayWeight) -> None:
    if day_weight not in get_args(DayWeight):
        known = ", ".join(get_args(DayWeight))
        raise BadInput(f"There is no weight of days {day_weight!r}.", f"Use one of {known}.")
    if not 0 <= rho < np.inf or (rho and day_weight != "survival"):
        raise BadInput(
            f"rho is {rho} with weights by {day_weight}.",
            "Give a power of 0 or more, and only with weights by survival.",
        )


def _refuse_incomparable(tables: Sequence[EventTable], groups: tuple[str, ...]) -> None:
    if len(groups) < 2:  # noqa: PLR2004  # a comparison needs two
        raise BadInput("There is one group only.", "Choose at least two groups.")
    if any(table.is_weighted for table in tables):
        raise BadInput(
            "A rank test of weighted counts has no valid p-value.",
            "Use the robust test of the weighted comparison.",
        )
    if not any(table.n_by_code[1] for table in tables):
        raise TooFewEvents("Nobody had the event.", "Widen the period or choose another endpoint.")


def _weights(at_risk: Ints, events: Ints, rho: float, day_weight: DayWeight) -> Floats:
    n, d = at_risk.sum(axis=0), events.sum(axis=0)
    if day_weight != "survival":
        weights: Floats = n ** (1.0 if day_weight == "gehan" else 0.5)
        return weights
    pooled = np.cumprod(1 - d / n)
    return np.append(1.0, pooled)[: n.size] ** rho  # survival just before each day


def _by_group(member: Ints, amounts: Sequence[int]) -> Ints:
    return np.bincount(member, amounts).astype(np.int64)


def _is_counted(
    time: ArrayLike | Sequence[EventTable],
) -> TypeGuard[Sequence[EventTable]]:
    return (
        isinstance(time, Sequence)
        and len(time) > 0
        and all(isinstance(table, EventTable) for table in time)
    )


def _strata(strata: ArrayLike | None, n: int) -> tuple[Ints, int]:
    if strata is None:
        return np.zeros(n, dtype=np.int64), 1
    stratum, names = labels("strata", strata)
    if stratum.size != n:
        raise BadInput(f"strata has {stratum.size} entries, not {n}.", "Give one each.")
    return stratum, len(names)


def _on_event_days(tables: Sequence[EventTable], member: Ints, n_groups: int) -> tuple[Ints, Ints]:
    """Return people at risk and events, each of shape (groups, days with an event)."""
    had = [table.leaving[1] > 0 for table in tables]
    days = np.unique(np.concatenate([t.time[its] for t, its in zip(tables, had, strict=True)]))
    at_risk, events = (np.zeros((n_groups, days.size), dtype=np.int64) for _ in range(2))
    for row, table, its in zip(member, tables, had, strict=True):
        at_risk[row] += table.at_risk(days)
        events[row, np.searchsorted(days, table.time[its])] += table.leaving[1][its]
    return at_risk, events


def quadratic_form(difference: Floats, variance: Floats) -> tuple[float, int]:
    """Return the chi-squared statistic of a difference, and its degrees of freedom."""
    values, vectors = np.linalg.eigh(variance)
    kept = values > _RANK_TOLERANCE * values[-1]
    df = int(kept.sum())
    if df == 0:
        raise NoOverlap(
            "No event happened while two groups were under observation.",
            "Choose groups or a period that were followed at the same time.",
        )
    along = difference @ vectors[:, kept]
    return float(along**2 @ (1 / values[kept])), df
