"""Who is looking: the only maker of scopes."""

from dataclasses import dataclass
from datetime import UTC, datetime

from dashboard import session
from dashboard.settings import Environment, settings
from queries.engine import reading
from queries.errors import DatabaseUnavailable
from queries.scope import Reach, Role, Scope
from queries.snapshots import SnapshotFacts, current_snapshot, known_domains, sites_of
from queries.state.people import Person
from queries.state.sessions import signed_in

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
    snapshot: SnapshotFacts
    name: str  # of the role, with its site or domain, as shown in the account box
    person: str = ""  # who is signed in; empty where nobody needs to


def viewer() -> Viewer:
    """Return who is looking; decided anew on every run.

    Raises
    ------
    DatabaseUnavailable
        If there is no registry to look at, or a demo would serve data that are not synthetic.
    """
    snapshot = _snapshot()
    if settings().environment is Environment.PRODUCTION:
        return _signed_in(snapshot)
    choice = session.demo_choice()
    role = Role(choice.role) if choice.role in ROLE_NAMES else Role.PUBLIC
    scope, detail = _scope(role, snapshot.snapshot_id, choice)
    return Viewer(scope, snapshot, ROLE_NAMES[role] + detail)


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
    engine = reading(settings().registry_url)
    return sites_of(engine, current_snapshot(engine).snapshot_id)


def _signed_in(snapshot: SnapshotFacts) -> Viewer:
    person = signed_in(settings().state_url, session.token(), now())
    if person is None:
        return Viewer(Scope(Role.PUBLIC, snapshot.snapshot_id), snapshot, ROLE_NAMES[Role.PUBLIC])
    return Viewer(
        scope_of(person, snapshot.snapshot_id),
        snapshot,
        f"{ROLE_NAMES[person.role]}: {person.name}",
        person.name,
    )


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


def now() -> datetime:
    """Return this moment: sessions run out, and deeds are dated."""
    return datetime.now(UTC)  # noqa: TID251  # the one clock of whoever is looking


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
