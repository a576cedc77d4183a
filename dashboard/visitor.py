"""Who a visitor is, found out without the registry: public pages stand without it."""

from datetime import UTC, datetime

from dashboard import session
from dashboard.settings import Environment, settings
from queries.errors import DatabaseUnavailable
from queries.scope import Role
from queries.state.people import Person
from queries.state.sessions import signed_in


def now() -> datetime:
    """Return this moment: sessions run out, and deeds are dated."""
    return datetime.now(UTC)  # noqa: TID251  # the one clock of whoever is looking


def visiting_person() -> Person | None:
    """Return who is signed in; None where nobody is.

    Raises
    ------
    DatabaseUnavailable
        If the accounts cannot be read.
    """
    return signed_in(settings().state_url, session.token(), now())


def visiting_role() -> Role:
    """Return the role of whoever is signed in, or that a demo's visitor has chosen.

    Whoever is not known is the public, also while the accounts cannot be read.
    """
    if settings().environment is not Environment.PRODUCTION:
        chosen = session.demo_choice().role
        return Role(chosen) if chosen in frozenset(Role) else Role.PUBLIC
    try:
        person = visiting_person()
    except DatabaseUnavailable:
        return Role.PUBLIC
    return Role.PUBLIC if person is None else person.role
