"""Who may be whom: accounts at a provider given to people, and taken from them, noted first."""

from dashboard.settings import settings
from dashboard.sign_in.providers import Provider
from dashboard.visitor import now
from queries.errors import QueryError
from queries.state import identities, people, sessions
from queries.state.audit import Deed, record
from queries.state.identities import Account


def invite(actor: str, name: str, *, key: str, email: str) -> None:
    """Let whoever signs in first with a verified address be a person.

    Raises
    ------
    QueryError
        If there is no such provider or person, or the provider gives roles by groups.
    """
    provider, url = _provider(key), settings().state_url
    person = people.named(url, name)
    _note(actor, "invited to a provider", name, provider)
    identities.invite(url, provider.issuer, email, person_id=person.person_id, now=now())


def link(actor: str, name: str, *, key: str, subject: str) -> None:
    """Give an account at a provider to a person.

    Raises
    ------
    QueryError
        If there is no such provider or person, the account is somebody's, or the provider gives
        roles by groups.
    """
    provider, url = _provider(key), settings().state_url
    person = people.named(url, name)
    _note(actor, "account bound", name, provider, ("subject", subject))
    identities.bind(url, Account(provider.issuer, subject), person.person_id, now())


def unlink(actor: str, name: str) -> int:
    """Take every account and invitation from a person, end their sessions, and count the first.

    Raises
    ------
    UnknownPerson
        If nobody is called so.
    """
    url, moment = settings().state_url, now()
    person = people.named(url, name)
    record(url, Deed(actor, "ADMIN", "accounts taken", name), moment)
    taken = identities.unlink(url, person.person_id)
    sessions.end_all_of(url, person.person_id, moment)
    return taken


def state_by_link(link: str) -> str:
    """Return how somebody signs in who does so through a provider."""
    return "signs in through a provider" if link == "bound" else "invited to a provider"


def _provider(key: str) -> Provider:
    known = {provider.key: provider for provider in settings().all_providers}
    if key not in known:
        listed = ", ".join(known) or "none"
        raise QueryError(
            f"There is no identity provider {key} in the settings.", f"There are: {listed}."
        )
    if known[key].groups:
        raise QueryError(
            f"At {known[key].label} the groups there give the role here.",
            "Put the person into a group there.",
        )
    return known[key]


def _note(
    actor: str, action: str, name: str, provider: Provider, *details: tuple[str, str]
) -> None:
    # Before the deed: what cannot be noted does not happen.
    told = (("provider", provider.key), *details)
    record(settings().state_url, Deed(actor, "ADMIN", action, name, details=told), now())
