"""What the log is told of readers: files taken away, each under its id, and pages refused."""

import getpass
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import streamlit as st

from dashboard import session
from dashboard.export import standing
from dashboard.notices import notice
from dashboard.noting import Unnoted, note, require_log
from dashboard.settings import Environment, settings
from dashboard.visitor import now, visiting_person, visiting_role
from queries.errors import AccessDenied, DatabaseUnavailable
from queries.scope import Role
from queries.state.audit import Deed
from queries.state.people import Person
from queries.state.sessions import signed_in

Made = str | bytes

_ID_BYTES = 16


@dataclass(frozen=True)
class Parcel:
    """What is taken away."""

    exhibit: str
    kind: str  # CSV, PDF ...
    snapshot_id: int
    is_synthetic: bool = False
    counts: str = ""  # which counts it holds; empty: the file is no table


@dataclass(frozen=True)
class Taker:
    """Who was looking when the button was drawn; asked for again at the click."""

    role: Role
    person: Person | None = None  # None: nobody signs in here
    token: str = ""


def at_click(parcel: Parcel, make: Callable[[str], Made]) -> Callable[[], Made]:
    """Return what a download button calls: asks again who it is, notes the file, then makes it.

    Parameters
    ----------
    parcel : Parcel
        What is taken.
    make : callable
        Makes the file, given its export id.
    """
    if settings().environment is not Environment.PRODUCTION:
        return partial(_hand_out, Taker(visiting_role()), parcel, make)
    # A click runs apart from the page, where no cookie can be read: who asks is bound here.
    taker = Taker(visiting_role(), visiting_person(), session.token())
    return partial(_hand_out, taker, parcel, make)


def may_hand_out() -> bool:
    """Say whether files can be noted now; if not, say so in place of their buttons."""
    try:
        require_log()
    except Unnoted as refusal:
        notice("Files cannot be taken away now: the audit log cannot be written.", refusal.remedy)
        return False
    return True


def note_export(actor: str, role: str, parcel: Parcel) -> str:
    """Note that a file is taken away, and return the id that goes into it.

    Raises
    ------
    Unnoted
        In production, if the audit log cannot be written.
    """
    export_id = secrets.token_hex(_ID_BYTES)
    details = (
        ("export_id", export_id),
        ("kind", parcel.kind),
        ("snapshot", str(parcel.snapshot_id)),
        ("standing", standing(is_synthetic=parcel.is_synthetic)),
        *((("counts", parcel.counts),) if parcel.counts else ()),
    )
    note(Deed(actor, role, "export", parcel.exhibit, details=details))
    return export_id


def note_office_export(parcel: Parcel) -> str:
    """Note that the command line writes a file, and return the id that goes into it.

    Raises
    ------
    Unnoted
        In production, if the audit log cannot be written.
    """
    return note_export(f"command line: {getpass.getuser()}", Role.COORDINATING.value, parcel)


def note_refused_page(key: str) -> None:
    """Note that somebody asked for a page that is closed to their role."""
    with suppress(
        DatabaseUnavailable
    ):  # refused already: a log that cannot be written opens it not
        is_production = settings().environment is Environment.PRODUCTION
        person = visiting_person() if is_production else None
        actor = "nobody signed in" if person is None else person.name
        note(Deed(actor, visiting_role().value, "page", key, "refused"))


def _hand_out(taker: Taker, parcel: Parcel, make: Callable[[str], Made]) -> Made:
    if settings().environment is Environment.PRODUCTION:
        _require_same(taker)
    actor = "nobody signs in here" if taker.person is None else taker.person.name
    return make(note_export(actor, taker.role.value, parcel))


def _require_same(taker: Taker) -> None:
    # Role and reach were checked when the page was drawn, and may have been taken since.
    if taker.person is None or signed_in(settings().state_url, taker.token, now()) != taker.person:
        raise AccessDenied(
            "Your rights have changed since this page was drawn, so no file is made.",
            "Open the page again.",
        )


def download(label: str, parcel: Parcel, make: Callable[[str], Made], **given: str) -> None:
    """Draw a button that takes a file away.

    Parameters
    ----------
    label : str
        On the button.
    parcel, make
        As in `at_click`.
    **given : str
        What `st.download_button` takes: file_name, mime, key, icon, type.
    """
    st.download_button(label, at_click(parcel, make), on_click="ignore", **given)  # type: ignore[arg-type]
