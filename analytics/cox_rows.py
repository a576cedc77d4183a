"""People of a Cox model: checked, standardised, and sorted once."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.errors import BadInput, TooFewEvents
from analytics.inputs import (
    Bools,
    Floats,
    FollowUp,
    Ints,
    check_follow_up,
    indicators,
    labels,
    numbers,
)
from analytics.risk_sets import RiskSets, Ties, risk_sets

_SAME = 1e-12  # of the largest value: a covariate that varies by less is the same for all


@dataclass(frozen=True, eq=False)
class CoxRows:
    """Rows of a Cox model, sorted by stratum and day of exit; covariates standardised."""

    terms: tuple[str, ...]
    x: Floats  # shape (p, n): covariates minus `centre`, divided by `scale`
    centre: Floats  # shape (p,): means
    scale: Floats  # shape (p,): standard deviations
    time: Floats  # shape (n,): day of exit
    event: Bools
    entry: Floats | None  # day of late entry, 0 from the start; None: nobody is late
    weights: Floats  # people that each row stands for, above 0
    stratum: Ints
    strata: tuple[str, ...]  # labels
    cluster: Ints | None  # numbers from 0 on; None: every row for itself
    n_clusters: int | None
    order: Ints  # place of each row among those given with a weight above 0
    sets: RiskSets
    ties: Ties

    @property
    def n(self) -> int:
        """Rows with a weight above 0."""
        return self.time.size

    @property
    def n_events(self) -> int:
        """Rows with the event."""
        return self.sets.event_rows.size

    @property
    def is_fractional(self) -> bool:
        """Whether any weight is no whole number of people."""
        return bool((self.weights != np.rint(self.weights)).any())

    def as_given(self, values: Floats) -> Floats:
        """Return values of sorted rows in the order in which the rows were given."""
        result = np.empty_like(values)
        result[self.order] = values
        return result


def cox_rows(  # noqa: PLR0913  # all that describes a person, keyword-only
    covariates: pd.DataFrame,
    time: ArrayLike,
    event: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    cluster: ArrayLike | None = None,
    ties: Ties = "efron",
) -> CoxRows:
    """Check people and sort them for a Cox model.

    Parameters
    ----------
    covariates, time, event, entry, weights, strata, cluster, ties
        As in `cox`. A row of weight 0 counts as absent.

    Raises
    ------
    BadInput
        If a value is missing or impossible, or a covariate is the same for everybody.
    TooFewEvents
        If there are fewer events than terms.
    """
    columns = columns_of(covariates)
    people = check_follow_up(time, indicators("event", event), entry=entry, weights=weights)
    n = people.time.size
    member, names = _grouped("strata", strata, n)
    owner = None if cluster is None else _grouped("cluster", cluster, n)[0]
    present = np.flatnonzero(np.ones(n) if people.weights is None else people.weights)
    order, member, names = _sorted(people, present, member, names)
    rows = present[order]
    _refuse_too_few_events(int(people.code[rows].sum()), len(columns))
    x, centre, scale = _standardised(columns, rows, n)
    exits, happened = people.time[rows], people.code[rows] == 1
    late = None if people.entry is None else people.entry[rows]
    weight = np.ones(rows.size) if people.weights is None else people.weights[rows]
    owner = None if owner is None else np.unique(owner[rows], return_inverse=True)[1]
    sets = risk_sets(exits, happened, stratum=member, entry=late, weights=weight, ties=ties)
    return CoxRows(
        terms=tuple(columns),
        x=x,
        centre=centre,
        scale=scale,
        time=exits,
        event=happened,
        entry=late,
        weights=weight,
        stratum=member,
        strata=names,
        cluster=owner,
        n_clusters=None if owner is None else int(owner.max()) + 1,
        order=order,
        sets=sets,
        ties=ties,
    )


def columns_of(covariates: object) -> dict[str, Floats]:
    """Return the checked columns of a frame by name.

    Raises
    ------
    BadInput
        If it is no frame, has no column or two of one name, or a value is no finite number.
    """
    if not isinstance(covariates, pd.DataFrame) or not covariates.shape[1]:
        raise BadInput("There is no covariate.", "Give a frame with one numeric column per term.")
    names = [str(name) for name in covariates.columns]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BadInput(f"Two covariates are called {', '.join(twice)}.", "Name each of them once.")
    return {
        name: numbers(name, covariates.iloc[:, place].to_numpy())
        for place, name in enumerate(names)
    }


def _grouped(name: str, values: ArrayLike | None, n: int) -> tuple[Ints, tuple[str, ...]]:
    if values is None:
        return np.zeros(n, dtype=np.int64), ("All",)
    member, names = labels(name, values)
    if member.size != n:
        raise BadInput(f"{name} has {member.size} rows and time has {n}.", "Give one per person.")
    return member, names


def _sorted(
    people: FollowUp, present: Ints, member: Ints, names: tuple[str, ...]
) -> tuple[Ints, Ints, tuple[str, ...]]:
    """Return the order by stratum and exit, and the strata that are left, in that order."""
    exits = people.time[present]
    if len(names) == 1:
        order = np.argsort(exits, kind="stable")
        return order, member[present[order]], names
    used, member = np.unique(member[present], return_inverse=True)
    order = np.lexsort((exits, member))
    return order, member[order], tuple(names[place] for place in used)


def _refuse_too_few_events(n_events: int, n_terms: int) -> None:
    if n_events < n_terms:
        raise TooFewEvents(
            f"{n_events} events cannot carry {n_terms} terms.",
            "Use fewer covariates, widen the period, or choose another endpoint.",
        )


def _standardised(columns: dict[str, Floats], rows: Ints, n: int) -> tuple[Floats, Floats, Floats]:
    given = next(iter(columns.values())).size
    if given != n:
        raise BadInput(f"covariates has {given} rows and time has {n}.", "Give one row per person.")
    x = np.empty((len(columns), rows.size))
    centre, scale = np.empty(len(columns)), np.empty(len(columns))
    for row, (name, values) in enumerate(columns.items()):
        x[row] = values[rows]
        centre[row], scale[row] = x[row].mean(), x[row].std()
        if scale[row] <= _SAME * np.abs(x[row]).max():
            raise BadInput(f"{name} is the same for all {rows.size} people.", "Leave it out.")
        x[row] -= centre[row]
        x[row] /= scale[row]
    return x, centre, scale
