"""Counts of a cohort: who is left after each step, and who stands in it twice."""

from collections.abc import Sequence

import sqlalchemy as sa

from analytics.cells import CountTable
from queries.cuts import Cut, CutKind
from queries.domains.absence import State, state_of
from queries.domains.conditions import fields_for_conditions
from queries.domains.model import Field
from queries.registry import Registry

KEPT = 0  # number of the step that leaves out: none
OTHER, TWICE = -1, -2  # in place of a group
_PER_STEP = len(State)


def left_out_by_step(registry: Registry) -> CountTable:
    """Count the enrolled diagnoses by the first step that leaves them out, and why.

    Returns
    -------
    CountTable
        Keys `step` (0 none; 1 no index procedure; 2.. the registry's cuts in order) and `state`
        of the value that the step looks at.
    """
    row = registry.enrolled.c
    has_index = row.technique_code.is_not(None)
    whens: list[tuple[sa.ColumnElement[bool], sa.ColumnElement[int]]] = [
        (sa.not_(has_index), sa.literal(_PER_STEP))
    ]
    for step, cut in enumerate(registry.cuts, start=2):
        state = _state(cut, registry)
        # A condition on an absent value is neither true nor false: it must cut all the same.
        fails = sa.not_(sa.func.coalesce(cut.keeps, sa.false()))
        whens += [
            (sa.and_(fails, state == one.value), sa.literal(_PER_STEP * step + place))
            for place, one in enumerate(State)
        ]
    # A sub-select of its own: a database may not see that two CASEs with values are the same.
    coded = sa.select(sa.case(*whens, else_=sa.literal(KEPT)).label("reason")).subquery("coded")
    statement = (
        sa.select(coded.c.reason, sa.func.count().label("n"))
        .group_by(coded.c.reason)
        .order_by(coded.c.reason)
    )
    frame = registry.counts(statement, by=("reason",)).frame
    states = [one.value for one in State]
    frame = frame.assign(
        step=frame["reason"] // _PER_STEP,
        state=[states[reason % _PER_STEP] for reason in frame["reason"]],
    )
    return CountTable(frame[["step", "state", "n"]], ("step", "state"))


def cohort_size(registry: Registry) -> CountTable:
    """Count the diagnoses with an index procedure that meet all that was chosen."""
    row = registry.records.c
    statement = sa.select(sa.func.count().label("n")).where(row.technique_code.is_not(None))
    return registry.counts(statement, by=())


def patients_by_diagnoses(registry: Registry) -> CountTable:
    """Count the patients of the cohort by their numbers of diagnoses and of techniques."""
    row = registry.records.c
    people = (
        sa.select(
            sa.func.count().label("n_diagnoses"),
            sa.func.count(row.technique_code.distinct()).label("n_techniques"),
        )
        .where(row.technique_code.is_not(None))
        .group_by(row.patient_no)
        .subquery("person")
    )
    keys = (people.c.n_diagnoses, people.c.n_techniques)
    statement = sa.select(*keys, sa.func.count().label("n")).group_by(*keys).order_by(*keys)
    return registry.counts(statement, by=("n_diagnoses", "n_techniques"))


def counted_values(registry: Registry, field: Field) -> CountTable:
    """Count the diagnoses of the cohort by the value of one field; NULL is not entered."""
    row = registry.records.c
    value = row[field.name].label("value")
    statement = (
        sa.select(value, sa.func.count().label("n"))
        .where(row.technique_code.is_not(None))
        .group_by(value)
        .order_by(value)
    )
    return registry.counts(statement, by=("value",))


def levels_by_group(
    registry: Registry, fields: Sequence[Field], groups: Sequence[Sequence[str]]
) -> CountTable:
    """Count the diagnoses of each group of techniques by state and level of fields.

    Parameters
    ----------
    registry : Registry
        In scope; filters and conditions hold.
    fields : sequence of Field
        Fields of `index_record`; the level of a number is empty.
    groups : sequence of sequence of str
        Techniques of each group.

    Returns
    -------
    CountTable
        Keys `field`, `group` (place in `groups`; -1 no group; -2 of a patient who stands in more
        than one, so that groups never share a patient), `state` and `level`.
    """
    grouped = _grouped(registry, groups, fields)
    parts = [
        sa.select(
            sa.literal(field.name).label("field"),
            grouped.c.group_no.label("group"),
            state_of(field, grouped).label("state"),
            sa.func.coalesce(grouped.c[field.name] if field.codes else sa.null(), "").label(
                "level"
            ),
        )
        for field in fields
    ]
    coded = sa.union_all(*parts).subquery("coded")
    keys = (coded.c.field, coded.c.group, coded.c.state, coded.c.level)
    statement = sa.select(*keys, sa.func.count().label("n")).group_by(*keys).order_by(*keys)
    return registry.counts(statement, by=("field", "group", "state", "level"))


def _grouped(
    registry: Registry, groups: Sequence[Sequence[str]], fields: Sequence[Field]
) -> sa.CTE:
    row = registry.records.c
    conditions = (field.applies_when[0] for field in fields if field.applies_when is not None)
    names = dict.fromkeys((*(field.name for field in fields), *conditions))
    used = [row[name] for name in names if name in row]
    whens = [
        (row.technique_code.in_(techniques), sa.literal(place))
        for place, techniques in enumerate(groups)
    ]
    own = (
        sa.select(row.patient_no, *used, sa.case(*whens, else_=sa.null()).label("own_group"))
        .where(row.technique_code.is_not(None))
        .subquery("in_group")
    )
    twice = (
        sa.select(own.c.patient_no)
        .group_by(own.c.patient_no)
        .having(sa.func.count(own.c.own_group.distinct()) > 1)
    )
    is_twice = sa.and_(own.c.own_group.is_not(None), own.c.patient_no.in_(twice))
    number = sa.case((is_twice, sa.literal(TWICE)), else_=sa.func.coalesce(own.c.own_group, OTHER))
    # Named once: as a sub-select it would be written out and grouped anew for every field.
    return sa.select(own, number.label("group_no")).cte("grouped")


def _state(cut: Cut, registry: Registry) -> sa.ColumnElement[str]:
    known = sa.literal(State.KNOWN.value)
    if cut.criterion is not None:
        field = fields_for_conditions(registry.domain)[cut.criterion.field]
        return state_of(field, registry.enrolled)
    if cut.kind is CutKind.PERIOD:
        is_unknown = sa.func.coalesce(registry.enrolled.c.index_month, -1) < 0
        return sa.case((is_unknown, State.NOT_ENTERED.value), else_=known)
    return known
