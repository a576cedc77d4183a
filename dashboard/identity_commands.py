"""Commands that say whose account at an identity provider is whose here."""

import getpass

import click

from dashboard.console import OUT
from dashboard.settings import settings
from dashboard.sign_in.linking import invite, link, unlink
from dashboard.visitor import now
from queries.errors import QueryError
from queries.state import people, second_factor, sessions
from queries.state.audit import Deed, record


@click.command("link")
@click.argument("name")
@click.option("--provider", "key", required=True, help="Key of the provider in the settings.")
@click.option("--email", help="Whoever signs in first with this verified address is this person.")
@click.option("--subject", help="Or: the account's own subject, where no address is verified.")
def link_(name: str, key: str, email: str | None, subject: str | None) -> None:
    """Let a person sign in through an identity provider."""
    if (email is None) == (subject is None):
        raise QueryError("One of --email and --subject is needed.", "Give one of them.")
    actor = f"command line: {getpass.getuser()}"
    if subject is not None:
        link(actor, name, key=key, subject=subject)
        OUT.print(f"{name} signs in with this account from now on.")
    else:
        invite(actor, name, key=key, email=email or "")
        OUT.print(f"Whoever signs in first with this verified address is {name}.")


@click.command("unlink")
@click.argument("name")
def unlink_(name: str) -> None:
    """Take every account and invitation from a person and end their sessions."""
    taken = unlink(f"command line: {getpass.getuser()}", name)
    OUT.print(f"{taken} accounts and invitations were taken from {name}.")


@click.command("reset-factor")
@click.argument("name")
def reset_factor(name: str) -> None:
    """Take a lost second factor from a person, who makes a new one at the next sign-in."""
    url, moment = settings().state_url, now()
    person = people.named(url, name)
    actor = f"command line: {getpass.getuser()}"
    record(url, Deed(actor, "ADMIN", "second factor taken", name), moment)
    second_factor.forget(url, person)
    sessions.end_all_of(url, person.person_id, moment)
    OUT.print(f"{name} sets up a new second factor at the next sign-in.")
