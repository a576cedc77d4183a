"""Table 1 of the cohort, as pages ask for it: groups, and what was known of each."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analytics.cells import CountTable
from analytics.inputs import Floats, Ints
from analytics.table_one import Absent, Described, TableOne, described_code, described_number
from dashboard.answers.gate import answer
from queries.domains.absence import UNKNOWN, State
from queries.domains.catalogue import DOMAINS
from queries.domains.conditions import fields_for_conditions, is_number
from queries.domains.covariates import covariates_of
from queries.domains.model import Field, Kind
from queries.errors import EmptyCohort
from queries.policies import View
from queries.reads.cohort import OTHER, TWICE, levels_by_group
from queries.reads.records import baseline_of, counted_by_value
from queries.registry import Registry

BY_TECHNIQUE = ""  # in place of the name of a planned comparison
MOST_GROUPS = 6
_SIZE = "sex"  # every domain describes it, so its states count everybody


def rows_of(domain_code: str) -> dict[str, Field]:
    """Return the fields that can be a row of Table 1, by name."""
    fields = fields_for_conditions(domain_code)
    return {name: field for name, field in fields.items() if field.kind is not Kind.KEY}


def usual_rows(domain_code: str) -> tuple[str, ...]:
    """Return the rows of a Table 1 that nobody changed: what comparisons adjust for."""
    return tuple(field.name for field in covariates_of(domain_code))


@answer(View.BASELINE, methods="cohort")
def table_one(registry: Registry, comparison: str, rows: tuple[str, ...]) -> TableOne:
    """Describe the cohort by technique, at most six of them, or by the arms of a comparison.

    `comparison` is the name of one that the domain plans; empty: by technique.
    """
    return described_cohort(registry, comparison, rows)


def described_cohort(registry: Registry, comparison: str, rows: tuple[str, ...]) -> TableOne:
    """Describe the cohort; the work behind the answer."""
    groups = _groups(registry, comparison)
    if not groups:
        raise EmptyCohort(
            "Nobody in the cohort has one of these techniques.",
            "Choose another grouping, widen the filters, or clear the cohort.",
        )
    fields = [field for name, field in rows_of(registry.domain).items() if name in rows]
    size = rows_of(registry.domain)[_SIZE]
    asked = {field.name: field for field in (size, *fields)}
    counts = levels_by_group(registry, tuple(asked.values()), tuple(groups.values()))
    every = counts.frame[counts.frame["field"] == _SIZE]
    numbers = [field.name for field in fields if is_number(field)]
    values = _values(registry, numbers, tuple(groups.values())) if numbers else pd.DataFrame()
    return TableOne(
        groups=tuple(groups),
        n=_by_group(every, len(groups)),
        rows=tuple(_described(field, counts, values, len(groups)) for field in fields),
        n_other=int(every.loc[every["group"] == OTHER, "n"].sum()),
        n_twice=int(every.loc[every["group"] == TWICE, "n"].sum()),
    )


def _groups(registry: Registry, comparison: str) -> dict[str, tuple[str, ...]]:
    """Return the techniques of each group by its label; groups that nobody is in are left out."""
    domain = DOMAINS[registry.domain]
    present = counted_by_value(registry, _SIZE).frame.groupby("technique_code")["n"].sum()
    planned = {one.name: one for one in domain.comparisons}
    if comparison in planned:
        arms = (planned[comparison].first, planned[comparison].second)
        return {
            " or ".join(domain.technique_label(code) for code in arm): arm
            for arm in arms
            if present.index.isin(arm).any()
        }
    largest = present.sort_values(ascending=False, kind="stable").index[:MOST_GROUPS]
    listed = [technique.code for technique in domain.techniques]
    ordered = sorted(largest, key=lambda c: listed.index(c) if c in listed else len(listed))
    return {domain.technique_label(code): (code,) for code in ordered}


def _described(field: Field, counts: CountTable, values: pd.DataFrame, n_groups: int) -> Described:
    own = counts.frame[counts.frame["field"] == field.name]
    absent = Absent(
        unknown=_by_group(own[own["state"] == State.UNKNOWN.value], n_groups),
        not_entered=_by_group(own[own["state"] == State.NOT_ENTERED.value], n_groups),
        not_applicable=_by_group(own[own["state"] == State.NOT_APPLICABLE.value], n_groups),
    )
    if is_number(field):
        known = _known(values, field.name, n_groups)
        return described_number(field.name, field.label, field.unit, values=known, absent=absent)
    known_rows = own[own["state"] == State.KNOWN.value]
    codes = [code for code in field.codes if code.code != UNKNOWN]
    table = np.stack(
        [_by_group(known_rows[known_rows["level"] == code.code], n_groups) for code in codes]
    )
    return described_code(
        field.name, field.label, [code.label for code in codes], counts=table, absent=absent
    )


def _by_group(rows: pd.DataFrame, n_groups: int) -> Ints:
    """Return counts by group, everybody last."""
    by_group = rows.groupby("group")["n"].sum()
    n = by_group.reindex(range(n_groups), fill_value=0).to_numpy(dtype=np.int64)
    return np.append(n, int(rows["n"].sum()))


def _known(values: pd.DataFrame, name: str, n_groups: int) -> list[Floats]:
    numbers = pd.to_numeric(values[name]).to_numpy(dtype=np.float64)
    known, group = ~np.isnan(numbers), values["group"].to_numpy()
    return [*(numbers[known & (group == place)] for place in range(n_groups)), numbers[known]]


def _values(
    registry: Registry, names: Sequence[str], groups: Sequence[Sequence[str]]
) -> pd.DataFrame:
    frame = baseline_of(registry, names)
    place = {technique: number for number, arm in enumerate(groups) for technique in arm}
    own = frame["technique_code"].map(place)
    is_twice = own.groupby(frame["patient_no"]).transform("nunique") > 1
    group = own.fillna(OTHER).mask(is_twice & own.notna(), TWICE)
    return frame.assign(group=group.astype(int))
