"""Order, axes and bins that depend on released values only."""

from collections.abc import Mapping, Sequence

import numpy as np

from analytics.disclosure.rules import Rules, Withheld
from analytics.inputs import Floats, Ints


def released_order(values: Mapping[str, float | Withheld]) -> tuple[str, ...]:
    """Return names from the largest released value to the smallest, withheld ones by name.

    Equal values stand by name, so that no order tells what rounding hides.
    """
    shown = [name for name, value in values.items() if not isinstance(value, Withheld)]
    hidden = sorted(name for name in values if name not in shown)
    return (*sorted(shown, key=lambda name: (-float(values[name]), name)), *hidden)  # type: ignore[arg-type]


def released_range(values: Sequence[float | Withheld]) -> tuple[float, float]:
    """Return the ends of an axis, a colour scale or a size scale: 0 and the largest value.

    0 to 1 where nothing, or nothing but 0, is shown.
    """
    shown = [float(value) for value in values if not isinstance(value, Withheld)]
    return 0.0, max(shown, default=0.0) or 1.0


def merged_bins(edges: Floats, counts: Ints, rules: Rules) -> tuple[Floats, Ints]:
    """Merge neighbouring bins until each holds nobody or at least k people.

    Parameters
    ----------
    edges : Floats, shape (bins + 1,)
        Ascending; bins are [edge, next edge).
    counts : Ints, shape (bins,)
        People in each bin.
    rules : Rules
        Thresholds.

    Returns
    -------
    tuple of Floats and Ints
        The edges that stay, and people between them. Fewer than k people altogether leave no
        bin. A bin of nobody stays apart only if no small bin needs it.
    """
    kept = [float(edges[0])]
    merged: list[int] = []
    waiting = 0
    for count, upper in zip(counts.tolist(), edges[1:].tolist(), strict=True):
        waiting += count
        if waiting == 0 or waiting >= rules.k:
            merged.append(waiting)
            kept.append(upper)
            waiting = 0
    while waiting and merged:  # the last bin is small: its neighbours take it in
        waiting += merged.pop()
        kept.pop()
        if waiting >= rules.k:
            merged.append(waiting)
            kept.append(float(edges[-1]))
            waiting = 0
    if waiting:
        return np.array([]), np.array([], dtype=np.int64)
    return np.array(kept), np.array(merged, dtype=np.int64)
