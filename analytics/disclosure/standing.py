"""Shares that follow from released counts alone, so that they tell nothing beyond them."""

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.disclosure.estimates import significant
from analytics.disclosure.rules import Rules, Shown, Withheld
from analytics.disclosure.shares import Percent, percent_of


@dataclass(frozen=True)
class RegionStanding:
    """One region's share of those enrolled, beside its share of new cases."""

    region: str  # code
    enrolled: Shown
    share: Percent | Withheld
    burden: float | None  # share of new cases, 0 to 1; None: no table is known
    ratio: float | Withheld | None  # share over burden, two digits; 1 is proportional


def region_standings(
    enrolled: Mapping[str, Shown],
    total: Shown,
    cases: Mapping[str, int] | None,
    rules: Rules,
) -> tuple[RegionStanding, ...]:
    """Hold released counts of regions against new cases.

    Parameters
    ----------
    enrolled : Mapping
        Region -> released count.
    total : int or Withheld
        Released count of everybody.
    cases : Mapping, optional
        Region -> new cases from a public table.
    rules : Rules
        Thresholds of the release.
    """
    whole = None if cases is None else sum(cases.values())
    found = []
    for region, count in enrolled.items():
        share = released_share(count, total, rules)
        burden = None if cases is None or not whole else cases[region] / whole
        found.append(RegionStanding(region, count, share, burden, _ratio(share, burden, rules)))
    return tuple(found)


def released_share(part: Shown, whole: Shown, rules: Rules) -> Percent | Withheld:
    """Return the share of one released count in another; withheld where either is, or few."""
    if isinstance(part, Withheld) or isinstance(whole, Withheld) or whole < 2 * rules.k:
        return rules.token
    # Rounded on its own, a part may come out above its whole.
    return percent_of(min(part, whole), whole, rules)


def _ratio(
    share: Percent | Withheld, burden: float | None, rules: Rules
) -> float | Withheld | None:
    if burden is None:
        return None
    if isinstance(share, Withheld):
        return rules.token
    return significant(share.percent / 100 / burden)
