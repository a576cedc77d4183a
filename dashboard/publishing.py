"""A release from the current snapshot: protected, attacked, compared, and stored to be approved."""

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.engine import Engine

from analytics.disclosure.edition import (
    DomainEdition,
    DomainMemory,
    ReleasedDomain,
    edition_of,
    places_shown,
)
from analytics.disclosure.memory import memory_plain, remembered
from analytics.disclosure.payload import payload
from analytics.disclosure.periods import LATER, PERIOD
from analytics.disclosure.restore import restored_domain
from analytics.disclosure.rules import TOTAL, Rules, refuse_unsafe
from dashboard import auth
from dashboard.settings import settings
from queries.domains.burden import BURDEN
from queries.domains.catalogue import DOMAINS, TABLES
from queries.domains.places import REGIONS
from queries.engine import reading as registry_of
from queries.engine import writing
from queries.errors import EmptyCohort, ReleaseRefused
from queries.filters import Filters
from queries.releases import reading
from queries.releases import writing as store
from queries.releases.model import Item, Release
from queries.releases.schema import placed
from queries.scope import Scope
from queries.snapshots import SnapshotFacts, snapshot_facts

RULES = Rules()
ATTACK = (
    "Integer programme over all released tables of a domain together, with the release before; "
    "curves held against their published rules."
)

Before = dict[str, tuple[ReleasedDomain, DomainMemory]]
Advance = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Built:
    """What came of a build."""

    release_id: int | None  # None: refused
    findings: tuple[str, ...]  # what an attack could work out; empty: it may be approved
    numbers: int  # of the tables
    hidden: int  # of these, withheld


def build(
    *, by: str, now: datetime, advance: Advance = lambda _stage, _done, _total: None
) -> Built:
    """Build a release of the current snapshot and store it to be approved by another person.

    Parameters
    ----------
    by : str
        Name of who builds it.
    now : datetime
        When.
    advance : callable
        Told the stage, and how much of it is done.

    Raises
    ------
    ReleaseRefused
        If no name is given, or nobody is enrolled in any domain.
    """
    name = person(by)
    refuse_unsafe(RULES)
    url = settings().registry_url
    scope = auth.office().scope  # once: the snapshot may be switched while this works
    snapshot = snapshot_facts(registry_of(url), scope.snapshot_id)
    with stores() as (engine, memory):
        base = _base(engine)
        as_of = f"{snapshot.cutoff or 'no date'}/{(base.release_id if base else 0) + 1}"
        editions = _editions(scope, _before(base, memory), as_of, advance)
        findings = [f"{c}: {line}" for c, one in editions.items() for line in one.findings]
        numbers = sum(one.numbers for one in editions.values())
        hidden = sum(one.hidden for one in editions.values())
        if findings:
            store.note_refusal(engine, findings, by=name, now=now)
            return Built(None, tuple(findings), numbers, hidden)
        key = secrets.token_hex(16)
        store.remember(memory, key, {c: memory_plain(one.memory) for c, one in editions.items()})
        audit = {"attack": ATTACK, "findings": [], "numbers": numbers, "withheld": hidden}
        draft = _draft(snapshot, base, editions, key=key, audit=audit)
        number = store.store(engine, draft, by=name, now=now)
    return Built(number, (), numbers, hidden)


def approve(release_id: int, *, by: str, now: datetime) -> None:
    """Make a release public that another person has built."""
    with stores() as (engine, _):
        store.approve(engine, release_id, by=person(by), now=now)


def withdraw(release_id: int, *, by: str, now: datetime) -> int | None:
    """Withdraw a release, and return the one that is public now."""
    with stores() as (engine, _):
        return store.withdraw(engine, release_id, by=person(by), now=now)


def person(by: str) -> str:
    """Return a person's name as it goes into the ledger."""
    name = " ".join(by.split())
    if not name:
        raise ReleaseRefused("The name of the person is empty.", "Give it with --by NAME.")
    return name


