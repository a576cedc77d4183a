"""The gate to pages: opens the registry in scope, keeps results, adds where they come from."""

import dataclasses
import hashlib
import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from importlib.metadata import version
from typing import Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa

from dashboard.answers.answer import Answer, Ask, Provenance
from dashboard.cache import kept
from dashboard.settings import settings
from queries.engine import reading
from queries.errors import AccessDenied, DatabaseUnavailable
from queries.policies import Level, View, level
from queries.registry import Registry
from queries.row_security import within
from queries.snapshots import SnapshotFacts, snapshot_facts
from queries.state.audit import Entry

P = ParamSpec("P")
T = TypeVar("T")

_log = logging.getLogger("iocore.answers")
CODE = version("io-core-dashboard")


def answer(
    view: View, *, methods: str
) -> Callable[[Callable[Concatenate[Registry, P], T]], Callable[Concatenate[Ask, P], Answer[T]]]:
    """Turn a question on the registry into one that a page may ask.

    Opens the registry within the asker's scope (which checks the role), keeps the result under
    a key made of all that can change it, and adds what the caption needs.

    Parameters
    ----------
    view : View
        What is looked at; there is no default.
    methods : str
        Key of the methods text.
    """

    def decorate(
        question: Callable[Concatenate[Registry, P], T],
    ) -> Callable[Concatenate[Ask, P], Answer[T]]:
        name = f"{question.__module__}.{question.__qualname__}"

        @wraps(question)
        def asked(ask: Ask, /, *args: P.args, **kwargs: P.kwargs) -> Answer[T]:
            if level(ask.scope.role, view) < Level.AGGREGATE:  # before the cache is asked
                raise AccessDenied(
                    "This view is not open to your role.", "Ask the registry office for access."
                )
            url = settings().registry_url
            facts = _facts(url, ask.scope.snapshot_id)

            def work() -> T:
                with open_registry(ask, view, facts, name) as registry:
                    return question(registry, *args, **kwargs)

            key = _digest(name, CODE, url, view, ask.scope.key(), ask.filters, args, kwargs)
            asked_for = _digest(name, view, ask.filters, args, kwargs)
            return Answer(kept(key, work), provenance_of(methods, ask, facts, (key, asked_for)))

        return asked

    return decorate


@contextmanager
def open_registry(
    ask: Ask, view: View, facts: SnapshotFacts, name: str, *, logged: Entry | None = None
) -> Iterator[Registry]:
    """Open the registry within the asker's scope, for the time of one question."""
    started = time.perf_counter()
    try:
        engine, key = reading(settings().registry_url), settings().row_key
        with within(engine, ask.scope, view=view, key=key) as connection:
            yield Registry(
                connection, ask.scope, view=view, filters=ask.filters, facts=facts, logged=logged
            )
    except (sa.exc.DBAPIError, sa.exc.TimeoutError) as error:
        raise DatabaseUnavailable(
            "The registry database did not answer.", "Try again in a minute."
        ) from error
    milliseconds = round(1000 * (time.perf_counter() - started), 1)
    _log.info("computed", extra={"question": name, "milliseconds": milliseconds})


def provenance_of(
    methods: str, ask: Ask, facts: SnapshotFacts, digests: tuple[str, str] = ("", "")
) -> Provenance:
    """Return where a result comes from; without digests nobody can cite it."""
    return Provenance(
        methods=methods,
        filters=ask.filters,
        cutoff=facts.cutoff,
        source=facts.source,
        snapshot_id=facts.snapshot_id,
        is_synthetic=facts.is_synthetic,
        digest=digests[0],
        settings=digests[1],
        reach=ask.scope.reach_key(),
    )


def _facts(url: str, snapshot_id: int) -> SnapshotFacts:
    # A snapshot never changes, and a page asks some twenty questions of it.
    key = _digest("facts", CODE, url, snapshot_id)
    return kept(key, lambda: snapshot_facts(reading(url), snapshot_id))


def _digest(*parts: object) -> str:
    text = json.dumps(parts, sort_keys=True, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    # Only frozen dataclasses reach here; anything else must fail rather than share a key.
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {"type": type(value).__qualname__, **dataclasses.asdict(value)}
    raise TypeError(f"{type(value).__name__} cannot be part of a key")
