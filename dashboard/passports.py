"""The id that every figure prints, and what it showed when somebody cited it."""

import base64
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlencode

import streamlit as st

from dashboard import session
from dashboard.answers.answer import Provenance
from dashboard.answers.gate import CODE
from dashboard.settings import Environment, settings
from dashboard.visitor import now
from queries.errors import DatabaseUnavailable
from queries.scope import Scope
from queries.state.passports import Passport, found, keep
from queries.state.rates import Limit, TooOften, count, require

PARAMETER = "figure"  # of an address that opens a cited figure
# Ids that nobody was shown, from one address; a link with a known id costs nothing.
GUESSES = Limit("figure id", 60, timedelta(minutes=5))
_LETTERS = 5  # in each half of an id
_ID = re.compile(r"[A-Z2-7]{5}-[A-Z2-7]{5}")


def id_of(digest: str) -> str:
    """Return a digest as an id that can be read aloud: two times five letters and figures."""
    letters = base64.b32encode(bytes.fromhex(digest)[:10]).decode()
    return f"{letters[:_LETTERS]}-{letters[_LETTERS : 2 * _LETTERS]}"


def as_id(typed: str) -> str:
    """Return what somebody typed as an id; empty where it cannot be one."""
    tidy = "".join(typed.upper().split())
    return tidy if _ID.fullmatch(tidy) else ""


@dataclass(frozen=True)
class Shown:
    """What is kept of a figure."""

    exhibit: str
    title: str
    said: str  # the result in a sentence
    data: str  # source and cut-off in words


def remember(provenance: Provenance, shown: Shown) -> str:
    """Keep what a figure shows now and return its id; empty where it could not be kept.

    A figure must not be lost with the database of decisions, so a fault ends here.
    """
    if not provenance.digest:
        return ""
    passport_id = id_of(provenance.digest)
    address = urlencode(
        {name: st.query_params.get_all(name) for name in st.query_params if name != PARAMETER},
        doseq=True,
    )
    passport = Passport(
        passport_id=passport_id,
        page=session.current_page(),
        address=address,
        settings=provenance.settings,
        snapshot_id=provenance.snapshot_id,
        code=CODE,
        reach=provenance.reach,
        made_at=datetime.now(UTC),  # noqa: TID251  # when somebody looked is of this moment
        **asdict(shown),
    )
    try:
        if session.is_new(f"{passport_id} {shown.exhibit}"):
            keep(settings().state_url, passport)
    except DatabaseUnavailable:
        return ""
    return passport_id


def cited_before(provenance: Provenance, exhibit: str) -> Passport | None:
    """Return the figure that the address cites, where it is this one under other data or code."""
    try:
        known = cited_figures(as_id(st.query_params.get(PARAMETER, "")))
    except TooOften:  # the figure itself stands
        return None
    for cited in known:
        is_same = (cited.exhibit, cited.settings) == (exhibit, provenance.settings)
        if is_same and cited.reach == provenance.reach:
            return cited if cited.passport_id != id_of(provenance.digest) else None
    return None


def cited_figures(passport_id: str) -> tuple[Passport, ...]:
    """Return what was shown under an id; nothing where it is not known or cannot be read.

    Raises
    ------
    TooOften
        In production, if too many ids that nobody was shown were asked for from one address.
    """
    if not passport_id:
        return ()
    url, client = settings().state_url, session.client_address()
    is_limited = settings().environment is Environment.PRODUCTION
    try:
        if is_limited:
            require(url, GUESSES, client, now())
        known = found(url, passport_id)
        if is_limited and not known:
            count(url, GUESSES, client, now())
    except DatabaseUnavailable:
        return ()
    return known


def address_of(cited: Passport) -> dict[str, list[str]]:
    """Return the parameters under which a page shows a cited figure again."""
    return parse_qs(cited.address) | {PARAMETER: [cited.passport_id]}


def may_read(cited: Passport, scope: Scope) -> bool:
    """Say whether a figure was made for the very reach that somebody has."""
    return cited.reach == scope.reach_key()
