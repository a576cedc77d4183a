"""Representation, as pages ask for it."""

import numpy as np
import pandas as pd

from analytics.inputs import Floats, Ints
from analytics.representation import Representation, dissimilarity, effective_number, shares
from dashboard.answers.gate import answer
from queries.domains.burden import BURDEN, INCOME, INCOME_GROUPS
from queries.domains.places import REGIONS
from queries.errors import EmptyCohort
from queries.policies import View
from queries.reads.people import people_by_country
from queries.registry import Registry

_MANY = 20  # diagnoses from which a country counts as well represented


@answer(View.REPRESENTATION, methods="representation")
def representation(registry: Registry) -> Representation:
    """Compare where those enrolled live with where people fall ill."""
    people = people_by_country(registry).frame
    if people.empty:
        raise EmptyCohort("Nobody is enrolled under these filters.", "Widen the filters.")
    regions = tuple(REGIONS)
    enrolled = _by(people, "region_code").reindex(list(regions), fill_value=0)
    counts: Ints = np.array(enrolled, dtype=np.int64)
    share, lower, upper = shares(counts)
    burden = _burden(registry.domain, regions)
    countries: Ints = np.array(_by(people, "country_code"), dtype=np.int64)
    sites = _by(people, "site_id")
    return Representation(
        regions=regions,
        enrolled=counts,
        share=share,
        share_lower=lower,
        share_upper=upper,
        burden=burden,
        ratio=None if burden is None else share / burden,
        dissimilarity=np.nan if burden is None else dissimilarity(share, burden),
        effective_countries=effective_number(countries),
        countries=int((countries > 0).sum()),
        countries_of_20=int((countries >= _MANY).sum()),
        largest_site=float(sites.max() / sites.sum()),
        by_income=_income(people),
        by_sex_and_age=_sex_and_age(people),
    )


def _by(people: pd.DataFrame, key: str) -> "pd.Series[int]":
    counted: pd.Series[int] = people.groupby(key)["n"].sum()
    return counted


def _burden(domain: str, regions: tuple[str, ...]) -> Floats | None:
    known = BURDEN.get(domain)
    if known is None:
        return None
    cases: Floats = np.array([known.new_cases[code] for code in regions], dtype=np.float64)
    within: Floats = cases / cases.sum()
    return within


def _income(people: pd.DataFrame) -> tuple[tuple[str, int], ...]:
    counts = people.groupby(people["country_code"].map(INCOME).fillna(""))["n"].sum()
    groups = {**INCOME_GROUPS, "": "Not classified"}
    return tuple((name, int(counts[code])) for code, name in groups.items() if code in counts.index)


def _sex_and_age(people: pd.DataFrame) -> tuple[tuple[str, str, int, int], ...]:
    counted = people.groupby(["region_code", "sex", "age_decade"])["n"].sum().reset_index()
    return tuple(
        (str(region), str(sex), int(age), int(n))
        for region, sex, age, n in counted.itertuples(index=False, name=None)
    )
