"""Rank tests between survival curves."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, TypeAlias, TypeGuard, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import gammaln, log_ndtr

from analytics.errors import BadInput, NoOverlap, TooFewEvents
from analytics.event_table import EventTable, tables_by_group
from analytics.inputs import Floats, Ints, check_follow_up, indicators, labels

Adjustment: TypeAlias = Literal["holm", "bh"]

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


@dataclass(frozen=True, eq=False)
class PairwiseLogRank:
    """Log-rank tests of every pair of groups."""

    frame: pd.DataFrame  # columns group_a, group_b, statistic, p, log_p, p_adjusted
    adjust: Adjustment


def log_rank(
    time: ArrayLike | Sequence[EventTable],
    event: ArrayLike | None = None,
    group: ArrayLike | None = None,
    *,
    entry: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    rho: float = 0.0,
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
    Harrington & Fleming (1982), doi:10.1093/biomet/69.3.553.
    """
    tables, stratum = _counted(time, event, group, entry=entry, strata=strata)
    groups = tuple(dict.fromkeys(table.group for table in tables))
    if len(groups) < 2:  # noqa: PLR2004  # a comparison needs two
        raise BadInput("There is one group only.", "Choose at least two groups.")
    if any(table.is_weighted for table in tables):
        raise BadInput(
            "A rank test of weighted counts has no valid p-value.",
            "Use the robust test of the weighted comparison.",
        )
    member = np.array([groups.index(table.group) for table in tables])
    n_by_code = np.zeros((len(groups), 2), dtype=np.int64)
    np.add.at(n_by_code, member, [(table.n, table.n_by_code[1]) for table in tables])
    if not n_by_code[:, 1].any():
        raise TooFewEvents("Nobody had the event.", "Widen the period or choose another endpoint.")
    scores = _Scores.none(len(groups))
    for each in np.unique(stratum):
        rows = np.flatnonzero(stratum == each)
        scores = scores.plus([tables[row] for row in rows], member[rows], rho)
    statistic, df = _quadratic_form(scores)
    log_p = _log_chi_squared_tail(statistic, df)
    return LogRank(
        statistic=statistic,
        df=df,
        p=float(np.exp(log_p)),
        log_p=log_p,
        observed=scores.observed,
        expected=scores.expected,
        variance=scores.variance,
        groups=groups,
        n=n_by_code[:, 0],
        n_events=n_by_code[:, 1],
        n_strata=np.unique(stratum).size,
        rho=rho,
    )


def pairwise_log_rank(
    time: ArrayLike | Sequence[EventTable],
    event: ArrayLike | None = None,
    group: ArrayLike | None = None,
    *,
    entry: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    adjust: Adjustment = "holm",
) -> PairwiseLogRank:
    """Test every pair of groups, with p-values adjusted for the number of pairs.

    Parameters
    ----------
    time, event, group, entry, strata
        As in `log_rank`. Each pair is tested on its own people.
    adjust : {"holm", "bh"}
        Holm keeps the chance of any false finding, Benjamini-Hochberg the share of false
        findings among all.

    References
    ----------
    Holm (1979), Scand J Statist 6:65. Benjamini & Hochberg (1995),
    doi:10.1111/j.2517-6161.1995.tb02031.x.
    """
    if adjust not in get_args(Adjustment):
        known = ", ".join(get_args(Adjustment))
        raise BadInput(f"There is no adjustment {adjust!r}.", f"Use one of {known}.")
    tables, stratum = _counted(time, event, group, entry=entry, strata=strata)
    pairs = list(combinations(dict.fromkeys(table.group for table in tables), 2))
    if not pairs:
        raise BadInput("There is one group only.", "Choose at least two groups.")
    tests = []
    for pair in pairs:
        rows = [row for row, table in enumerate(tables) if table.group in pair]
        tests.append(log_rank([tables[row] for row in rows], strata=stratum[rows]))
    p = np.array([test.p for test in tests])
    columns = {
        "group_a": [first for first, _ in pairs],
        "group_b": [second for _, second in pairs],
        "statistic": [test.statistic for test in tests],
        "p": p,
        "log_p": [test.log_p for test in tests],
        "p_adjusted": _adjusted(p, adjust),
    }
    return PairwiseLogRank(pd.DataFrame(columns), adjust)


