"""The sites, and the people left out, behind a result that does not carry them itself."""

from collections.abc import Collection

import numpy as np
import pandas as pd

from analytics.cells import CountTable
from analytics.disclosure.primary import has_enough_sites
from analytics.disclosure.rules import CODE, GROUP, NOT_COUNTED, SITE, Rules, is_small
from analytics.errors import BadInput


def come_from_enough_sites(
    people: CountTable | None,
    rules: Rules,
    *,
    group: str | None = None,
    codes: Collection[int] | None = None,
) -> bool:
    """Return whether enough sites, none of them too large, contributed to a count.

    Parameters
    ----------
    people : CountTable or None
        People behind the result, by `site_id`, `code` (as in follow-up: 0 without, 1 with the
        event, 2.. with another; -2 enrolled but not counted in the result) and, where the
        result has groups, `group`.
    rules : Rules
        Thresholds.
    group : str, optional
        Count this group only.
    codes : collection of int, optional
        Count people with these codes only; all who are in the result if left out.

    Raises
    ------
    BadInput
        If contributing sites must be known and are not.
    """
    if not rules.need_sites:
        return True
    if people is None:
        raise BadInput(
            "It is not known which sites contributed.",
            f"Count the people by site as well, or drop the demand of {rules.min_sites} sites.",
        )
    rows = _rows(people, group, needed=(SITE, CODE))
    kept = rows[CODE] != NOT_COUNTED if codes is None else rows[CODE].isin(list(codes))
    by_site = rows[kept].groupby(SITE)[people.count].sum().to_numpy(dtype=np.int64)
    total = np.array([by_site.sum()])
    n_sites, largest = np.array([(by_site > 0).sum()]), np.array([by_site.max(initial=0)])
    return bool(has_enough_sites(total, n_sites, largest, rules)[0])


def sums_of_groups(people: CountTable | None) -> CountTable | None:
    """Return contributors of all groups together, as those of one group."""
    if people is None:
        return None
    keys = [key for key in people.keys if key != GROUP]
    summed = people.frame.groupby(keys, observed=True)[people.count].sum()
    return CountTable(summed.reset_index(), tuple(keys), people.count)


def leaves_out_a_few(people: CountTable | None, rules: Rules, group: str | None = None) -> bool:
    """Return whether so few people are left out that the size of the result would tell them."""
    if people is None:
        return False
    rows = _rows(people, group, needed=(CODE,))
    left_out = rows.loc[rows[CODE] == NOT_COUNTED, people.count].sum()
    return bool(is_small(np.array([left_out]), rules)[0])


def enrolled_people(people: CountTable | None, n: int, group: str | None = None) -> int:
    """Return how many are enrolled: those of the result, with those who are left out of it."""
    if people is None:
        return n
    return int(_rows(people, group, needed=(CODE,))[people.count].sum())


def refuse_other_people(people: CountTable | None, n: int, group: str | None = None) -> None:
    """Refuse contributors who are not the people of the result.

    Raises
    ------
    BadInput
        If their number differs.
    """
    if people is None:
        return
    rows = _rows(people, group, needed=(CODE,))
    counted = int(rows.loc[rows[CODE] != NOT_COUNTED, people.count].sum())
    if counted != n:
        raise BadInput(
            f"The result counts {n} people and its contributors are {counted}.",
            "Count the same people by site.",
        )


def _rows(people: CountTable, group: str | None, *, needed: tuple[str, ...]) -> pd.DataFrame:
    named = needed if group is None else (*needed, GROUP)
    absent = [name for name in named if name not in people.keys]
    if absent:
        raise BadInput(
            f"The contributors have no key {', '.join(absent)}.",
            f"Count them by {', '.join(named)}.",
        )
    frame = people.frame
    return frame if group is None else frame[frame[GROUP] == group]
