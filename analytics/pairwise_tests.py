"""Rank tests of every pair of groups, adjusted for their number."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, TypeAlias, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.errors import BadInput
from analytics.event_table import EventTable
from analytics.inputs import Floats, indicators
from analytics.rank_tests import counted_groups, log_rank

Adjustment: TypeAlias = Literal["holm", "bh"]


@dataclass(frozen=True, eq=False)
class PairwiseLogRank:
    """Log-rank tests of every pair of groups."""

    frame: pd.DataFrame  # columns group_a, group_b, statistic, p, log_p, p_adjusted
    adjust: Adjustment
    rho: float


def pairwise_log_rank(  # noqa: PLR0913  # the published options of the test, keyword-only
    time: ArrayLike | Sequence[EventTable],
    event: ArrayLike | None = None,
    group: ArrayLike | None = None,
    *,
    entry: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    rho: float = 0.0,
    adjust: Adjustment = "holm",
) -> PairwiseLogRank:
    """Test every pair of groups, with p-values adjusted for the number of pairs.

    Parameters
    ----------
    time, event, group, entry, strata, rho
        As in `log_rank`. Each pair is tested on its own people.
    adjust : {"holm", "bh"}
        Holm keeps the chance of any false finding, Benjamini-Hochberg the share of false
        findings among all.

    Raises
    ------
    BadInput
        If the adjustment is unknown, or for any pair as in `log_rank`.
    TooFewEvents, NoOverlap
        If a pair cannot be compared.

    References
    ----------
    Holm (1979), Scand J Statist 6:65. Benjamini & Hochberg (1995),
    doi:10.1111/j.2517-6161.1995.tb02031.x.
    """
    if adjust not in get_args(Adjustment):
        known = ", ".join(get_args(Adjustment))
        raise BadInput(f"There is no adjustment {adjust!r}.", f"Use one of {known}.")
    codes = None if event is None else indicators("event", event)
    tables, stratum = counted_groups(time, codes, group, entry=entry, strata=strata)
    pairs = list(combinations(dict.fromkeys(table.group for table in tables), 2))
    if not pairs:
        raise BadInput("There is one group only.", "Choose at least two groups.")
    tests = []
    for pair in pairs:
        rows = [row for row, table in enumerate(tables) if table.group in pair]
        tests.append(log_rank([tables[row] for row in rows], strata=stratum[rows], rho=rho))
    p = np.array([test.p for test in tests])
    columns = {
        "group_a": [first for first, _ in pairs],
        "group_b": [second for _, second in pairs],
        "statistic": [test.statistic for test in tests],
        "p": p,
        "log_p": [test.log_p for test in tests],
        "p_adjusted": _adjusted(p, adjust),
    }
    return PairwiseLogRank(pd.DataFrame(columns), adjust, rho)


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
