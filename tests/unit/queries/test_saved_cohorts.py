"""Saved cohorts: every version kept, nothing lost between two, nothing told to another reach."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import sqlalchemy as sa

from queries.scope import Reach, Role, Scope
from queries.state.cohorts import (
    CohortChanged,
    Content,
    delete_cohort,
    reach_of,
    rename_cohort,
    save_cohort,
    save_version,
    saved_cohorts,
)
from queries.state.store import STATE, looking

CONTENT = Content("Early stage", "Site A", '{"domain": "HCC"}', snapshot_id=2, n_then=412)
OWN = Scope(Role.SITE, 2, domain_reach=Reach.ALL, sites=frozenset({"A"}))
TABLE = STATE.tables["saved_cohort"]


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'state.sqlite'}"


def versions(url):
    with looking(url) as connection:
        rows = connection.execute(
            sa.select(TABLE.c.version, TABLE.c.name).order_by(TABLE.c.version)
        )
        return [tuple(row) for row in rows]


def test_a_saved_cohort_is_there_with_its_size_then(url):
    saved = save_cohort(url, "own", CONTENT)

    assert saved_cohorts(url, "own") == (saved,)
    assert (saved.version, saved.content) == (1, CONTENT)


def test_a_new_name_is_a_new_version_and_the_old_one_stays(url):
    saved = save_cohort(url, "own", CONTENT)
    renamed = rename_cohort(url, "own", saved.cohort_id, name="BCLC A", owner="Site A")

    assert [one.content.name for one in saved_cohorts(url, "own")] == ["BCLC A"]
    assert renamed.content.definition == CONTENT.definition
    assert versions(url) == [(1, "Early stage"), (2, "BCLC A")]


def test_what_is_deleted_leaves_the_list_and_not_the_database(url):
    saved = save_cohort(url, "own", CONTENT)
    delete_cohort(url, "own", saved, "Site A")

    assert saved_cohorts(url, "own") == ()
    assert len(versions(url)) == 2
    with pytest.raises(CohortChanged, match="not there any more"):
        rename_cohort(url, "own", saved.cohort_id, name="x", owner="Site A")


def test_a_version_that_one_has_not_seen_is_not_deleted(url):
    seen = save_cohort(url, "own", CONTENT)
    save_version(url, "own", seen.cohort_id, replace(CONTENT, n_then=500))

    with pytest.raises(CohortChanged, match="newer version"):
        delete_cohort(url, "own", seen, "Site A")
    assert [one.content.n_then for one in saved_cohorts(url, "own")] == [500]


def test_two_who_save_at_once_both_keep_their_version(url):
    saved = save_cohort(url, "own", CONTENT)

    def save(number):
        return save_version(url, "own", saved.cohort_id, replace(CONTENT, name=f"by {number}"))

    with ThreadPoolExecutor(6) as people:
        found = list(people.map(save, range(6)))

    assert sorted(one.version for one in found) == [2, 3, 4, 5, 6, 7]
    assert {name for _, name in versions(url)} == {"Early stage", *(f"by {n}" for n in range(6))}


@pytest.mark.parametrize(
    "other",
    [
        replace(OWN, sites=frozenset({"B"})),
        replace(OWN, sites=frozenset()),
        Scope(Role.STEERING, 2, Reach.ALL, site_reach=Reach.ALL),
        Scope(Role.DOMAIN_LEAD, 2, domains=frozenset({"HCC"}), site_reach=Reach.ALL),
    ],
    ids=["another site", "no site", "committee", "lead"],
)
def test_another_reach_is_told_neither_the_cohort_nor_its_size(url, other):
    saved = save_cohort(url, reach_of(OWN), CONTENT)

    assert saved_cohorts(url, reach_of(other)) == ()
    with pytest.raises(CohortChanged):
        save_version(url, reach_of(other), saved.cohort_id, CONTENT)
    with pytest.raises(CohortChanged):
        delete_cohort(url, reach_of(other), saved, "x")
    assert [one.cohort_id for one in saved_cohorts(url, reach_of(OWN))] == [saved.cohort_id]


def test_a_cohort_stays_in_reach_when_the_snapshot_moves_on():
    assert reach_of(OWN) == reach_of(OWN.at(7))
