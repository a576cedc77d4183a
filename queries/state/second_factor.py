"""One-time passwords by time (RFC 6238): a second proof beside a password, and codes without it."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pyotp
import sqlalchemy as sa

from queries.errors import QueryError
from queries.scope import Role
from queries.state.people import Person, as_person, person
from queries.state.rates import Limit, count
from queries.state.store import STATE, changing, looking

NEEDED_BY = frozenset({Role.ADMIN, Role.COORDINATING})  # who gives rights, and who sees names
ISSUER = "IO-CORE"
_LIVES = timedelta(minutes=10)  # from the password to the second proof
_TRIES = Limit("second step", 10, timedelta(minutes=15))  # of one person, over all browsers
_RECOVERY_CODES, _ALPHABET = 10, "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_NEIGHBOURS = (0, -1, 1)  # steps of 30 seconds by which a telephone's clock may differ

factor = sa.Table(
    "second_factor",
    STATE,
    sa.Column("person_id", sa.ForeignKey("person.person_id"), primary_key=True),
    sa.Column("secret", sa.Text, nullable=False),  # base 32; needed as it is to check a code
    sa.Column("is_confirmed", sa.Boolean, nullable=False),
    sa.Column("last_step", sa.BigInteger, nullable=False),  # of the last code taken: each once
)
recovery = sa.Table(
    "recovery_code",
    STATE,
    sa.Column("code_hash", sa.Text, primary_key=True),
    sa.Column("person_id", sa.ForeignKey("person.person_id"), nullable=False),
)
waiting = sa.Table(
    "second_step",
    STATE,
    sa.Column("token_hash", sa.Text, primary_key=True),
    sa.Column("person_id", sa.ForeignKey("person.person_id"), nullable=False),
    sa.Column("tie_hash", sa.Text, nullable=False),
    sa.Column("onward", sa.Text, nullable=False),
    sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
)


class WrongCode(QueryError):
    """A code that does not fit, was used, or came too late."""

    def __init__(self) -> None:
        super().__init__(
            "This code does not fit, or was used already.",
            "Wait for the next one and try again, or use a recovery code.",
        )


class StartAgain(QueryError):
    """A second step without a first one in this browser."""

    def __init__(self) -> None:
        super().__init__("The sign-in took too long or began elsewhere.", "Start again.")


@dataclass(frozen=True)
class Step:
    """Somebody whose password was right and who has to give a code."""

    token: str
    person: Person
    onward: str
    secret: str  # empty once it is confirmed: it is shown until then only

    @property
    def address(self) -> str:
        """What an authenticator reads; empty once confirmed."""
        if not self.secret:
            return ""
        return pyotp.TOTP(self.secret).provisioning_uri(name=self.person.name, issuer_name=ISSUER)


def begin(url: str, who: Person, *, tie: str, onward: str, now: datetime) -> Step:
    """Let somebody whose password was right give a code; a first time makes their secret.

    Raises
    ------
    DatabaseUnavailable
        If it cannot be noted.
    """
    token = secrets.token_urlsafe(32)
    with changing(url) as connection:
        connection.execute(waiting.delete().where(waiting.c.began_at <= now - _LIVES))
        connection.execute(
            waiting.insert().values(
                token_hash=_hash(token),
                person_id=who.person_id,
                tie_hash=_hash(tie),
                onward=onward,
                began_at=now,
            )
        )
        own = sa.select(factor).where(factor.c.person_id == who.person_id)
        held = connection.execute(own).mappings().first()
        if held is None:
            new = {"secret": pyotp.random_base32(), "is_confirmed": False, "last_step": 0}
            connection.execute(factor.insert().values(person_id=who.person_id, **new))
            held = connection.execute(own).mappings().one()
    return Step(token, who, onward, "" if held["is_confirmed"] else held["secret"])


def step_of(url: str, token: str, *, tie: str, now: datetime) -> Step:
    """Return whose second step this is.

    Raises
    ------
    StartAgain
        If it is nobody's, has run out, or began in another browser.
    """
    statement = (
        sa.select(waiting.c.onward, factor.c.secret, factor.c.is_confirmed, person)
        .join_from(waiting, person)
        .join(factor, factor.c.person_id == person.c.person_id)
        .where(
            waiting.c.token_hash == _hash(token),
            waiting.c.tie_hash == _hash(tie),
            waiting.c.began_at > now - _LIVES,
            person.c.is_active,
        )
    )
    with looking(url) as connection:
        row = connection.execute(statement).mappings().first()
    if row is None:
        raise StartAgain
    secret = "" if row["is_confirmed"] else row["secret"]
    return Step(token, as_person(row), row["onward"], secret)


def finish(url: str, step: Step, code: str, now: datetime) -> tuple[str, ...]:
    """Take a code, and return the recovery codes where it was the first.

    Each code opens once: neither one that was used nor an earlier one opens again.

    Raises
    ------
    WrongCode
        If it does not fit.
    TooOften
        If the person has tried too often.
    """
    count(url, _TRIES, step.person.person_id, now)
    own = factor.c.person_id == step.person.person_id
    given = "".join(code.split()).replace("-", "").upper()
    with changing(url) as connection:
        held = connection.execute(sa.select(factor).where(own)).mappings().one()
        found = matching_step(held["secret"], given, now)
        if found is None:
            if not held["is_confirmed"] or not _spend(connection, step.person, given):
                raise WrongCode
        else:
            later = factor.update().where(own, factor.c.last_step < found)
            if connection.execute(later.values(last_step=found)).rowcount != 1:
                raise WrongCode
        connection.execute(waiting.delete().where(waiting.c.token_hash == _hash(step.token)))
        if held["is_confirmed"]:
            return ()
        connection.execute(factor.update().where(own).values(is_confirmed=True))
        return _new_codes(connection, step.person)


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """Return the step of 30 seconds whose code this is; None where it is none of the last.

    Parameters
    ----------
    secret : str
        Base 32.
    code : str
        Six digits.
    now : datetime
        With time zone.
    """
    clock = pyotp.TOTP(secret)
    here = int(now.astimezone(UTC).timestamp()) // clock.interval
    for neighbour in _NEIGHBOURS:
        if hmac.compare_digest(clock.generate_otp(here + neighbour).encode(), code.encode()):
            return here + neighbour
    return None


def forget(url: str, who: Person) -> None:
    """Take a person's second factor, who then makes a new one at the next sign-in."""
    with changing(url) as connection:
        for table in (factor, recovery, waiting):
            connection.execute(table.delete().where(table.c.person_id == who.person_id))


def _spend(connection: sa.Connection, who: Person, code: str) -> bool:
    mine = (recovery.c.person_id == who.person_id, recovery.c.code_hash == _hash(code))
    return connection.execute(recovery.delete().where(*mine)).rowcount == 1


def _new_codes(connection: sa.Connection, who: Person) -> tuple[str, ...]:
    # 16 of 32 letters are 80 bits: nobody guesses them, so a plain hash keeps them.
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(16)) for _ in range(_RECOVERY_CODES)]
    connection.execute(recovery.delete().where(recovery.c.person_id == who.person_id))
    rows = [{"code_hash": _hash(code), "person_id": who.person_id} for code in codes]
    connection.execute(recovery.insert(), rows)
    return tuple("-".join(code[i : i + 4] for i in range(0, 16, 4)) for code in codes)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
