"""Entries of the audit log for what is done here: before the deed, so that none goes unseen."""

import getpass
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from dashboard.settings import Environment, settings
from dashboard.visitor import now
from queries.errors import DatabaseUnavailable, QueryError
from queries.scope import Role
from queries.state.audit import Deed, record
from queries.state.rates import TooOften
from queries.state.store import changing

_log = logging.getLogger("iocore.noting")
_NOT_NOTED = "The audit log cannot be written, and nothing is done that is not in it."
_REMEDY = "Tell the registry office; try again when the database of decisions can be written."


class Unnoted(DatabaseUnavailable):
    """A deed that must be in the audit log, which cannot be written."""

    def __init__(self) -> None:
        super().__init__(_NOT_NOTED, _REMEDY)


def note(deed: Deed) -> None:
    """Add an entry to the audit log.

    In production what cannot be noted does not happen. A demo holds generated data, and a local
    registry belongs to the one person before it, who could change the log as well: there a lost
    log costs nobody protection, and work goes on.

    Raises
    ------
    Unnoted
        In production, if the log cannot be written.
    """
    try:
        record(settings().state_url, deed, now())
    except DatabaseUnavailable as error:
        if settings().environment is Environment.PRODUCTION:
            raise Unnoted from error
        _log.warning("not noted: %s of %s", deed.action, deed.object)


def note_refusal(deed: Deed, refusal: QueryError) -> None:
    """Add that somebody was refused; the refusal stands whether or not it can be noted."""
    if isinstance(refusal, TooOften) and not refusal.is_first:
        return  # noted once in each window of time, so that nobody fills the log by knocking
    try:
        told = replace(deed, outcome=f"refused: {type(refusal).__name__}")
        record(settings().state_url, told, now())
    except QueryError:
        return


def require_log() -> None:
    """Refuse, in production, while the audit log cannot be written.

    Raises
    ------
    Unnoted
        If it cannot.
    """
    if settings().environment is not Environment.PRODUCTION:
        return
    try:
        with changing(settings().state_url):
            pass  # the turn of a writer, given back at once
    except DatabaseUnavailable as error:
        raise Unnoted from error


@contextmanager
def noted_command(action: str, subject: str, **details: str) -> Iterator[None]:
    """Note a command before it starts and how it ended.

    Parameters
    ----------
    action : str
        What is done, such as `import`.
    subject : str
        What it is done to; never a value of a patient.
    **details : str
        Who answers for it, and why, where the command asks for that.

    Raises
    ------
    Unnoted
        In production, if the log cannot be written; nothing was done then.
    """
    actor = f"command line: {getpass.getuser()}"
    given = tuple(sorted(details.items()))
    note(Deed(actor, Role.COORDINATING.value, f"{action} start", subject, details=given))
    outcome = "failed"
    try:
        yield
        outcome = "done"
    except Exception as error:
        outcome = f"refused: {type(error).__name__}"
        raise
    finally:
        _note_end(Deed(actor, Role.COORDINATING.value, f"{action} end", subject, outcome, given))


def _note_end(deed: Deed) -> None:
    try:
        note(deed)
    except Unnoted:  # the deed is done and its start is noted: to fail now would hide how it ended
        _log.exception("the end of %s of %s was not noted", deed.action, deed.object)
