"""What must be safe before people sign in: every finding is listed, none is passed over."""

import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import make_url
from streamlit import config

from dashboard.settings import Settings
from dashboard.sign_in.providers import weak_points
from queries.engine import sqlite_file
from queries.errors import DatabaseUnavailable, QueryError
from queries.row_checks import weaknesses
from queries.row_wall import require_key
from queries.state.audit import latest

_LOCAL = frozenset({"", "localhost", "127.0.0.1", "::1"})
_SAFE_OPTIONS: tuple[tuple[str, object], ...] = (
    ("server.enableXsrfProtection", True),
    ("server.enableCORS", True),
    ("server.enableStaticServing", False),
    ("client.showErrorDetails", "none"),
    ("client.toolbarMode", "minimal"),
    ("browser.gatherUsageStats", False),
    ("server.fileWatcherType", "none"),
    ("global.developmentMode", False),
)
_MOST_UPLOADED = 50  # MB
_CLOCKS_DIFFER = timedelta(minutes=1)  # of two servers that share a log
_OWNERS = frozenset({"postgres", "io_owner"})
_ENCRYPTED = frozenset({"require", "verify-ca", "verify-full"})


class UnsafeSettings(QueryError):
    """Something would let data out."""

    def __init__(self, findings: tuple[str, ...]) -> None:
        listed = "; ".join(findings)
        super().__init__(
            f"Production is refused, because: {listed}.", "Mend each of these, then serve again."
        )


def require_safe(found: Settings) -> None:
    """Refuse to serve production while anything is unsafe.

    Raises
    ------
    UnsafeSettings
        With every finding.
    """
    findings = (
        *_databases(found),
        *_files(found),
        *_options(),
        *_providers(found),
        *_anchor(found),
    )
    if findings:
        raise UnsafeSettings(findings)


def require_row_security(engine: sa.Engine, key: str) -> None:
    """Refuse to serve a PostgreSQL registry past whose row security the service could read.

    Raises
    ------
    UnsafeSettings
        With every way past it.
    DatabaseUnavailable
        If the key is missing, or the database does not answer.
    """
    if engine.dialect.name != "postgresql":
        return
    require_key(key)
    try:
        with engine.connect() as connection:
            findings = weaknesses(connection)
    except sa.exc.DBAPIError as error:
        raise DatabaseUnavailable(
            "The registry database cannot be opened.", "Check its address, user and password."
        ) from error
    if findings:
        raise UnsafeSettings(findings)


def require_clock(state_url: str, now: datetime) -> None:
    """Refuse to serve production with a clock that lies before what it has noted already.

    Raises
    ------
    UnsafeSettings
        If it does: sessions would outlast their time, and the log would be out of order.
    DatabaseUnavailable
        If the log cannot be read.
    """
    for entry in latest(state_url, 1):
        if datetime.fromisoformat(entry.moment) - now > _CLOCKS_DIFFER:
            raise UnsafeSettings(
                (f"the clock says {now:%Y-%m-%d %H:%M} UTC, before the log's last entry",)
            )


def _databases(found: Settings) -> Iterator[str]:
    for name, address in (("registry", found.registry_url), ("decisions", found.state_url)):
        url = make_url(address)
        if url.get_backend_name() == "sqlite":
            continue
        if url.host not in _LOCAL and url.query.get("sslmode") not in _ENCRYPTED:
            yield f"the connection to the database of {name} is not encrypted (sslmode)"
        if name == "registry" and url.username in _OWNERS:
            yield f"the registry would be read as its owner or superuser ({url.username})"


def _files(found: Settings) -> Iterator[str]:
    for address in (found.registry_url, found.state_url):
        if make_url(address).get_backend_name() == "sqlite":
            path = sqlite_file(address)
            for place in (path.parent, path):
                if place.exists() and _is_open_to_others(place):
                    yield f"{place} can be read by other accounts of this computer"


def _is_open_to_others(place: Path) -> bool:
    return bool(place.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _providers(found: Settings) -> Iterator[str]:
    yield from weak_points(
        found.all_providers, file=found.providers_file, public_address=found.public_address
    )


def _anchor(found: Settings) -> Iterator[str]:
    place = found.audit_anchor
    if place is not None and make_url(found.state_url).get_backend_name() == "sqlite":
        folder = sqlite_file(found.state_url).parent
        if place.resolve().is_relative_to(folder):
            yield f"IOCORE_AUDIT_ANCHOR lies in {folder}, beside the log it should vouch for"


def _options() -> Iterator[str]:
    for option, safe in _SAFE_OPTIONS:
        value = config.get_option(option)
        if value != safe:
            yield f"{option} is {value} and has to be {safe}"
    if config.get_option("server.maxUploadSize") > _MOST_UPLOADED:
        yield f"server.maxUploadSize is above {_MOST_UPLOADED} MB"
