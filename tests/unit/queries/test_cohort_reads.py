"""Groups of Table 1 never share a patient, and every row accounts for everybody."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from dashboard.answers import baseline, cohort
from queries import schema
from queries.criteria import Criterion
from queries.errors import EmptyCohort
from queries.filters import Filters
from queries.policies import View
from queries.reads.cohort import OTHER, TWICE, levels_by_group
from queries.registry import Registry
from queries.scope import Reach, Role, Scope
from queries.snapshots import SnapshotFacts

ALL = Scope(Role.STEERING, 1, Reach.ALL, site_reach=Reach.ALL)
FACTS = SnapshotFacts(1, date(2025, 1, 1), "By hand", is_synthetic=True)
# patient, technique, sex, age, cirrhosis, Child-Pugh class as entered
PEOPLE = [
    (1, "MWA", "F", 60, "Y", "A"),
    (1, "RFA", "F", 60, "Y", "A"),  # the same patient under another technique
    (2, "MWA", "M", 70, "N", None),
    (2, "MWA", "M", 71, "N", None),  # twice under one technique
    (3, "RFA", "UNK", None, "UNK", None),
    (4, "RFA", None, 50, None, None),
    (5, "TAE", "M", 55, "Y", "B"),
    (6, None, "M", 55, "Y", "B"),
]


@pytest.fixture
def registry():
    engine = sa.create_engine("sqlite://", poolclass=StaticPool)
    schema.index_record.create(engine)
    place = {"snapshot_id": 1, "site_id": "S", "country_code": "DEU", "region_code": "EU"}
    names = ("patient_no", "technique_code", "sex", "age_at_enrolment", "cirrhosis")
    with engine.begin() as connection:
        for number, person in enumerate(PEOPLE):
            row = place | {"domain_code": "HCC", "diagnosis_id": str(number)}
            row |= dict(zip((*names, "child_pugh_site"), person, strict=True))
            connection.execute(schema.index_record.insert().values(row))

        def opened(**chosen):
            filters = Filters("HCC", **chosen)
            return Registry(connection, ALL, view=View.BASELINE, filters=filters, facts=FACTS)

        yield opened
    engine.dispose()


def test_a_patient_of_two_groups_is_in_neither_and_one_of_two_diagnoses_in_one(registry):
    sex = baseline.rows_of("HCC")["sex"]
    frame = levels_by_group(registry(), (sex,), (("MWA",), ("RFA",))).frame

    assert frame.groupby("group")["n"].sum().to_dict() == {0: 2, 1: 2, OTHER: 1, TWICE: 2}


def test_groups_that_join_techniques_hold_who_had_both(registry):
    sex = baseline.rows_of("HCC")["sex"]
    frame = levels_by_group(registry(), (sex,), (("MWA", "RFA"), ("TAE",))).frame

    assert frame.groupby("group")["n"].sum().to_dict() == {0: 6, 1: 1}


def test_every_row_of_table_one_accounts_for_everybody_in_every_group(registry):
    names = ("sex", "age_at_enrolment", "cirrhosis", "child_pugh_site")
    table = baseline.table_one.__wrapped__(
        registry(), "Microwave or radiofrequency ablation", names
    )

    assert (table.n.tolist(), table.n_other, table.n_twice) == ([2, 2, 7], 1, 2)
    for row in table.rows:
        absent = row.absent.unknown + row.absent.not_entered + row.absent.not_applicable
        assert (row.known + absent == table.n).all(), row.name
    child_pugh = {row.name: row for row in table.rows}["child_pugh_site"].absent
    # Without cirrhosis it does not apply; where cirrhosis is not known, nobody knows that.
    assert child_pugh.not_applicable.tolist() == [2, 0, 2]
    assert child_pugh.not_entered.tolist() == [0, 2, 2]


def test_a_cohort_tells_who_stands_in_it_twice(registry):
    found = cohort.attrition.__wrapped__(registry())

    assert [step.left for step in found.steps] == [8, 7]
    assert (found.n_patients, found.n_with_more, found.n_in_two_techniques) == (5, 2, 1)


def test_values_are_counted_in_the_order_of_their_list_with_those_not_entered_last(registry):
    women_not_asked = registry(criteria=(Criterion("cirrhosis", codes=("Y", "N")),))

    assert cohort.values_of.__wrapped__(women_not_asked, "sex") == (
        *(("F", 2), ("M", 3), ("X", 0), ("UNK", 0), ("", 0)),
    )


def test_nobody_in_any_group_is_one_sentence(registry):
    with pytest.raises(EmptyCohort):
        baseline.table_one.__wrapped__(registry(), "Glass or resin radioembolisation", ("sex",))
