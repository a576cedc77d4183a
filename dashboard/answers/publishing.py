"""The exact results that a release is made of, as the publishing job asks for them."""

import numpy as np
import pandas as pd

from analytics.cells import CountTable
from analytics.disclosure.edition import (
    ENTERED,
    MISSING,
    VALUE,
    DomainFacts,
    arms_of,
    enrolled_by_group,
)
from analytics.disclosure.periods import PERIOD, released_periods
from analytics.disclosure.rules import CODE, GROUP, NOT_COUNTED, SITE, Rules
from analytics.event_table import tables_from_counts
from analytics.group_survival import SurvivalByGroup, survival_by_group
from dashboard.answers.completeness import core_rows
from dashboard.answers.counted import in_order
from dashboard.answers.gate import answer
from dashboard.answers.survival import LANDMARKS, TICKS
from queries.domains.catalogue import DOMAINS
from queries.errors import EmptyCohort
from queries.policies import View
from queries.reads.completeness import entered_by_field
from queries.reads.followup import counted_by_technique
from queries.reads.openings import enrolled_ever
from queries.reads.people import people_by_country
from queries.reads.publishing import treated_by_site
from queries.registry import Registry

REGION, TECHNIQUE, SEX, AGE = "region", "technique", "sex", "age"  # keys of released tables
NOT_ENTERED = "Not entered"
AGES = ("Under 50", "50 to 59", "60 to 69", "70 to 79", "80 and over", NOT_ENTERED)
SEXES = {"F": "Female", "M": "Male"}
_YOUNGEST, _OLDEST = 50, 80
_BOOKKEEPING = ("*", "date_entered")  # rows themselves, and when they were typed in
_OF_EVERYBODY = ("patient", "diagnosis", "baseline", "vital_status")  # forms with a row for each


@answer(View.RELEASES, methods="privacy")
def exact_facts(registry: Registry, rules: Rules, periods: tuple[str, ...]) -> DomainFacts:
    """Count and estimate everything that a release tells of the chosen domain.

    `periods` are those of the release before, which stay as they are.
    """
    people = people_by_country(registry).frame
    if people.empty:
        raise EmptyCohort("Nobody is enrolled in this domain.", "Leave the domain out.")
    endpoint = DOMAINS[registry.domain].endpoints[0].code
    treated = treated_by_site(registry, endpoint).frame
    survival, followed = exact_survival(registry, endpoint)
    contributors = None if followed is None else contributors_of(treated)
    return DomainFacts(
        tables=_tables(people, treated),
        apart={
            PERIOD: _growth(registry, people, rules, periods),
            **_fields(registry, int(people["n"].sum())),
        },
        survival=survival,
        contributors=contributors,
        followed={}
        if followed is None or contributors is None
        else arms_of(followed, enrolled_by_group(contributors)),
        sites=frozenset(people[SITE]),
        countries=frozenset(people["country_code"]),
    )


def _tables(people: pd.DataFrame, treated: pd.DataFrame) -> tuple[CountTable, ...]:
    described = people.rename(columns={"region_code": REGION})
    described[SEX] = people["sex"].map(SEXES).fillna(NOT_ENTERED)
    bands = [_band(decade) for decade in people["age_decade"]]
    described[AGE] = pd.Categorical(bands, categories=list(AGES))
    by_technique = treated.rename(columns={"region_code": REGION, "technique_code": TECHNIQUE})
    by_technique[TECHNIQUE] = by_technique[TECHNIQUE].fillna(NOT_ENTERED)
    completed = _completed(by_technique, _everybody(people), TECHNIQUE, NOT_ENTERED)
    return (
        _counted(completed, (REGION, TECHNIQUE)),
        _counted(described, (REGION, SEX)),
        _counted(described, (SEX, AGE)),
    )


def _growth(
    registry: Registry, people: pd.DataFrame, rules: Rules, periods: tuple[str, ...]
) -> CountTable:
    months = _completed(enrolled_ever(registry).frame, _everybody(people), "month", -1)
    counts = CountTable(months, ("month", SITE))
    return released_periods(counts, rules, cutoff=registry.cutoff, before=periods)


def _everybody(people: pd.DataFrame) -> pd.DataFrame:
    placed = people.rename(columns={"region_code": REGION})
    return placed.groupby([REGION, SITE])["n"].sum().reset_index()


def _completed(
    frame: pd.DataFrame, everybody: pd.DataFrame, key: str, level: str | int
) -> pd.DataFrame:
    """Return counts of everybody: people of a site that a table does not count get a level."""
    counted = frame.groupby(SITE)["n"].sum()
    absent = everybody.assign(n=everybody["n"] - everybody[SITE].map(counted).fillna(0))
    missing = absent[absent["n"] > 0].assign(**{key: level})
    return pd.concat([frame, missing]).astype({"n": "int64"})


def _counted(frame: pd.DataFrame, keys: tuple[str, ...]) -> CountTable:
    counts = frame.groupby([*keys, SITE], observed=True)["n"].sum().reset_index()
    return CountTable(counts, (*keys, SITE))


def _band(decade: int) -> str:
    if decade < 0:
        return NOT_ENTERED
    if decade < _YOUNGEST:
        return AGES[0]
    if decade >= _OLDEST:
        return AGES[-2]
    return f"{decade} to {decade + 9}"


def _fields(registry: Registry, enrolled: int) -> dict[str, CountTable]:
    """Return the core fields that apply to everybody; of others, n would tell who they apply to."""
    frame = core_rows(entered_by_field(registry).frame)
    found = {}
    for (table, column), rows in frame.groupby(["table_name", "column_name"]):
        is_of_all = table in _OF_EVERYBODY and int(rows["n"].sum()) == enrolled
        if not is_of_all or column in _BOOKKEEPING:
            continue
        n = pd.concat([rows["n_entered"], rows["n"] - rows["n_entered"]])
        both = pd.concat([rows, rows])
        both["n"] = n
        both[VALUE] = [ENTERED] * len(rows) + [MISSING] * len(rows)
        found[f"{table}.{column}"] = _counted(both, (VALUE,))
    return found


def exact_survival(
    registry: Registry, endpoint: str
) -> tuple[SurvivalByGroup | None, CountTable | None]:
    """Return one curve per technique with everybody's, and who left when; None: nobody."""
    counts = counted_by_technique(registry, endpoint)
    if counts.frame.empty:
        return None, None
    tables = in_order(tables_from_counts(counts, "technique_code"), registry.domain)
    overall = tables_from_counts(counts)[0]
    survival = survival_by_group(tables, overall, landmarks=LANDMARKS, ticks=TICKS)
    renamed = counts.frame.rename(columns={"technique_code": GROUP})
    return survival, CountTable(renamed, (GROUP, "day", "code"))


def contributors_of(treated: pd.DataFrame) -> CountTable:
    """Return people by group, site and how their follow-up ended, as `protect` asks for them."""
    code = treated["code"].astype("float64")
    ended = np.where(code.isna(), NOT_COUNTED, code.fillna(0)).astype(np.int64)
    renamed = treated.rename(columns={"technique_code": GROUP}).assign(**{CODE: ended})
    counts = renamed.groupby([GROUP, SITE, CODE])["n"].sum().reset_index()
    return CountTable(counts, (GROUP, SITE, CODE))
