"""Accrual counted by quarter instead of by month."""

from dataclasses import replace

import numpy as np

from analytics.accrual import Accrual

SPAN = 3  # months


def by_quarter(accrual: Accrual) -> Accrual:
    """Return the same accrual by calendar quarter, each named by its first month.

    The last quarter is incomplete if any of its months is not over. Open sites are those at the
    end of a quarter, or of its last known month.
    """
    if not accrual.months.size:
        return replace(accrual, span=SPAN)
    quarter = accrual.months // SPAN
    starts = np.flatnonzero(np.diff(quarter, prepend=quarter[0] - 1))
    ends = np.append(starts[1:], quarter.size) - 1
    is_short = int(accrual.months[-1]) % SPAN != SPAN - 1
    return replace(
        accrual,
        months=quarter[starts] * SPAN,
        counts=np.add.reduceat(accrual.counts, starts, axis=1),
        target=None if accrual.target is None else accrual.target[ends],
        partial_last=accrual.partial_last or is_short,
        planned=None
        if accrual.planned is None
        else np.add.reduceat(accrual.planned, starts, axis=1),
        open_sites=None if accrual.open_sites is None else accrual.open_sites[ends],
        span=SPAN,
    )
