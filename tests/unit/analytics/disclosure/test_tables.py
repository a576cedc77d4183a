"""Protected tables by hand: the worked example, shared margins, and what may not be hidden."""

import numpy as np
import pandas as pd
import pytest

from analytics.cells import CountTable
from analytics.disclosure.rules import Rules, Withheld, without_sites
from analytics.disclosure.tables import protect_tables
from analytics.errors import BadInput

RULES = without_sites(Rules())
HIDDEN = RULES.token


def table(counts, names=("technique", "site")):
    counts = np.asarray(counts)
    spots = np.indices(counts.shape).reshape(counts.ndim, -1)
    columns = dict(zip(names, spots, strict=True))
    return CountTable(pd.DataFrame({**columns, "n": counts.ravel()}), tuple(names))


def grid(protected):
    rows, columns = (protected.frame[key].unique() for key in protected.keys)
    first, second = protected.keys
    return [[protected.cell(**{first: r, second: c}) for c in columns] for r in rows]


def test_d01_the_worked_example_hides_the_cheapest_rectangle_around_the_7():
    (protected,) = protect_tables(
        [table([[40, 7, 23], [55, 31, 60], [12, 18, 90]])], RULES, as_of="1"
    ).tables

    assert grid(protected) == [
        [HIDDEN, HIDDEN, 25, 70],
        [55, 30, 60, 145],
        [HIDDEN, HIDDEN, 90, 120],
        [105, 55, 175, 335],
    ]


def test_complements_are_listed_for_the_registry_only():
    release = protect_tables([table([[40, 7], [55, 31]])], RULES, as_of="1")

    assert len(release.complements) == 3
    assert "ledger" not in repr(release)


@pytest.mark.parametrize("people", range(201))
def test_d02_single_counts(people):
    (protected,) = protect_tables(
        [CountTable(pd.DataFrame({"n": [people]}), ())], RULES, as_of="1"
    ).tables
    shown = protected.cell()

    if 1 <= people <= 10:
        assert shown == HIDDEN
    else:
        assert shown % 5 == 0
        assert shown == 0 if people == 0 else shown >= 11


def test_d03_neither_the_missing_nor_the_known_can_be_derived():
    counts = pd.DataFrame({"stage": ["known", "missing"], "n": [177, 3]})
    (protected,) = protect_tables([CountTable(counts, ("stage",))], RULES, as_of="1").tables

    assert protected.cell() == 180
    assert protected.cell(stage="known") == HIDDEN
    assert protected.cell(stage="missing") == HIDDEN


def test_one_level_of_few_people_hides_its_total_as_well():
    (protected,) = protect_tables([table([[7]])], RULES, as_of="1").tables

    assert all(isinstance(value, Withheld) for value in protected.frame["n"])


def test_a_row_with_one_occupied_cell_is_hidden_with_what_would_tell_it():
    (protected,) = protect_tables([table([[7, 0], [30, 40]])], RULES, as_of="1").tables
    shown = grid(protected)

    assert shown[0] == [HIDDEN, 0, HIDDEN]
    assert shown[2][2] in (75, HIDDEN)


def test_an_empty_table_shows_zeros():
    (protected,) = protect_tables([table([[0, 0], [0, 0]])], RULES, as_of="1").tables

    assert set(protected.frame["n"]) == {0}


def test_sites_are_no_column_of_the_public_table():
    counts = pd.DataFrame({"arm": ["x"] * 3, "site_id": ["S1", "S2", "S3"], "n": [20, 20, 20]})
    (protected,) = protect_tables(
        [CountTable(counts, ("arm", "site_id"))], Rules(), as_of="1"
    ).tables

    assert list(protected.frame.columns) == ["arm", "n"]
    assert protected.cell(arm="x") == 60


def test_the_total_keeps_its_date_with_every_shown_number():
    release = protect_tables([table([[40, 50], [60, 70]])], RULES, as_of="2025-06-30")

    assert set(release.since.values()) == {"2025-06-30"}
    assert release.is_complete
    assert release.is_prompt


def test_a_release_has_the_tables_of_the_one_before():
    first = protect_tables([table([[40, 50], [60, 70]])], RULES, as_of="1")

    with pytest.raises(BadInput, match="had a table by technique, site"):
        protect_tables([table([100, 120], ["technique"])], RULES, as_of="2", previous=first.ledger)


def test_a_table_may_join_later():
    first = protect_tables([table([100, 120], ["technique"])], RULES, as_of="1")
    both = [table([100, 120], ["technique"]), table([[40, 60], [50, 70]])]

    second = protect_tables(both, RULES, as_of="2", previous=first.ledger)

    assert second.since[()] == "1"
    assert second.tables[1].cell(technique=0, site=0) == 40
    assert second.since[("site", 0),] == "2"
