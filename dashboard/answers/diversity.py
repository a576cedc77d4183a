"""Who takes part over the years, as pages ask for it."""

from datetime import date

import numpy as np
import pandas as pd

from analytics.diversity import Diversity, Strand, strand
from analytics.inputs import Ints
from dashboard.answers.gate import answer
from queries.domains.burden import INCOME, INCOME_GROUPS
from queries.domains.places import REGIONS
from queries.errors import EmptyCohort
from queries.policies import View
from queries.reads.people import people_by_year
from queries.registry import Registry

OLD = 65  # years
REGION, SEX, AGE, WEALTH = "Region", "Sex", "Age", "Country income"
_SEXES = ("F", "M", "X")  # as entered; unknown leaves the denominator


@answer(View.REPRESENTATION, methods="representation")
def diversity(registry: Registry) -> Diversity:
    """Return the shares of regions, women, the old and country incomes, year by year."""
    people = people_by_year(registry, OLD).frame
    dated = people[people["year"].notna()].astype({"year": int})
    if dated.empty:
        raise EmptyCohort(
            "The year of the index procedure is known of nobody under these filters.",
            "Widen the filters, or import a source with calendar dates.",
        )
    years = tuple(range(dated["year"].min(), dated["year"].max() + 1))
    return Diversity(
        years=years,
        n=_by_year(dated, years),
        strands=_strands(dated, years),
        undated=int(people["n"].sum() - dated["n"].sum()),
        open_year=_open_year(registry.cutoff, years),
    )


def _strands(people: pd.DataFrame, years: tuple[int, ...]) -> tuple[Strand, ...]:
    income = people["country_code"].map(INCOME)
    sexed, aged = people["sex"].isin(_SEXES), people["is_old"].notna()
    groups = [
        *((REGION, name, people["region_code"] == code, None) for code, name in REGIONS.items()),
        (SEX, "Women", people["sex"] == "F", sexed),
        (AGE, f"{OLD} or older", people["is_old"] == 1, aged),
        *((WEALTH, name, income == code, income.notna()) for code, name in INCOME_GROUPS.items()),
    ]
    return tuple(
        strand(
            kind,
            name,
            _by_year(people[belongs], years),
            _by_year(people if known is None else people[known], years),
        )
        for kind, name, belongs, known in groups
    )


def _by_year(people: pd.DataFrame, years: tuple[int, ...]) -> Ints:
    counts = people.groupby("year")["n"].sum().reindex(list(years), fill_value=0)
    return np.array(counts, dtype=np.int64)


def _open_year(cutoff: date | None, years: tuple[int, ...]) -> int | None:
    if cutoff is None or cutoff.year != years[-1] or (cutoff.month, cutoff.day) == (12, 31):
        return None
    return cutoff.year
