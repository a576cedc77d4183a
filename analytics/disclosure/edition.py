"""All that is released of one disease domain: protected together, attacked, compared."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from analytics.cells import CountTable
from analytics.disclosure.arms import GroupedComparison
from analytics.disclosure.curve_attack import Arm, CurveHabits, told_too_closely
from analytics.disclosure.curve_history import PublishedCurves, publish_curves
from analytics.disclosure.ledger import Ledger
from analytics.disclosure.payload import payload
from analytics.disclosure.rehearsal import violations
from analytics.disclosure.rules import GROUP, Rules, Shown, Withheld
from analytics.disclosure.tables import ProtectedTable, TableRelease, protect_tables
from analytics.errors import BadInput
from analytics.group_survival import SurvivalByGroup

VALUE, ENTERED, MISSING = "value", "Entered", "Missing"  # key and levels of a field's table


@dataclass(frozen=True, eq=False)
class DomainFacts:
    """The exact results of one disease domain, before protection."""

    tables: tuple[CountTable, ...]  # of the same people; each with `site_id`
    apart: Mapping[str, CountTable]  # of the same people, by a key that no other table has
    survival: SurvivalByGroup | None  # None: nobody was followed
    contributors: CountTable | None  # of survival: people by `group`, `site_id` and `code`
    followed: Mapping[str, Arm]  # group -> people, for the attack
    sites: frozenset[str]
    countries: frozenset[str]


@dataclass(frozen=True, eq=False)
class DomainMemory:
    """What the registry must remember of a domain's release; never published."""

    tables: Ledger
    apart: Mapping[str, Ledger]
    survival: PublishedCurves | None


@dataclass(frozen=True, eq=False)
class ReleasedDomain:
    """What the public and the advisory board may see of one disease domain."""

    tables: tuple[ProtectedTable, ...]
    apart: Mapping[str, ProtectedTable]  # growth by period, and core fields entered or missing
    survival: GroupedComparison | None
    survival_as_of: str
    sites: Shown
    countries: Shown


@dataclass(frozen=True, eq=False)
class DomainEdition:
    """A domain's release, what must be remembered of it, and what is wrong with it."""

    released: ReleasedDomain
    memory: DomainMemory = field(repr=False)
    sites: frozenset[str]  # for the number over all domains
    countries: frozenset[str]
    findings: tuple[str, ...]  # of the attack; empty: it may go out
    hidden: int  # numbers of the tables that are withheld
    numbers: int  # of the tables


def edition_of(
    facts: DomainFacts,
    rules: Rules,
    *,
    as_of: str,
    previous: tuple[ReleasedDomain, DomainMemory] | None = None,
) -> DomainEdition:
    """Protect everything of a domain, then attack it with what was published before.

    Parameters
    ----------
    facts : DomainFacts
        The exact results.
    rules : Rules
        Thresholds.
    as_of : str
        Name of this release.
    previous : tuple of ReleasedDomain and DomainMemory, optional
        The release before.

    Raises
    ------
    BadInput
        If the tables do not count the same people, or a field or table of before is missing.
    """
    before = None if previous is None else previous[1]
    tables = protect_tables(
        facts.tables, rules, as_of=as_of, previous=None if before is None else before.tables
    )
    apart = {
        name: protect_tables(
            [table], rules, as_of=as_of, outcomes=(VALUE,), previous=_apart_before(before, name)
        )
        for name, table in facts.apart.items()
    }
    curves = _curves(facts, rules, as_of, before)
    released = ReleasedDomain(
        tables=tables.tables,
        apart={
            name: release.tables[0] for name, release in apart.items() if _fits(tables, release)
        },
        survival=None if curves is None else _comparison(curves),
        survival_as_of="" if curves is None else curves.as_of,
        sites=places_shown(len(facts.sites), rules),
        countries=places_shown(len(facts.countries), rules),
    )
    memory = DomainMemory(
        tables.ledger, {name: release.ledger for name, release in apart.items()}, curves
    )
    ledgers = (tables.ledger, *memory.apart.values())
    entries = [entry for ledger in ledgers for entry in ledger.entries.values()]
    return DomainEdition(
        released=released,
        memory=memory,
        sites=facts.sites,
        countries=facts.countries,
        findings=_findings(facts, rules, (tables, apart, curves), previous),
        hidden=sum(entry.is_hidden for entry in entries),
        numbers=len(entries),
    )


