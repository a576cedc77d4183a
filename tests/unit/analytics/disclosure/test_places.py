"""Countries on a public map."""

import pandas as pd
import pytest

from analytics.cells import CountTable
from analytics.disclosure.places import merged_countries
from analytics.disclosure.rules import Rules
from analytics.errors import BadInput

KEYS = ("region_code", "country_code", "site_id")


def places(table):
    merged = merged_countries(CountTable(pd.DataFrame(table, columns=[*KEYS, "n"]), KEYS), Rules())
    return merged.frame.groupby("country_code")["n"].sum().to_dict()


def country(code, *people, region="EU"):
    return [(region, code, f"{code}{i}", n) for i, n in enumerate(people)]


def test_countries_of_three_sites_and_11_people_are_shown():
    assert places([*country("DEU", 4, 4, 4), *country("FRA", 20, 20, 20)]) == {"DEU": 12, "FRA": 60}


def test_d12_countries_of_one_and_of_two_sites_are_merged():
    table = [*country("DEU", 20, 20, 20), *country("FRA", 30), *country("ITA", 20, 20)]

    assert places(table) == {"DEU": 60, "Other countries of EU": 70}


@pytest.mark.parametrize("rest", [(30,), (20, 20), (3, 3, 3), (49, 6, 5)])
def test_d12_where_the_rest_would_tell_a_site_only_the_region_is_shown(rest):
    table = [*country("DEU", 20, 20, 20), *country("FRA", *rest)]

    assert places(table) == {"All countries of EU": 60 + sum(rest)}


def test_regions_are_merged_each_by_itself():
    table = [*country("DEU", 20, 20, 20), *country("JPN", 5, region="AP")]

    assert places(table) == {"DEU": 60, "All countries of AP": 5}


def test_a_country_of_nobody_is_no_rest():
    assert places([*country("DEU", 20, 20, 20), *country("FRA", 0)]) == {"DEU": 60, "FRA": 0}


def test_sites_must_be_known():
    table = CountTable(pd.DataFrame({"country_code": ["DEU"], "n": [20]}), ("country_code",))

    with pytest.raises(BadInput, match="no key region_code, site_id"):
        merged_countries(table, Rules())
