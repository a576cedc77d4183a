"""Passwords and one-time codes: how they are kept, checked, and slowed down for guessers."""

import secrets
import unicodedata
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from queries.errors import QueryError
from queries.state.people import CODE_LIVES, Person, as_person, change, person
from queries.state.store import changing

# 19 MiB, two passes: the least that the password storage guidance of OWASP asks; 20 people who
# sign in at once must not take all memory.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_SHORTEST, _LONGEST = 12, 128
_PATIENCE = 5  # failures in a row before the first wait
_LONGEST_WAIT = 15 * 60  # seconds
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that reads as something else
_GUESSED_FIRST = (
    *("password", "passwort", "qwerty", "azerty", "123456", "letmein", "welcome", "admin"),
    *("iocore", "io-core", "registry", "oncology", "radiology", "hospital", "summer", "winter"),
)


class NotSignedIn(QueryError):
    """Name and password do not go together; the sentence never says which is wrong."""

    def __init__(self) -> None:
        super().__init__(
            "Name and password do not go together.",
            "Try again, or ask the registry office for a one-time code.",
        )


class Wait(QueryError):
    """Too many failures in a row."""

    def __init__(self, seconds: float) -> None:
        minutes = max(1, round(seconds / 60))
        super().__init__(
            "There were too many attempts for this name.",
            f"Wait {minutes} minute{'s' if minutes > 1 else ''}, then try again.",
        )


def issue_code(url: str, name: str, now: datetime) -> str:
    """Return a one-time code with which a person sets a password; it lives for a day.

    The code is shown once and kept as a hash.

    Raises
    ------
    UnknownPerson
        If nobody is called so.
    """
    code = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))
    change(url, name, code=_HASHER.hash(code), code_until=now + CODE_LIVES)
    return code


def set_password(url: str, name: str, *, code: str, password: str, now: datetime) -> None:
    """Set a password with a one-time code, which is spent by it.

    Raises
    ------
    NotSignedIn
        If name and code do not go together, or the code has run out.
    Wait
        If there were too many failures for this name.
    QueryError
        If the password is too short, too long or too common.
    """
    checked = _acceptable(name, password)
    row = _row(url, name, now)
    lives = row is not None and row["code_until"] is not None and _utc(row["code_until"]) > now
    if not _fits(row["code"] if row is not None and lives else "", code.strip().upper()):
        _count_failure(url, name, now)
        raise NotSignedIn
    change(
        url,
        name,
        password=_HASHER.hash(checked),
        code="",
        code_until=None,
        failures=0,
        wait_until=None,
    )


def check_password(url: str, name: str, password: str, now: datetime) -> Person:
    """Return the person whose name and password these are.

    Raises
    ------
    NotSignedIn
        If they do not go together, or the person may not sign in.
    Wait
        If there were too many failures for this name.
    """
    row = _row(url, name, now)
    held = "" if row is None else row["password"]
    fits = _fits(held, unicodedata.normalize("NFC", password))
    if row is None or not fits or not row["is_active"]:
        _count_failure(url, name, now)
        raise NotSignedIn
    change(url, name, failures=0, wait_until=None)
    return as_person(row)


def _row(url: str, name: str, now: datetime) -> sa.RowMapping | None:
    with changing(url) as connection:
        statement = sa.select(person).where(person.c.name == name)
        row = connection.execute(statement).mappings().first()
    if row is not None and row["wait_until"] is not None:
        left = (_utc(row["wait_until"]) - now).total_seconds()
        if left > 0:
            raise Wait(left)
    return row


def _count_failure(url: str, name: str, now: datetime) -> None:
    with changing(url) as connection:
        statement = sa.select(person.c.failures).where(person.c.name == name)
        failures = connection.scalar(statement)
        if failures is None:
            return
        wait = None
        if failures + 1 >= _PATIENCE:
            seconds = min(2 ** (failures + 2 - _PATIENCE), _LONGEST_WAIT)
            wait = now + timedelta(seconds=seconds)
        connection.execute(
            person.update()
            .where(person.c.name == name)
            .values(failures=failures + 1, wait_until=wait)
        )


def _fits(held: str, given: str) -> bool:
    # An unknown name takes the time of a known one.
    try:
        _HASHER.verify(held or _dummy(), given)
    except (VerificationError, InvalidHashError):
        return False
    return bool(held)


@lru_cache(maxsize=1)
def _dummy() -> str:
    return _HASHER.hash(secrets.token_hex(16))


def _acceptable(name: str, password: str) -> str:
    given = unicodedata.normalize("NFC", password)
    lowered = given.casefold()
    if not _SHORTEST <= len(given) <= _LONGEST:
        raise QueryError(
            f"A password has {_SHORTEST} to {_LONGEST} characters.",
            "Four or five words that do not belong together make a good one.",
        )
    is_plain = len(set(lowered)) < _SHORTEST // 2
    if is_plain or name.casefold() in lowered or any(word in lowered for word in _GUESSED_FIRST):
        raise QueryError(
            "This password would be among the first to be guessed.",
            "Use none of your name, the registry's name, common words for passwords, or few "
            "different characters.",
        )
    return given


def _utc(moment: datetime) -> datetime:
    # SQLite gives back what it was given without its zone, which is UTC.
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
