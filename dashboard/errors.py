"""From an error to one sentence: what happened, why, what to do."""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from analytics.errors import AnalysisError
from dashboard.notices import notice as show_notice
from queries.errors import QueryError

_log = logging.getLogger("iocore.errors")


@dataclass(frozen=True)
class Notice:
    """What a reader is told in place of a part that failed."""

    reason: str
    remedy: str


def explain(error: Exception) -> Notice:
    """Return the notice for an error; a fault gets a reference that the log knows."""
    if isinstance(error, AnalysisError | QueryError):
        return Notice(error.reason, error.remedy)
    reference = secrets.token_hex(2).upper()
    _log.error("fault %s", reference, exc_info=error)
    return Notice(
        f"Something went wrong (ref {reference}).",
        "Try again; if it stays, tell the registry office the reference.",
    )


@contextmanager
def section() -> Iterator[None]:
    """Guard one part of a page: a failure shows a notice there, the rest of the page stands."""
    try:
        yield
    except Exception as error:  # any fault must end in a sentence
        told = explain(error)
        show_notice(told.reason, told.remedy)