@dataclass(frozen=True, eq=False)
class _Scores:
    """Weighted sums over event days, added up over strata."""

    observed: Floats
    expected: Floats
    variance: Floats

    @classmethod
    def none(cls, n_groups: int) -> "_Scores":
        return cls(np.zeros(n_groups), np.zeros(n_groups), np.zeros((n_groups, n_groups)))

    def plus(self, tables: Sequence[EventTable], member: Ints, rho: float) -> "_Scores":
        """Add one stratum."""
        at_risk, events = _on_event_days(tables, member, self.observed.size)
        n, d = at_risk.sum(axis=0), events.sum(axis=0)
        pooled = np.cumprod(1 - d / n)
        weight = np.append(1.0, pooled)[: n.size] ** rho  # survival just before each day
        share = at_risk / n
        spread = weight**2 * d * (n - d) / np.maximum(n - 1, 1)  # a lone person has no spread
        return _Scores(
            self.observed + (weight * events).sum(axis=1),
            self.expected + (weight * d * share).sum(axis=1),
            self.variance + np.diag((spread * share).sum(axis=1)) - (spread * share) @ share.T,
        )


def _counted(
    time: ArrayLike | Sequence[EventTable],
    event: ArrayLike | None,
    group: ArrayLike | None,
    *,
    entry: ArrayLike | None,
    strata: ArrayLike | None,
) -> tuple[list[EventTable], Ints]:
    """Return one table per group and stratum, and the stratum of each."""
    if _is_counted(time):
        if any(given is not None for given in (event, group, entry)):
            raise BadInput("Counted people come with arrays as well.", "Give one or the other.")
        return list(time), _strata(strata, len(time))[0]
    if event is None or group is None:
        raise BadInput(
            "Nothing says who had the event, or who is in which group.",
            "Give `event` and `group` beside `time`.",
        )
    people = check_follow_up(np.asarray(time), indicators("event", event), entry=entry)
    groups, names = labels("group", group)
    stratum, n_strata = _strata(strata, people.time.size)
    if groups.size != people.time.size:
        raise BadInput(
            f"group has {groups.size} rows and time has {people.time.size}.",
            "Give one value per person.",
        )
    tables = tables_by_group(people, stratum * len(names) + groups, names * n_strata)
    present = [(table, row // len(names)) for row, table in enumerate(tables) if table.n]
    present.sort(key=lambda pair: names.index(pair[0].group))
    return [table for table, _ in present], np.array([its for _, its in present])


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


def _quadratic_form(scores: _Scores) -> tuple[float, int]:
    """Return the chi-squared statistic and its degrees of freedom."""
    variance, difference = scores.variance, scores.observed - scores.expected
    scale = float(np.abs(variance).max())
    df = int(np.linalg.matrix_rank(variance, tol=_RANK_TOLERANCE * scale, hermitian=True))
    if df == 0:
        raise NoOverlap(
            "No event happened while two groups were under observation.",
            "Choose groups or a period that were followed at the same time.",
        )
    inverse = np.linalg.pinv(variance, rcond=_RANK_TOLERANCE, hermitian=True)
    return float(difference @ inverse @ difference), df


def _log_chi_squared_tail(statistic: float, df: int) -> float:
    """Return log P(chi-squared > statistic), finite however small that is.

    The library's logarithm is -inf from p = 1e-308 on. Recurrence in steps of two degrees:
    Q(a + 1, y) = Q(a, y) + y^a e^-y / Gamma(a + 1), on the log scale; all terms positive.
    """
    y = statistic / 2
    if y <= 0:
        return 0.0
    a, log_tail = (1.0, -y) if df % 2 == 0 else (0.5, np.log(2) + log_ndtr(-np.sqrt(2 * y)))
    while a < df / 2:
        log_tail = np.logaddexp(log_tail, a * np.log(y) - y - gammaln(a + 1))
        a += 1
    return float(log_tail)


def _adjusted(p: Floats, adjust: Adjustment) -> Floats:
    order = np.argsort(p)
    ranked, m = p[order], p.size
    if adjust == "holm":
        steps = np.maximum.accumulate(ranked * np.arange(m, 0, -1))
    else:
        steps = np.minimum.accumulate((ranked * m / np.arange(1, m + 1))[::-1])[::-1]
    result = np.empty(m)
    result[order] = np.minimum(steps, 1)
    return result
