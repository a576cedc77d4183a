"""Medians of a described cohort as they may be published, with the quartiles that may."""

from dataclasses import dataclass

import numpy as np

from analytics.disclosure.estimates import Estimate, groups_or_overall, released_quantile
from analytics.disclosure.rules import Rules, Shown, is_small, shown_count
from analytics.table_one import Described, TableOne

_QUARTILES = (0.25, 0.5, 0.75)
_TENS = 10.0  # from here on a unit is shown in whole numbers, below in tenths


@dataclass(frozen=True, eq=False)
class ReleasedMedian:
    """One covariate in one group; each number shown or withheld."""

    covariate: str
    label: str
    unit: str
    group: str
    n: Shown  # with a known value
    quartiles: tuple[Estimate, ...]  # 25 %, median, 75 %
    step: float  # what the unit is shown to


@dataclass(frozen=True, eq=False)
class ReleasedMedians:
    """Every covariate that is a number, in every group."""

    rows: tuple[ReleasedMedian, ...]
    rules: Rules


def released_medians(result: TableOne, rules: Rules) -> ReleasedMedians:
    """Return the medians of groups, or of everybody, as they may be published.

    Parameters
    ----------
    result : TableOne
        The described cohort.
    rules : Rules
        Thresholds.

    Notes
    -----
    Everybody is shown only beside groups none of which is withheld, and if nobody or at least k
    people are in no group. A number of people is withheld where it would tell that a few have
    no known value.
    """
    numbers = [row for row in result.rows if not row.levels]
    return ReleasedMedians(
        tuple(one for row in numbers for one in _of_row(row, result, rules)), rules
    )


def _of_row(row: Described, result: TableOne, rules: Rules) -> list[ReleasedMedian]:
    names = (*result.groups, "All")
    medians = row.quartiles[1]
    step = 1.0 if np.nanmax(np.append(medians, 0.0)) >= _TENS else 0.1
    found = {name: _quartiles(row, place, rules, step) for place, name in enumerate(names)}
    groups = {name: found[name][1] for name in result.groups}
    _, overall = groups_or_overall(groups, found["All"][1], rules)
    others = result.n_other + result.n_twice
    if overall != found["All"][1] or is_small(np.array([others]), rules)[0]:
        found["All"] = (rules.token,) * len(_QUARTILES)
    return [
        ReleasedMedian(
            covariate=row.name,
            label=row.label,
            unit=row.unit,
            group=name,
            n=_people(row, result, place, rules),
            quartiles=found[name],
            step=step,
        )
        for place, name in enumerate(names)
    ]


def _quartiles(row: Described, place: int, rules: Rules, step: float) -> tuple[Estimate, ...]:
    n, values = int(row.known[place]), row.quartiles[:, place].tolist()
    return tuple(
        released_quantile(value, q, n, rules, step=step)
        for value, q in zip(values, _QUARTILES, strict=True)
    )


def _people(row: Described, result: TableOne, place: int, rules: Rules) -> Shown:
    known, absent = int(row.known[place]), int(result.n[place] - row.known[place])
    few_absent = is_small(np.array([absent]), rules)[0]
    return rules.token if few_absent else shown_count(known, rules)
