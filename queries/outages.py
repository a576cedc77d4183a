"""What stops a database, said in words that hold nothing of its rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
import sqlalchemy as sa

from queries.errors import DatabaseUnavailable


@dataclass(frozen=True)
class Outage:
    """Why a database does not do its work, and what helps."""

    why: str  # goes on after "The registry database cannot be written: "
    remedy: str


_FULL = Outage("no room is left on its disk", "Make room on the disk, then try again.")
_BUSY = Outage(
    "another import or program is writing to it", "Wait until it has ended, then try again."
)
_READ_ONLY = Outage(
    "it can only be read here", "Check that you may write to its file and folder, or its server."
)
_DAMAGED = Outage("its file is damaged", "Put the last backup in its place.")
_UNREACHABLE = Outage(
    "the connection to it is lost or cannot be made",
    "Check that its server runs, and its address, user and password; then try again.",
)
_NO_RIGHT = Outage(
    "this account has no right to do that",
    "Use the account for this task (docs/postgresql.md), or run `iocore init --roles` again.",
)
_NO_SCHEMA = Outage("it does not hold the registry's tables", "Run `iocore init`, then try again.")
_TOO_LONG = Outage("a statement took too long", "Try again when the database is less busy.")
_BREAKS_RULE = Outage(
    "a row breaks one of its rules", "Report this to the registry office: a check is missing."
)

# Beginning of the driver's code -> what it means; of several that fit, the first counts.
_SQLITE = {
    "SQLITE_FULL": _FULL,
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_CANTOPEN": _READ_ONLY,
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_NOTADB": _DAMAGED,
    "SQLITE_IOERR": Outage("its disk does not answer", "Check the disk, then try again."),
    "SQLITE_INTERRUPT": _TOO_LONG,
    "SQLITE_CONSTRAINT": _BREAKS_RULE,
    "SQLITE_ERROR": _NO_SCHEMA,
}
_POSTGRES = {
    "53100": _FULL,
    "53": Outage("its server has no memory or connection left", "Try again in a minute."),
    "55P03": _BUSY,
    "40": _BUSY,
    "25006": _READ_ONLY,
    "42501": _NO_RIGHT,
    "42P01": _NO_SCHEMA,
    "57014": _TOO_LONG,
    "57": _UNREACHABLE,
    "08": _UNREACHABLE,
    "23": _BREAKS_RULE,
}


@contextmanager
def writing_in_words(
    what: str = "The registry database", unharmed: str = "snapshot"
) -> Iterator[None]:
    """Turn what the database reports inside the block into one refusal in words.

    Parameters
    ----------
    what : str
        What is written.
    unharmed : str
        What readers still see one whole of.

    Raises
    ------
    DatabaseUnavailable
        Without the driver's own text, which may repeat values of a row.
    """
    try:
        yield
    except (sa.exc.DBAPIError, psycopg.Error) as error:
        outage = outage_of(error)
        raise DatabaseUnavailable(
            f"{what} cannot be written: {outage.why}; readers still see one whole {unharmed}.",
            outage.remedy,
        ) from error


def outage_of(error: Exception) -> Outage:
    """Return what the error of a driver, or of SQLAlchemy around it, means."""
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    if isinstance(cause, psycopg.Error):
        # A connection that broke has no code: nobody was left to send one.
        code, known = cause.sqlstate or "08", _POSTGRES
    else:
        code, known = getattr(cause, "sqlite_errorname", "an unknown fault"), _SQLITE
    for beginning, outage in known.items():
        if code.startswith(beginning):
            return outage
    return Outage(f"it reports {code}", "Look the code up, or ask the registry office.")