@contextmanager
def stores() -> Iterator[tuple[Engine, Engine]]:
    """Open the store of releases and its memory for writing, made if they are not there."""
    engine, memory = (
        writing(url) for url in (settings().release_url, settings().release_memory_url)
    )
    try:
        store.set_up_store(engine, memory)
        yield engine, memory
    finally:
        engine.dispose()
        memory.dispose()


def _base(engine: Engine) -> Release | None:
    with placed(engine).connect() as connection:
        number = store.last_approved(connection)
    return None if number is None else reading.stored_release(settings().release_url, number)


def _before(base: Release | None, memory: Engine) -> Before:
    if base is None:
        return {}
    kept = store.memory_of(memory, base.build_key)
    rules = Rules(**base.config)
    return {
        code: (restored_domain(base.item(code)["released"], rules), remembered(part, rules))
        for code, part in kept.items()
    }


def _editions(
    scope: Scope, before: Before, as_of: str, advance: Advance
) -> dict[str, DomainEdition]:
    # Outside a server the cache says that it is kept in memory, which is of no interest here.
    logging.getLogger("streamlit.runtime.caching.cache_data_api").setLevel(logging.ERROR)
    from dashboard.answers.answer import Ask  # heavy, and only here
    from dashboard.answers.publishing import exact_facts

    found = dict[str, DomainEdition]()
    for done, code in enumerate(DOMAINS):
        advance("Protecting and attacking", done, len(DOMAINS))
        previous = before.get(code)
        periods = () if previous is None else _periods(previous[0])
        try:
            facts = exact_facts(Ask(scope, Filters(domain=code)), RULES, periods).value
        except EmptyCohort:
            continue
        found[code] = edition_of(facts, RULES, as_of=as_of, previous=previous)
    advance("Protecting and attacking", len(DOMAINS), len(DOMAINS))
    if not found:
        raise ReleaseRefused("Nobody is enrolled in any domain.", "Import the registry first.")
    return found


def _periods(released: ReleasedDomain) -> tuple[str, ...]:
    growth = released.apart.get(PERIOD)
    levels = [] if growth is None else dict.fromkeys(map(str, growth.frame[PERIOD]))
    return tuple(level for level in levels if level not in (LATER, TOTAL))


def _draft(
    snapshot: SnapshotFacts,
    base: Release | None,
    editions: dict[str, DomainEdition],
    *,
    key: str,
    audit: dict[str, object],
) -> store.Draft:
    items = [Item(code, "domain", _domain_item(code, one)) for code, one in editions.items()]
    items.append(Item("registry", "registry", _registry_item(editions)))
    return store.Draft(
        build_key=key,
        base_id=None if base is None else base.release_id,
        snapshot_id=snapshot.snapshot_id,
        source=snapshot.source,
        cutoff=snapshot.cutoff,
        is_synthetic=snapshot.is_synthetic,
        config=asdict(RULES),
        audit=audit,
        items=items,
    )


def _registry_item(editions: dict[str, DomainEdition]) -> dict[str, object]:
    sites, countries = (
        frozenset[str]().union(*(getattr(one, name) for one in editions.values()))
        for name in ("sites", "countries")
    )
    return {
        "domains": list(editions),
        "sites": payload(places_shown(len(sites), RULES)),
        "countries": payload(places_shown(len(countries), RULES)),
    }


def _domain_item(code: str, edition: DomainEdition) -> dict[str, object]:
    domain, burden = DOMAINS[code], BURDEN.get(code)
    names = {f"{form}.{field.name}": field.label for form, own in TABLES.items() for field in own}
    labels = {technique.code: technique.label for technique in domain.techniques}
    return {
        "name": domain.name,
        "labels": dict(REGIONS) | labels,
        "fields": {name: names[name] for name in edition.released.apart if name != PERIOD},
        "endpoint": domain.endpoints[0].name,
        "burden": None
        if burden is None
        else {
            "cases": {region: burden.new_cases[region] for region in REGIONS},
            "about": f"{burden.cancer} in {burden.year} ({burden.source})",
        },
        "released": payload(edition.released),
    }
