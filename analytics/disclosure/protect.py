"""What the public may see of a result, by its type; a type without a rule is not published."""

from functools import singledispatch
from typing import Any

from analytics.cells import CountTable
from analytics.competing import CumulativeIncidence
from analytics.disclosure.arms import GroupedComparison, grouped_comparison
from analytics.disclosure.curves import (
    GroupedCurve,
    GroupedIncidence,
    grouped_incidence,
    grouped_survival,
)
from analytics.disclosure.rules import Rules, Withheld
from analytics.disclosure.shares import ReleasedProportion, released_proportion
from analytics.disclosure.tables import ProtectedTable, protect_tables
from analytics.errors import BadInput
from analytics.group_survival import SurvivalByGroup
from analytics.proportions import Proportion
from analytics.survival import SurvivalCurve


@singledispatch
def protect(
    result: object,
    rules: Rules,  # noqa: ARG001  # for the rules of the types
    *,
    people: CountTable | None = None,  # noqa: ARG001
) -> Any:
    """Return what the public may see of a result, each value shown or `Withheld`.

    There is no default on purpose: a result type without a rule cannot be published. Accrual
    and representation have none: they are counts of the people of other tables, and are
    protected together with those by `protect_tables`.

    Parameters
    ----------
    result : object
        A result of one of the types that have a rule.
    rules : Rules
        Thresholds.
    people : CountTable, optional
        The people behind the result by site, as its rule asks for them; needed unless the
        rules demand nothing of sites. A table of counts brings its own key `site_id`.

    Raises
    ------
    TypeError
        If there is no rule for the type.
    BadInput
        If it is not known which sites contributed.
    """
    raise TypeError(
        f"{type(result).__name__} has no disclosure rule: write one before it is published."
    )


@protect.register
def _(result: CountTable, rules: Rules, *, people: CountTable | None = None) -> ProtectedTable:
    if people is not None:
        raise BadInput("A table of counts brings its own sites.", "Give it a key site_id.")
    return protect_tables([result], rules, as_of="").tables[0]


@protect.register
def _(
    result: SurvivalCurve, rules: Rules, *, people: CountTable | None = None
) -> GroupedCurve | Withheld:
    return grouped_survival(result, rules, people)


@protect.register
def _(
    result: CumulativeIncidence, rules: Rules, *, people: CountTable | None = None
) -> GroupedIncidence:
    return grouped_incidence(result, rules, people)


@protect.register
def _(
    result: SurvivalByGroup, rules: Rules, *, people: CountTable | None = None
) -> GroupedComparison:
    return grouped_comparison(result, rules, people)


@protect.register
def _(result: Proportion, rules: Rules, *, people: CountTable | None = None) -> ReleasedProportion:
    return released_proportion(result, rules, people)


@protect.register
def _(result: Withheld, rules: Rules, *, people: CountTable | None = None) -> Withheld:
    _refuse_other_rules(result, result.below == rules.k, people)
    return result


@protect.register(GroupedComparison)
@protect.register(GroupedCurve)
@protect.register(GroupedIncidence)
@protect.register(ProtectedTable)
@protect.register(ReleasedProportion)
def _(result: Any, rules: Rules, *, people: CountTable | None = None) -> Any:
    _refuse_other_rules(result, result.rules == rules, people)
    return result


def _refuse_other_rules(result: object, is_same: bool, people: CountTable | None) -> None:  # noqa: FBT001  # private
    if not is_same or people is not None:
        raise BadInput(
            f"This {type(result).__name__} is protected already, under its own rules.",
            "Protect the exact result.",
        )
