"""Numbers that are withheld for their own sake: few people, few sites, or everybody alike."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.disclosure.margins import Margins
from analytics.disclosure.rules import Rules, is_small
from analytics.errors import BadInput
from analytics.inputs import Bools, Ints


@dataclass(frozen=True, eq=False)
class Marked:
    """All numbers of a release; those withheld for their own sake are marked."""

    margins: Margins
    sensitive: Bools  # may not be shown, whatever is shown beside it
    may_be_zero: Bools  # would be withheld even as 0; a reader knows that others are not 0


def marked(margins: Margins, rules: Rules, outcomes: Sequence[str] = ()) -> Marked:
    """Mark which numbers may not be shown.

    Parameters
    ----------
    margins : Margins
        All numbers of a release.
    rules : Rules
        Thresholds.
    outcomes : sequence of str
        Keys that tell what became of people: that a small group had it all, or none of it,
        would tell it of everybody in the group.

    Raises
    ------
    BadInput
        If contributing sites must be known and are not.
    """
    counts, group = margins.counts, _group_sizes(margins, outcomes)
    is_small_group: Bools = (group > 0) & (group < rules.class_min_n)
    alike: Bools = is_small_group & ((counts == 0) | (counts == group))
    sensitive = is_small(counts, rules) | alike
    if rules.need_sites:
        sensitive |= _leans_on_few_sites(margins, rules)
    return Marked(margins, sensitive, is_small_group)


def has_enough_sites(counts: Ints, n_sites: Ints, largest: Ints, rules: Rules) -> Bools:
    """Return which counts come from enough sites, none of which is too large; 0 always does."""
    enough = (n_sites >= rules.min_sites) & (largest <= rules.max_site_share * counts)
    result: Bools = enough | (counts == 0)
    return result


def _leans_on_few_sites(margins: Margins, rules: Rules) -> Bools:
    unknown = (margins.counts > 0) & (margins.n_sites == 0)
    if unknown.any():
        raise BadInput(
            f"Of {int(unknown.sum())} counts it is not known which sites contributed.",
            f"Count by site as well, or drop the demand of {rules.min_sites} sites.",
        )
    return ~has_enough_sites(margins.counts, margins.n_sites, margins.largest, rules)


def _group_sizes(margins: Margins, outcomes: Sequence[str]) -> Ints:
    """Return the size of the group whose outcome a number tells; 0 where it tells none."""
    place = margins.find()
    sizes = np.zeros(margins.counts.size, dtype=np.int64)
    for number, where in enumerate(margins.wheres):
        group = tuple(part for part in where if part[0] not in outcomes)
        if len(group) < len(where):
            sizes[number] = margins.counts[place[group]]
    return sizes
