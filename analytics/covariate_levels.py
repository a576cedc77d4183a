"""Levels of a category as a score model can hold them: rare ones joined, absent ones named."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.inputs import Ints

FEWEST = 5  # patients of each arm that a level of its own must have, of more than two
JOINED = " or "
NOT_KNOWN = "not known"


@dataclass(frozen=True, eq=False)
class Absence:
    """A level that somebody has and nobody of one arm: that arm cannot be compared there."""

    covariate: str
    level: str
    n: int  # patients who have it, all of other arms
    arm: str  # in which nobody has it


@dataclass(frozen=True, eq=False)
class Levels:
    """One category, ready for a score model."""

    column: "pd.Categorical[str]"
    absences: tuple[Absence, ...]
    joined: tuple[str, ...]  # levels that stand for several


def joined_levels(
    name: str,
    values: "pd.Series[str]",
    member: Ints,
    *,
    order: Sequence[str],
    arms: tuple[str, ...],
    fewest: int = FEWEST,
) -> Levels:
    """Join levels that are too rare in an arm with a neighbour, and name those an arm lacks.

    Parameters
    ----------
    name : str
        Of the covariate, for the absences.
    values : Series of str, shape (n,)
        Nothing missing.
    member : Ints, shape (n,)
        Place of the patient's arm in `arms`.
    order : sequence of str
        Levels in their natural order; levels not listed follow. "Not known" has no neighbour
        and joins the most frequent level.
    arms : tuple of str
        Names; of two: reference, treated.
    fewest : int
        Patients of each arm that a level must have, else it is joined: 1 joins what an arm
        lacks, 0 joins nothing.

    Notes
    -----
    Who had which technique is known here, and no outcome: the rule is part of the design. The
    last two levels are joined only where an arm lacks one of them.
    """
    present = [level for level in order if (values == level).any()]
    present += sorted(set(values) - set(present))
    place = pd.Categorical(values, categories=present).codes.astype(np.int64)
    counts = np.array(
        [np.bincount(place[member == arm], minlength=len(present)) for arm in range(len(arms))]
    )
    groups = [[level] for level in present]
    while len(groups) > 1 and (at := _rarest(counts, fewest)) is not None:
        into = _neighbour(groups, counts, at)
        first, second = sorted((at, into))
        groups[first] += groups.pop(second)
        counts[:, first] += counts[:, second]
        counts = np.delete(counts, second, axis=1)
    names = {level: _named(group) for group in groups for level in group}
    shown = list(dict.fromkeys(names[level] for level in present))
    return Levels(
        column=pd.Categorical([names[level] for level in values], categories=shown),
        absences=_absences(name, place, member, present=present, arms=arms),
        joined=tuple(_named(group) for group in groups if len(group) > 1),
    )


def _rarest(counts: Ints, fewest: int) -> int | None:
    least = counts.min(axis=0)
    at = int(np.argmin(least))
    pair = least.size == 2  # noqa: PLR2004  # a pair of levels stays if it can
    return at if least[at] < (min(fewest, 1) if pair else fewest) else None


def _neighbour(groups: list[list[str]], counts: Ints, at: int) -> int:
    total = counts.sum(axis=0)
    if groups[at] == [NOT_KNOWN]:
        others = [k for k in range(len(groups)) if k != at]
        return max(others, key=lambda k: int(total[k]))
    beside = [k for k in (at - 1, at + 1) if 0 <= k < len(groups) and groups[k] != [NOT_KNOWN]]
    if not beside:
        return at - 1 if at else at + 1
    return min(beside, key=lambda k: int(total[k]))


def _named(group: list[str]) -> str:
    return JOINED.join(group)


def _absences(
    name: str, place: Ints, member: Ints, *, present: Sequence[str], arms: tuple[str, ...]
) -> tuple[Absence, ...]:
    total = np.bincount(place, minlength=len(present))
    by_arm = [np.bincount(place[member == arm], minlength=total.size) for arm in range(len(arms))]
    return tuple(
        Absence(name, level, int(total[k]), own)
        for k, level in enumerate(present)
        for own, counts in zip(arms, by_arm, strict=True)
        if counts[k] == 0 and level != NOT_KNOWN
    )
