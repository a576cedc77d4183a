"""Who a provider's account is here: bound once, known afterwards by issuer and subject alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from queries.errors import QueryError
from queries.state.people import Person, as_person, person
from queries.state.store import STATE, changing, looking

identity = sa.Table(
    "identity",
    STATE,
    sa.Column("issuer", sa.Text, primary_key=True),
    sa.Column("subject", sa.Text, primary_key=True),
    sa.Column("person_id", sa.ForeignKey("person.person_id"), nullable=False),
    sa.Column("bound_at", sa.DateTime(timezone=True), nullable=False),
)
invitation = sa.Table(
    "invitation",
    STATE,
    sa.Column("issuer", sa.Text, primary_key=True),
    sa.Column("email", sa.Text, primary_key=True),
    sa.Column("person_id", sa.ForeignKey("person.person_id"), nullable=False),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
)
INVITATION_LIVES = timedelta(days=30)
_LONGEST = 255  # characters of a subject (OpenID Connect Core 1.0, section 2)


@dataclass(frozen=True)
class Account:
    """An account at a provider; what of it may change is not in it."""

    issuer: str
    subject: str


def holder(url: str, account: Account) -> Person | None:
    """Return whose account this is; None where it is nobody's.

    Raises
    ------
    DatabaseUnavailable
        If it cannot be read.
    """
    statement = sa.select(person).join_from(identity, person).where(*_is(account))
    with looking(url) as connection:
        row = connection.execute(statement).mappings().first()
    return None if row is None else as_person(row)


def bind(
    url: str, account: Account, person_id: str, now: datetime, *, email: str | None = None
) -> None:
    """Say whose account this is; invitations of the person at this provider end with it.

    Parameters
    ----------
    url, account, person_id, now
        Where, which account, whose, and when.
    email : str, optional
        Address under which the person is invited; the invitation is used up, by one account.

    Raises
    ------
    QueryError
        If the subject is empty or too long, somebody has this account already, or the
        invitation is gone.
    """
    if not 0 < len(account.subject) <= _LONGEST or not account.subject.isprintable():
        raise QueryError("The subject of an account is empty or too long.", "Give it as it is.")
    here = invitation.c.issuer == account.issuer
    with changing(url) as connection:
        taken = sa.select(identity.c.person_id).where(*_is(account))
        if connection.execute(taken).first() is not None:
            raise QueryError(
                "This account at the provider belongs to somebody already.",
                "Take it from them first: iocore users unlink NAME",
            )
        ended = invitation.delete().where(here, invitation.c.person_id == person_id)
        if email is not None:
            mine = invitation.delete().where(here, invitation.c.email == as_address(email))
            if connection.execute(mine).rowcount != 1:
                raise QueryError("This invitation was used already.", "Ask for another.")
        connection.execute(ended)
        connection.execute(
            identity.insert().values(
                issuer=account.issuer, subject=account.subject, person_id=person_id, bound_at=now
            )
        )


def invite(url: str, issuer: str, email: str, *, person_id: str, now: datetime) -> None:
    """Let whoever signs in first with this verified address at this provider be a person.

    An earlier invitation of the same address or person at this provider is replaced.

    Raises
    ------
    QueryError
        If this is no address.
    """
    address = as_address(email)
    if address.count("@") != 1 or address.startswith("@") or address.endswith("@"):
        raise QueryError("This is no e-mail address.", "Write it as name@hospital.example.")
    same = (invitation.c.email == address) | (invitation.c.person_id == person_id)
    with changing(url) as connection:
        connection.execute(invitation.delete().where(invitation.c.issuer == issuer, same))
        connection.execute(
            invitation.insert().values(
                issuer=issuer, email=address, person_id=person_id, made_at=now
            )
        )


def invited(url: str, issuer: str, email: str, now: datetime) -> Person | None:
    """Return who is invited under a verified address at a provider; None once that ran out."""
    mine = (
        invitation.c.issuer == issuer,
        invitation.c.email == as_address(email),
        invitation.c.made_at > now - INVITATION_LIVES,
    )
    with looking(url) as connection:
        statement = sa.select(person).join_from(invitation, person).where(*mine)
        row = connection.execute(statement).mappings().first()
    return None if row is None else as_person(row)


def unlink(url: str, person_id: str) -> int:
    """Take every account and invitation from a person and return how many there were."""
    with changing(url) as connection:
        ended = [
            connection.execute(table.delete().where(table.c.person_id == person_id)).rowcount
            for table in (identity, invitation)
        ]
    return sum(ended)


def linked(url: str) -> dict[str, str]:
    """Return for each person of a provider whether they were there: `bound` or `invited`."""
    with looking(url) as connection:
        found = {row.person_id: "invited" for row in connection.execute(sa.select(invitation))}
        return found | {row.person_id: "bound" for row in connection.execute(sa.select(identity))}


def as_address(email: str) -> str:
    """Return an address in the form in which two are compared."""
    given = email.strip()
    # Letters outside ASCII fold onto others in surprising ways; they have to be equal as they are.
    return given.lower() if given.isascii() else given


def _is(account: Account) -> tuple[sa.ColumnElement[bool], ...]:
    return identity.c.issuer == account.issuer, identity.c.subject == account.subject