def places_shown(count: int, rules: Rules) -> Shown:
    """Return a number of sites or countries: exact, for places are no people, unless very few."""
    return count if count >= rules.min_sites else rules.token


def _fits(tables: TableRelease, alone: TableRelease) -> bool:
    """Return whether a table apart may stand beside the others.

    It shares nothing with them but the total. With that told alike in both, what one hides the
    other cannot tell; where it is withheld, or of another release, the table is left out.
    """
    total = tables.tables[0].cell()
    return not isinstance(total, Withheld) and alone.tables[0].cell() == total


def _apart_before(before: DomainMemory | None, name: str) -> Ledger | None:
    return None if before is None else before.apart.get(name)


def _apart_release_before(
    previous: tuple[ReleasedDomain, DomainMemory] | None, name: str
) -> TableRelease | None:
    if previous is None or name not in previous[0].apart:
        return None
    return TableRelease((previous[0].apart[name],), previous[1].apart[name])


def _curves(
    facts: DomainFacts, rules: Rules, as_of: str, before: DomainMemory | None
) -> PublishedCurves | None:
    if facts.survival is None:
        return None if before is None else before.survival
    return publish_curves(
        facts.survival,
        rules,
        as_of=as_of,
        people=facts.contributors,
        previous=None if before is None else before.survival,
    )


def _comparison(curves: PublishedCurves) -> GroupedComparison:
    if not isinstance(curves.released, GroupedComparison):
        raise BadInput("The curves are of no groups.", "Estimate one curve per technique.")
    return curves.released


def _findings(
    facts: DomainFacts,
    rules: Rules,
    made: tuple[TableRelease, Mapping[str, TableRelease], PublishedCurves | None],
    previous: tuple[ReleasedDomain, DomainMemory] | None,
) -> tuple[str, ...]:
    tables, apart, curves = made
    before = None
    if previous is not None:
        before = TableRelease(previous[0].tables, previous[1].tables)
    found = list(violations(tables, rules, previous=before))
    for name, release in apart.items():
        lines = violations(
            release, rules, outcomes=(VALUE,), previous=_apart_release_before(previous, name)
        )
        found += [f"{name}: {line}" for line in lines]
    is_new = curves is not None and curves.as_of == tables.ledger.as_of
    if curves is not None and is_new:
        habits = CurveHabits(rules.k, rules.km_step_events, rules.km_min_n, rules.km_grid_months)
        found += told_too_closely(payload(_comparison(curves)), facts.followed, habits)
    return tuple(found)


def arms_of(left: CountTable, enrolled: Mapping[str, int]) -> dict[str, Arm]:
    """Return the people of every group for the attack.

    Parameters
    ----------
    left : CountTable
        People by `group`, `day` and `code`; code -1 counts those who enter late on that day.
    enrolled : Mapping
        Group -> people, with those who could not be followed.
    """
    arms = {}
    for name, rows in left.frame.groupby(GROUP):
        code = rows["code"].to_numpy(dtype=np.int64)
        day = rows["day"].to_numpy(dtype=np.float64)
        people = rows[left.count].to_numpy(dtype=np.int64)
        comes = code < 0
        arms[str(name)] = Arm(
            left=day[~comes],
            died=(code[~comes] == 1).astype(np.int64),
            people=people[~comes],
            late=day[comes],
            entrants=people[comes],
            enrolled=enrolled[str(name)],
        )
    return arms


def enrolled_by_group(contributors: CountTable) -> dict[str, int]:
    """Return how many are enrolled in every group, followed or not."""
    counted = contributors.frame.groupby(GROUP)[contributors.count].sum()
    return {str(name): int(n) for name, n in counted.items()}
