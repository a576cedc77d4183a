"""The steps of a cohort subtract exactly, whatever the conditions and whatever is missing."""

from datetime import date
from itertools import pairwise

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.pool import StaticPool

from analytics.attrition import attrition_steps
from queries import schema
from queries.cohort_text import understood, written
from queries.criteria import Criterion
from queries.filters import Filters
from queries.policies import View
from queries.reads.cohort import cohort_size, left_out_by_step
from queries.registry import Registry
from queries.scope import Reach, Role, Scope
from queries.snapshots import SnapshotFacts

FACTS = SnapshotFacts(1, date(2025, 1, 1), "Made up", is_synthetic=True)
ALL = Scope(Role.STEERING, 1, Reach.ALL, site_reach=Reach.ALL)
RECORD = schema.index_record

people = st.lists(
    st.fixed_dictionaries(
        {
            "technique_code": st.sampled_from([None, "CTACE", "MWA"]),
            "index_month": st.sampled_from([None, 12 * 2021, 12 * 2023 + 5]),
            "region_code": st.sampled_from(["EU", "AM"]),
            "age_at_enrolment": st.sampled_from([None, 45, 60, 69, 90]),
            "bclc": st.sampled_from([None, "A", "B", "C"]),
            "cirrhosis": st.sampled_from([None, "Y", "N", "UNK"]),
            "child_pugh_site": st.sampled_from([None, "A", "B"]),
            "albi": st.sampled_from([None, -3.0, -2.6, -1.0]),
        }
    ),
    max_size=25,
)
codes = {"bclc": "ABC", "child_pugh_site": "AB", "cirrhosis": ("Y", "N", "UNK")}
numbers = {"age_at_enrolment": (60.0, 69.0), "albi": (-2.6, -1.0)}
condition = st.one_of(
    st.builds(
        lambda field, kept: Criterion(field, (codes[field][0],), keeps_missing=kept),
        st.sampled_from(sorted(codes)),
        st.booleans(),
    ),
    st.builds(
        lambda field, ends, kept: Criterion(
            field,
            low=numbers[field][0] if "low" in ends else None,
            high=numbers[field][1] if "high" in ends else None,
            keeps_missing=kept,
        ),
        st.sampled_from(sorted(numbers)),
        st.sampled_from([("low",), ("high",), ("low", "high")]),
        st.booleans(),
    ),
    st.builds(Criterion, st.sampled_from([*codes, *numbers])),  # entered, whatever the value
)
chosen = st.builds(
    Filters,
    domain=st.just("HCC"),
    regions=st.sampled_from([(), ("EU",)]),
    techniques=st.sampled_from([(), ("MWA",)]),
    first_year=st.sampled_from([None, 2022]),
    last_year=st.sampled_from([None, 2022]),
    criteria=st.lists(condition, max_size=5, unique_by=lambda c: c.field).map(tuple),
)


@pytest.fixture(scope="module")
def engine():
    engine = sa.create_engine("sqlite://", poolclass=StaticPool)
    RECORD.create(engine)
    yield engine
    engine.dispose()


def fill(connection, rows):
    connection.execute(RECORD.delete())
    place = {"snapshot_id": 1, "site_id": "S", "country_code": "DEU", "domain_code": "HCC"}
    for number, row in enumerate(rows):
        ids = {"diagnosis_id": str(number), "patient_no": number}
        connection.execute(RECORD.insert().values(place | ids | row))


def registry(connection, filters):
    return Registry(connection, ALL, view=View.COHORT, filters=filters, facts=FACTS)


def steps_of(connection, filters):
    asked = registry(connection, filters)
    labels = [str(place) for place in range(len(asked.cuts) + 2)]
    return attrition_steps(labels, left_out_by_step(asked))


def meets(row, criterion):
    value = row[criterion.field]
    if value is None:
        return criterion.keeps_missing
    if criterion.codes:
        return value in criterion.codes
    if criterion.low is None and criterion.high is None:
        return True
    low = -1e9 if criterion.low is None else criterion.low
    high = 1e9 if criterion.high is None else criterion.high
    return low <= value <= high


@given(people, chosen)
def test_steps_subtract_exactly_and_end_at_the_size_of_the_cohort(engine, rows, filters):
    with engine.begin() as connection:
        fill(connection, rows)
        steps = steps_of(connection, filters)
        size = int(cohort_size(registry(connection, filters)).frame["n"].sum())

    assert steps[0].left == len(rows)
    assert steps[1].left == sum(row["technique_code"] is not None for row in rows)
    for before, after in pairwise(steps):
        assert before.left - after.left_out == after.left >= 0
        absent = after.not_entered + after.unknown + after.not_applicable
        assert 0 <= absent <= after.left_out
    assert steps[-1].left == size


@given(people, st.lists(condition, max_size=5, unique_by=lambda c: c.field).map(tuple))
def test_each_step_is_what_counting_by_hand_says(engine, rows, criteria):
    with engine.begin() as connection:
        fill(connection, rows)
        steps = steps_of(connection, Filters("HCC", criteria=criteria))

    left = [row for row in rows if row["technique_code"] is not None]
    for criterion, step in zip(criteria, steps[2:], strict=True):
        gone = [row for row in left if not meets(row, criterion)]
        left = [row for row in left if meets(row, criterion)]
        absent = [row for row in gone if row[criterion.field] is None]
        inapplicable = [
            row for row in absent
            if criterion.field == "child_pugh_site" and row["cirrhosis"] == "N"
        ]  # fmt: skip
        unknown = [row for row in gone if row[criterion.field] == "UNK"]
        assert (step.left, step.left_out) == (len(left), len(gone))
        assert step.not_applicable == len(inapplicable)
        assert step.not_entered == len(absent) - len(inapplicable)
        assert step.unknown == len(unknown)


@given(chosen)
def test_an_address_carries_any_cohort(filters):
    assert understood(written(filters.criteria), "HCC") == (filters.criteria, ())
