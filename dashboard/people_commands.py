"""Commands for the people of a registry and for its audit log."""

import getpass

import click

from dashboard.anchoring import Standing, anchor_now, anchored
from dashboard.console import OUT
from dashboard.identity_commands import link_, reset_factor, unlink_
from dashboard.settings import settings
from dashboard.sign_in.linking import state_by_link
from dashboard.visitor import now
from queries.errors import QueryError
from queries.scope import Role
from queries.state import audit as log
from queries.state import people, sessions
from queries.state.audit import Deed, record
from queries.state.identities import linked
from queries.state.passwords import issue_code
from queries.state.people import ASSIGNABLE, Person

_ROLE = click.Choice([role.value for role in ASSIGNABLE], case_sensitive=False)


@click.group()
def users() -> None:
    """Look after the people who may sign in: role, reach, password, sessions."""


users.add_command(link_)
users.add_command(unlink_)
users.add_command(reset_factor)


@users.command("add")
@click.argument("name")
@click.option("--role", required=True, type=_ROLE)
@click.option("--domain", "domains", multiple=True, help="Disease domain of a domain lead.")
@click.option("--site", "sites", multiple=True, help="Site code of a site's account.")
def add(name: str, role: str, domains: tuple[str, ...], sites: tuple[str, ...]) -> None:
    """Enter a person; where passwords open the dashboard, print a one-time code to set one."""
    url, moment = settings().state_url, now()
    new = _person(people.new_id(), name, (role, domains, sites))
    _noted("person added", name, ("role", role))
    people.add(url, new, moment)
    if settings().has_local_accounts:
        _print_code(name, issue_code(url, name, moment))
    else:
        OUT.print(f"{name} is entered. Next: iocore users link, with an address or a subject.")


@users.command("list")
def list_() -> None:
    """List everybody with role and reach."""
    links = linked(settings().state_url)
    for person in people.everybody(settings().state_url):
        reach = ", ".join(sorted(person.domains | person.sites)) or "as the role says"
        state = "" if person.is_active else "; may not sign in"
        link = links.get(person.person_id, "")
        password = "" if person.has_password or link else "; no password yet"
        password += f"; {state_by_link(link)}" if link else ""
        OUT.print(f"{person.name}: {person.role.value} ({reach}){state}{password}")


@users.command("code")
@click.argument("name")
def code(name: str) -> None:
    """Print a new one-time code, for a first password or a forgotten one."""
    url, moment = settings().state_url, now()
    person = people.named(url, name)
    if person.person_id in linked(url):
        raise QueryError(
            f"{name} signs in through a provider and has no password here.",
            "To let them have one: iocore users unlink NAME",
        )
    _noted("one-time code", name)
    sessions.end_all_of(url, person.person_id, moment)
    _print_code(name, issue_code(url, name, moment))


@users.command("change")
@click.argument("name")
@click.option("--role", required=True, type=_ROLE)
@click.option("--domain", "domains", multiple=True)
@click.option("--site", "sites", multiple=True)
def change(name: str, role: str, domains: tuple[str, ...], sites: tuple[str, ...]) -> None:
    """Give a person another role and reach; it holds from their next click."""
    url = settings().state_url
    known = people.named(url, name)
    _noted("role changed", name, ("role", role))
    people.give_role(url, _person(known.person_id, name, (role, domains, sites)))
    OUT.print(f"{name} is {role} now.")


@users.command("disable")
@click.argument("name")
def disable(name: str) -> None:
    """End a person's sessions and let them sign in no more; nothing of theirs is deleted."""
    url = settings().state_url
    person = people.named(url, name)
    _noted("person disabled", name)
    people.change(url, name, is_active=False)
    ended = sessions.end_all_of(url, person.person_id, now())
    OUT.print(f"{name} may not sign in any more; {ended} open sessions were ended.")


@users.command("sign-out")
@click.argument("name")
def sign_out(name: str) -> None:
    """End every session of a person, in every browser."""
    url = settings().state_url
    person = people.named(url, name)
    _noted("sessions ended", name)
    ended = sessions.end_all_of(url, person.person_id, now())
    OUT.print(f"{ended} open sessions of {name} were ended.")


@click.group()
def audit() -> None:
    """Look after the audit log: who did what, sealed entry by entry."""


@audit.command("verify")
@click.option("--seal", help="Seal of the last entry as noted elsewhere, to see a log cut short.")
def verify(seal: str | None) -> None:
    """Check that no entry was changed or taken out."""
    verdict = log.verify(settings().state_url)
    if verdict.broken_at is not None:
        raise QueryError(
            f"Entry {verdict.broken_at} of the audit log does not fit its seal.",
            "Keep the file as it is, and tell whoever is responsible for data protection.",
        )
    if seal is not None and seal not in _seals(verdict.n):
        raise QueryError(
            "The log does not hold an entry with this seal: it was cut short or replaced.",
            "Keep the file as it is, and tell whoever is responsible for data protection.",
        )
    outside = anchored()
    if outside.standing is Standing.MISFIT:
        raise QueryError(outside.said, "")
    OUT.print(outside.said, soft_wrap=True)
    OUT.print(f"{verdict.n} entries, all sealed. The last seal, to be kept elsewhere:")
    OUT.print(verdict.seal, soft_wrap=True)


@audit.command("anchor")
def anchor() -> None:
    """Keep the seal of the last entry outside the database, at IOCORE_AUDIT_ANCHOR."""
    made = anchor_now()
    OUT.print(f"Entry {made.n} is anchored.")


def _seals(n: int) -> set[str]:
    return {entry.seal for entry in log.latest(settings().state_url, n)}


def _person(
    person_id: str, name: str, given: tuple[str, tuple[str, ...], tuple[str, ...]]
) -> Person:
    role, domains, sites = given
    return Person(
        person_id,
        name,
        Role(role),
        domains=frozenset(domains),
        sites=frozenset(sites),
        is_active=True,
        has_password=False,
    )


def _noted(action: str, name: str, *details: tuple[str, str]) -> None:
    # Before the deed: what cannot be noted does not happen.
    deed = Deed(f"command line: {getpass.getuser()}", "ADMIN", action, name, details=details)
    record(settings().state_url, deed, now())


def _print_code(name: str, one_time: str) -> None:
    OUT.print(f"One-time code for {name}, good for 24 hours, shown once: {one_time}")
    OUT.print("They set their password with it under “Sign in”.")
