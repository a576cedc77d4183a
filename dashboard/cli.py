"""The command line: `iocore serve`, `init`, `demo`, `import`, `report`, `publish`."""

import logging
import os
import secrets
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy.engine import make_url

from analytics.errors import AnalysisError
from analytics.threads import use_one_thread
from dashboard.anchoring import Standing, anchored
from dashboard.auth import ROLE_NAMES
from dashboard.console import ERROR, OUT, progress, registry_engine
from dashboard.guard import require_clock, require_row_security, require_safe
from dashboard.import_commands import import_, mapping
from dashboard.people_commands import audit, users
from dashboard.publish_commands import publish, publish_demo
from dashboard.report_commands import report
from dashboard.settings import PROJECT, Environment, settings
from dashboard.snapshot_commands import snapshot
from queries.database_roles import set_up_roles
from queries.demo.load import DEMO_DIAGNOSES, load_demo
from queries.desk_rights import grant_decisions, grant_releases
from queries.engine import reading, writing
from queries.errors import (
    AccessDenied,
    DatabaseUnavailable,
    ImportRefused,
    QueryError,
    ReleaseUnsafe,
)
from queries.initialise import initialise
from queries.snapshots import current_snapshot

EXIT_UNSAFE, EXIT_REFUSED, EXIT_ACCESS, EXIT_DATABASE, EXIT_FAULT = 2, 3, 4, 5, 70

_log = logging.getLogger("iocore.cli")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="io-core-dashboard")
def commands() -> None:
    r"""IO-CORE dashboard: serve the registry, set it up, fill it.

    \b
    Exit codes: 0 done, 2 wrong usage or an unsafe release, 3 input refused, 4 no access,
                5 database unavailable, 70 fault of the program.

    Settings come from the environment: IOCORE_ENVIRONMENT (demo, local or
    production), IOCORE_HOME (folder
    of the embedded registry), IOCORE_DATABASE_URL (PostgreSQL in place of the embedded file),
    IOCORE_ROW_KEY (secret of PostgreSQL's row security).
    """


@commands.command()
@click.option("--port", default=8501, show_default=True, type=click.IntRange(1, 65535))
def serve(port: int) -> None:
    """Serve the dashboard on 127.0.0.1; a demo without a registry makes one first."""
    _require_free(port)
    if settings().environment is Environment.DEMO and not _has_snapshot():
        _make_demo(n_diagnoses=DEMO_DIAGNOSES, seed=None)
    os.chdir(PROJECT)  # where the server finds its own settings
    if settings().environment is Environment.PRODUCTION:
        require_safe(settings())
        require_clock(settings().state_url, datetime.now(UTC))
        require_row_security(reading(settings().registry_url), settings().row_key)
        _warn_of_anchors()
    current_snapshot(reading(settings().registry_url))
    if settings().environment is Environment.DEMO:
        publish_demo(datetime.now(UTC))  # of a demo that is older than its release
    OUT.print(f"IO-CORE dashboard ({settings().environment.value}): http://127.0.0.1:{port}")
    if settings().environment is not Environment.PRODUCTION:
        OUT.print(f"Roles to try, under “Role” in the sidebar: {', '.join(ROLE_NAMES.values())}.")
    OUT.print("Stop with Ctrl+C.")
    _run_streamlit(port)


@commands.command()
@click.option(
    "--roles",
    is_flag=True,
    help="Also make the accounts of a PostgreSQL registry, or renew their rights (superuser).",
)
def init(roles: bool) -> None:  # noqa: FBT001  # click passes a flag
    """Create the registry database, or bring it to this program's schema; safe to repeat."""
    with registry_engine() as engine:
        initialise(engine)
        if roles:
            set_up_roles(engine, settings().row_key)
            grant_releases(engine)
            _grant_decisions()
    OUT.print(f"The registry is ready: {settings().registry_place}")


@commands.command()
@click.option(
    "--patients", default=DEMO_DIAGNOSES, show_default=True, type=click.IntRange(50, 1_000_000)
)
@click.option("--seed", type=int, help="Another seed makes another registry of the same kind.")
def demo(patients: int, seed: int | None) -> None:
    """Make the synthetic demo registry and load it through the import's own door."""
    if settings().environment is not Environment.DEMO:
        raise ImportRefused(
            "The demo registry is made in the demo environment only.",
            "Set IOCORE_ENVIRONMENT=demo, or import your own table.",
        )
    _make_demo(n_diagnoses=patients, seed=seed)


commands.add_command(import_)
commands.add_command(mapping)
commands.add_command(snapshot)
commands.add_command(report)
commands.add_command(users)
commands.add_command(audit)
commands.add_command(publish)


def main() -> None:
    """Run a command; every refusal is one sentence and an exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    use_one_thread()
    sys.exit(_exit_code())


def _exit_code() -> int:
    try:
        commands.main(standalone_mode=False)
    except click.exceptions.Abort:
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (QueryError, AnalysisError) as error:
        ERROR.print(f"{error.reason} {error.remedy}")
        return _code_of(error)
    except Exception:
        reference = secrets.token_hex(2).upper()
        _log.exception("fault %s", reference)
        ERROR.print(f"Something went wrong (ref {reference}). The log above says where.")
        return EXIT_FAULT
    return 0


def _code_of(error: QueryError | AnalysisError) -> int:
    if isinstance(error, ReleaseUnsafe):
        return EXIT_UNSAFE
    if isinstance(error, AccessDenied):
        return EXIT_ACCESS
    if isinstance(error, DatabaseUnavailable):
        return EXIT_DATABASE
    return EXIT_REFUSED


def _make_demo(*, n_diagnoses: int, seed: int | None) -> None:
    with registry_engine() as engine, progress() as advance:
        initialise(engine)
        outcome = load_demo(
            engine, n_diagnoses=n_diagnoses, seed=seed, now=datetime.now(UTC), progress=advance
        )
    OUT.print(outcome.note)
    publish_demo(datetime.now(UTC))


def _grant_decisions() -> None:
    address = settings().state_url
    if make_url(address).get_backend_name() == "sqlite":
        return  # a file of its own, which nobody but the dashboard may read
    engine = writing(address)
    try:
        grant_decisions(engine)
    finally:
        engine.dispose()


def _has_snapshot() -> bool:
    try:
        current_snapshot(reading(settings().registry_url))
    except DatabaseUnavailable:
        return False
    return True


def _warn_of_anchors() -> None:
    outside = anchored()
    if outside.standing is not Standing.FITS:
        ERROR.print(outside.said)


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise DatabaseUnavailable(
                f"Port {port} cannot be used ({error.strerror}).",
                "Stop the other program, or choose another with --port.",
            ) from error


def _run_streamlit(port: int) -> None:
    from streamlit.web.cli import main as streamlit  # heavy, and only here

    sys.argv = ["streamlit", "run", str(Path(__file__).with_name("app.py"))]
    sys.argv += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    streamlit()
