"""Whose rows make a result move from one snapshot to the next: added, gone, changed."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Moved:
    """Diagnoses of a comparison in an earlier snapshot and now, by what became of them.

    A diagnosis of both counts under everything that changed in it.
    """

    n_then: int
    n_now: int
    added: int  # now only
    gone: int  # then only
    other_arm: int
    other_baseline: int  # any covariate, site or region
    followed_longer: int  # same end or none yet, at a later day
    new_event: int  # had no event then
    other_outcome: int  # event withdrawn, another kind of event, or an earlier day
    unchanged: int


def moved(then: pd.DataFrame, now: pd.DataFrame, baseline: Sequence[str]) -> Moved:
    """Count what became of each diagnosis between two snapshots.

    Parameters
    ----------
    then, now : DataFrame
        One row a diagnosis, indexed by its identifier; columns `technique_code`, `time` (days),
        `code` (0 censored, 1 event, 2.. competing event) and `baseline`.
    baseline : sequence of str
        Columns known at time zero.
    """
    both = then.index.intersection(now.index)
    old, new = then.loc[both], now.loc[both]
    arm = old["technique_code"] != new["technique_code"]
    described = _differs(old, new, baseline)
    ends_alike = old["code"] == new["code"]
    longer = ends_alike & (new["time"] > old["time"])
    event = (old["code"] == 0) & (new["code"] != 0)
    other = (~ends_alike & ~event) | (ends_alike & (new["time"] < old["time"]))
    return Moved(
        n_then=len(then),
        n_now=len(now),
        added=len(now.index.difference(then.index)),
        gone=len(then.index.difference(now.index)),
        other_arm=int(arm.sum()),
        other_baseline=int(described.sum()),
        followed_longer=int(longer.sum()),
        new_event=int(event.sum()),
        other_outcome=int(other.sum()),
        unchanged=int((~(arm | described | longer | event | other)).sum()),
    )


def _differs(old: pd.DataFrame, new: pd.DataFrame, columns: Sequence[str]) -> "pd.Series[bool]":
    found = pd.Series(data=False, index=old.index)
    for name in columns:
        is_missing = old[name].isna() & new[name].isna()
        found |= (old[name] != new[name]) & ~is_missing
    return found
