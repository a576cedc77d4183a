"""Curves of several groups side by side: the groups, or everybody, never both."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from analytics.cells import CountTable
from analytics.disclosure.contributors import sums_of_groups
from analytics.disclosure.curves import GroupedCurve, grouped_survival
from analytics.disclosure.estimates import ReleasedP, released_p
from analytics.disclosure.rules import Rules, Withheld
from analytics.group_survival import SurvivalByGroup

Shows: TypeAlias = Literal["groups", "overall"]


@dataclass(frozen=True, eq=False)
class GroupedComparison:
    """Released curves of disjoint groups, or the one of everybody."""

    shows: Shows
    groups: Mapping[str, GroupedCurve | Withheld]  # all withheld where everybody is shown
    overall: GroupedCurve | Withheld  # withheld where a group is shown
    p: ReleasedP | Withheld  # of the log-rank test between all groups
    rules: Rules


def grouped_comparison(
    result: SurvivalByGroup,
    rules: Rules,
    people: CountTable | None = None,
    *,
    shown_before: Shows | None = None,
) -> GroupedComparison:
    """Return curves of groups as the public may see them.

    Parameters
    ----------
    result : SurvivalByGroup
        The exact curves of disjoint groups and of everybody.
    rules : Rules
        Thresholds.
    people : CountTable, optional
        Their people by `group`, site and code, as in `come_from_enough_sites`.
    shown_before : {"groups", "overall"}, optional
        What the release before showed.

    Notes
    -----
    Everybody beside all groups but one would tell that one. So the groups are shown that may
    be, or everybody where none may; a comparison that once showed everybody goes over to
    groups when all of them may be shown, and never back. Reasons for leaving people out are
    not published. The test is shown with all groups only.
    """
    groups = {
        group.group: grouped_survival(group.curve, rules, people, among=group.group)
        for group in result.groups
    }
    overall = grouped_survival(result.overall.curve, rules, sums_of_groups(people))
    may_show = [not isinstance(curve, Withheld) for curve in groups.values()]
    shows_groups = all(may_show) or (any(may_show) and shown_before != "overall")
    if shows_groups or shown_before == "groups":
        p = (
            rules.token
            if result.log_rank is None or not all(may_show)
            else released_p(result.log_rank.p)
        )
        return GroupedComparison("groups", groups, rules.token, p, rules)
    withheld = dict.fromkeys(groups, rules.token)
    return GroupedComparison("overall", withheld, overall, rules.token, rules)
