"""People who may sign in: name, role, reach, password."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from queries.errors import QueryError
from queries.scope import Role
from queries.state.store import STATE, changing, looking

person = sa.Table(
    "person",
    STATE,
    sa.Column("person_id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("domains", sa.Text, nullable=False),  # JSON list of codes
    sa.Column("sites", sa.Text, nullable=False),  # JSON list of codes
    sa.Column("is_active", sa.Boolean, nullable=False),
    sa.Column("password", sa.Text, nullable=False),  # hash; empty: none yet
    sa.Column("code", sa.Text, nullable=False),  # hash of a one-time code; empty: none
    sa.Column("code_until", sa.DateTime(timezone=True)),
    sa.Column("failures", sa.Integer, nullable=False),  # in a row
    sa.Column("wait_until", sa.DateTime(timezone=True)),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
)

_LONGEST_NAME = 120
_NEEDS_DOMAINS, _NEEDS_SITES = frozenset({Role.DOMAIN_LEAD}), frozenset({Role.SITE})
ASSIGNABLE = tuple(role for role in Role if role is not Role.PUBLIC)
CODE_LIVES = timedelta(hours=24)


class UnknownPerson(QueryError):
    """Nobody has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Nobody is called “{name}” here.", "See `iocore users list`.")


@dataclass(frozen=True)
class Person:
    """One person as others may see them."""

    person_id: str
    name: str
    role: Role
    domains: frozenset[str]
    sites: frozenset[str]
    is_active: bool
    has_password: bool


def add(url: str, new: Person, now: datetime) -> None:
    """Enter a person who has no password yet.

    Raises
    ------
    QueryError
        If the name is taken or empty, or the role lacks its domains or sites.
    DatabaseUnavailable
        If it cannot be saved.
    """
    _check(new)
    with changing(url) as connection:
        same = sa.select(person.c.name).where(sa.func.lower(person.c.name) == new.name.lower())
        if connection.execute(same).first() is not None:
            raise QueryError(f"There is a “{new.name}” already.", "Choose another name.")
        connection.execute(
            person.insert().values(
                person_id=new.person_id,
                name=new.name,
                role=new.role.value,
                domains=json.dumps(sorted(new.domains)),
                sites=json.dumps(sorted(new.sites)),
                is_active=True,
                password="",
                code="",
                failures=0,
                created_at=now,
            )
        )


def new_id() -> str:
    """Return an identifier that tells nothing."""
    return secrets.token_hex(8)


def change(url: str, name: str, **values: Any) -> None:
    """Change columns of a person by name.

    Raises
    ------
    UnknownPerson
        If nobody is called so.
    """
    with changing(url) as connection:
        done = connection.execute(person.update().where(person.c.name == name).values(**values))
        if done.rowcount != 1:
            raise UnknownPerson(name)


def give_role(url: str, changed: Person) -> None:
    """Give a person another role and reach; it holds from their next click.

    Raises
    ------
    QueryError
        If the role lacks its domains or sites, or nobody is called so.
    """
    _check(changed)
    change(
        url,
        changed.name,
        role=changed.role.value,
        domains=json.dumps(sorted(changed.domains)),
        sites=json.dumps(sorted(changed.sites)),
        is_active=changed.is_active,
    )


def everybody(url: str) -> tuple[Person, ...]:
    """Return all people by name."""
    with looking(url) as connection:
        rows = connection.execute(sa.select(person).order_by(person.c.name)).mappings()
        return tuple(as_person(row) for row in rows)


def named(url: str, name: str) -> Person:
    """Return the person of a name.

    Raises
    ------
    UnknownPerson
        If nobody is called so.
    """
    with looking(url) as connection:
        row = connection.execute(sa.select(person).where(person.c.name == name)).mappings().first()
    if row is None:
        raise UnknownPerson(name)
    return as_person(row)


def as_person(row: sa.RowMapping) -> Person:
    """Return a row as a person."""
    return Person(
        person_id=row["person_id"],
        name=row["name"],
        role=Role(row["role"]),
        domains=frozenset(json.loads(row["domains"])),
        sites=frozenset(json.loads(row["sites"])),
        is_active=bool(row["is_active"]),
        has_password=bool(row["password"]),
    )


def _check(given: Person) -> None:
    if not given.name.strip() or len(given.name) > _LONGEST_NAME or not given.name.isprintable():
        raise QueryError(
            "A name is empty, too long or holds control characters.",
            f"Give one of 1 to {_LONGEST_NAME} characters.",
        )
    if given.role not in ASSIGNABLE:
        raise QueryError(
            "Whoever is not signed in is the public.", f"Give one of {', '.join(ASSIGNABLE)}."
        )
    for needs, listed, what in (
        (_NEEDS_DOMAINS, given.domains, "disease domain"),
        (_NEEDS_SITES, given.sites, "site"),
    ):
        if given.role in needs and not listed:
            raise QueryError(
                f"The role {given.role.value} reaches nothing without a {what}.",
                f"Name at least one {what}.",
            )
