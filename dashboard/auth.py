"""Who is looking: the only maker of scopes."""

from dataclasses import dataclass

from dashboard import session
from dashboard.settings import Environment, settings
from dashboard.visitor import visiting_person, visiting_role
from queries.engine import reading
from queries.errors import DatabaseUnavailable
from queries.policies import View, reads_registry
from queries.row_security import within
from queries.scope import Reach, Role, Scope
from queries.snapshots import SnapshotFacts, current_snapshot, known_domains, sites_of
from queries.state.people import Person

NO_SNAPSHOT = 0  # of roles that never open the registry

ROLE_NAMES: dict[Role, str] = {
    Role.PUBLIC: "Public",
    Role.ADVISORY: "Advisory board",
    Role.SITE: "Site",
    Role.DOMAIN_LEAD: "Disease-domain lead",
    Role.STEERING: "Steering committee",
    Role.COORDINATING: "Coordinating centre",
    Role.ADMIN: "Administration",
}


@dataclass(frozen=True)
class Viewer:
    """Who is looking, at which snapshot."""

    scope: Scope
    snapshot: SnapshotFacts | None  # None: the role reads releases only
    name: str  # of the role, with its site or domain, as shown in the account box
    person: str = ""  # who is signed in; empty where nobody needs to


def viewer() -> Viewer:
    """Return who is looking; decided anew on every run.

    Raises
    ------
    DatabaseUnavailable
        If there is no registry to look at, or a demo would serve data that are not synthetic.
    """
    role = visiting_role()
    is_production = settings().environment is Environment.PRODUCTION
    person = visiting_person() if is_production and role is not Role.PUBLIC else None
    detail = "" if person is None else f": {person.name}"
    name = "" if person is None else person.name
    if not reads_registry(role):
        return Viewer(Scope(role, NO_SNAPSHOT), None, ROLE_NAMES[role] + detail, name)
    snapshot = _snapshot()
    if person is not None:
        scope = scope_of(person, snapshot.snapshot_id)
    else:
        scope, detail = _scope(role, snapshot.snapshot_id, session.demo_choice())
    return Viewer(scope, snapshot, ROLE_NAMES[role] + detail, name)


def office() -> Viewer:
    """Return who works at the command line: the coordinating centre.

    Raises
    ------
    DatabaseUnavailable
        As in `viewer`.
    """
    snapshot = _snapshot()
    scope, _ = _scope(Role.COORDINATING, snapshot.snapshot_id, session.DemoChoice())
    return Viewer(scope, snapshot, ROLE_NAMES[Role.COORDINATING])


def site_choices() -> tuple[tuple[str, str], ...]:
    """Return identifier and label of every site of the current snapshot, for the role picker."""
    engine, key = reading(settings().registry_url), settings().row_key
    number = current_snapshot(engine).snapshot_id
    scope, _ = _scope(Role.COORDINATING, number, session.DemoChoice())
    with within(engine, scope, view=View.START, key=key) as connection:
        return sites_of(connection, number)


def scope_of(person: Person, snapshot_id: int) -> Scope:
    """Return what a person may reach; the only way from a person to a scope."""
    is_whole = person.role in (Role.STEERING, Role.COORDINATING)
    has_sites, has_domains = person.role is Role.SITE, person.role is Role.DOMAIN_LEAD
    return Scope(
        person.role,
        snapshot_id,
        domain_reach=Reach.ALL if is_whole or has_sites else Reach.LISTED,
        domains=person.domains if has_domains else frozenset(),
        site_reach=Reach.ALL if is_whole or has_domains else Reach.LISTED,
        sites=person.sites if has_sites else frozenset(),
    )


def _snapshot() -> SnapshotFacts:
    snapshot = current_snapshot(reading(settings().registry_url))
    if settings().environment is Environment.DEMO and not snapshot.is_synthetic:
        raise DatabaseUnavailable(
            "The demo serves generated data only, and the current snapshot is not synthetic.",
            "Set IOCORE_ENVIRONMENT=local to look at your own data on this computer.",
        )
    return snapshot


def _scope(role: Role, snapshot_id: int, choice: session.DemoChoice) -> tuple[Scope, str]:
    if role in (Role.STEERING, Role.COORDINATING):
        return Scope(role, snapshot_id, domain_reach=Reach.ALL, site_reach=Reach.ALL), ""
    if role is Role.DOMAIN_LEAD and choice.domain in known_domains():
        led = frozenset({choice.domain})
        return Scope(role, snapshot_id, domains=led, site_reach=Reach.ALL), f" {choice.domain}"
    if role is Role.SITE:
        label = dict(site_choices()).get(choice.site)
        if label is not None:
            own = frozenset({choice.site})
            return Scope(role, snapshot_id, domain_reach=Reach.ALL, sites=own), f" {label}"
    return Scope(role, snapshot_id), ""
