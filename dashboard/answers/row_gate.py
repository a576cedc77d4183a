"""The gate to rows of single patients: nobody looks before the audit log says so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from dashboard.answers.answer import Answer, Ask
from dashboard.answers.gate import open_registry, provenance_of
from dashboard.settings import settings
from queries.engine import reading
from queries.errors import AccessDenied
from queries.policies import PURPOSE_ROLES, Level, View, level
from queries.registry import Registry
from queries.snapshots import snapshot_facts
from queries.state.audit import Deed, Entry, record

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Looking:
    """Who looks at single patients, when, and what for."""

    person: str
    moment: datetime
    purpose: str = ""  # asked of roles that see every site


def rows_answer(
    view: View, *, methods: str
) -> Callable[
    [Callable[Concatenate[Registry, P], T]], Callable[Concatenate[Ask, Looking, P], Answer[T]]
]:
    """Turn a question on rows into one that a page may ask; each look is in the audit log.

    The entry is written before a row is read, and nothing is read where it cannot be. Nothing
    is kept, and what is returned has no figure id: it is nobody's to cite.

    Parameters
    ----------
    view : View
        What is looked at; there is no default.
    methods : str
        Key of the methods text.
    """

    def decorate(
        question: Callable[Concatenate[Registry, P], T],
    ) -> Callable[Concatenate[Ask, Looking, P], Answer[T]]:
        name = f"{question.__module__}.{question.__qualname__}"

        @wraps(question)
        def asked(ask: Ask, looking: Looking, /, *args: P.args, **kwargs: P.kwargs) -> Answer[T]:
            _require(ask, view, looking)
            facts = snapshot_facts(reading(settings().registry_url), ask.scope.snapshot_id)
            logged = _noted(ask, view, looking, (*args, *kwargs.values()))
            with open_registry(ask, view, facts, name, logged=logged) as registry:
                return Answer(
                    question(registry, *args, **kwargs), provenance_of(methods, ask, facts)
                )

        return asked

    return decorate


def may_see_rows(ask: Ask, view: View) -> bool:
    """Say whether rows of a view are open to whoever asks."""
    return level(ask.scope.role, view) >= Level.DEIDENTIFIED


def _require(ask: Ask, view: View, looking: Looking) -> None:
    if not may_see_rows(ask, view):
        raise AccessDenied(
            "Rows of single patients are not open to your role.",
            "Ask the registry office for access.",
        )
    if ask.scope.role in PURPOSE_ROLES and not looking.purpose.strip():
        raise AccessDenied(
            "Patients of every site are shown for a stated purpose only.",
            "Write under “Purpose” what you need them for; it is kept in the audit log.",
        )


def _noted(ask: Ask, view: View, looking: Looking, chosen: tuple[object, ...]) -> Entry:
    deed = Deed(
        actor=looking.person,
        role=ask.scope.role.value,
        action="rows read, with their files",
        object=view.value,
        details=(
            ("snapshot", str(ask.scope.snapshot_id)),
            ("chosen", "; ".join(map(str, chosen))),
            ("filters", str(ask.filters)),
            ("purpose", looking.purpose),
        ),
    )
    return record(settings().state_url, deed, looking.moment)
