"""Countries as a public map may show them: those of enough people and sites, the rest merged."""

import numpy as np
import pandas as pd

from analytics.cells import CountTable
from analytics.disclosure.primary import has_enough_sites
from analytics.disclosure.rules import SITE, Rules
from analytics.errors import BadInput

COUNTRY, REGION = "country_code", "region_code"


def merged_countries(table: CountTable, rules: Rules) -> CountTable:
    """Merge the countries of a region that a map may not show.

    Parameters
    ----------
    table : CountTable
        People by `region_code`, `country_code`, `site_id` and possibly more.
    rules : Rules
        Thresholds: a country needs k people of enough sites, none of which is too large.

    Returns
    -------
    CountTable
        The same people. What was merged is one place, "Other countries of" the region, if
        that is large enough; else the region is not told apart at all.

    Notes
    -----
    Whoever knows the region and the countries shown knows the rest, so that the rest must
    pass the same rule.
    """
    absent = [key for key in (COUNTRY, REGION, SITE) if key not in table.keys]
    if absent:
        raise BadInput(
            f"The table has no key {', '.join(absent)}.",
            f"Count by {REGION}, {COUNTRY} and {SITE}.",
        )
    frame = table.frame.copy()
    for region, rows in frame.groupby(REGION, observed=True):
        may = _may_be_shown(rows, COUNTRY, table.count, rules)
        rest = rows[~rows[COUNTRY].isin(may)]
        if rest[table.count].sum() == 0:
            continue
        other = f"Other countries of {region}"
        is_large = _may_be_shown(rest.assign(**{COUNTRY: other}), COUNTRY, table.count, rules)
        merged, name = (rest, other) if is_large else (rows, f"All countries of {region}")
        frame.loc[merged.index, COUNTRY] = name
    return CountTable(frame, table.keys, table.count)


def _may_be_shown(rows: pd.DataFrame, place: str, count: str, rules: Rules) -> set[str]:
    by_site = rows.groupby([place, SITE], observed=True)[count].sum()
    people = by_site.groupby(level=0).sum()
    n_sites, largest = (by_site > 0).groupby(level=0).sum(), by_site.groupby(level=0).max()
    counts, sites, most = (np.array(x, dtype=np.int64) for x in (people, n_sites, largest))
    return set(people.index[has_enough_sites(counts, sites, most, rules) & (counts >= rules.k)])
