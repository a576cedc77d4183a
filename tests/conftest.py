"""What every kind of test may need: database engines and a small registry made by hand."""

import fcntl
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import settings as hypothesis_settings

from analytics.threads import use_one_thread
from queries import schema
from queries.engine import writing
from queries.initialise import initialise
from tests.engines import engines_disposed

SHARED = Path(__file__).resolve().parents[2] / "shared"
REQUIRED = os.environ.get("IOCORE_REQUIRE_SERVICES") == "1"

use_one_thread()  # as the program does

# The first call of a fitter is slow, and a red build must be repeatable.
hypothesis_settings.register_profile("iocore", deadline=None, derandomize=True, max_examples=50)
hypothesis_settings.load_profile("iocore")


def _missing(what: str) -> None:
    if REQUIRED:
        pytest.fail(f"{what} is required here and missing")
    pytest.skip(f"{what} is not on this machine")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of reference results and public tables, beside the project."""
    if not SHARED.is_dir():
        _missing("the folder ../shared")
    return SHARED


@pytest.fixture(scope="session")
def built_once(request, tmp_path_factory) -> Callable[[str, Callable[[Path], None]], Path]:
    """Make a folder once for all workers of a run: `built_once(name, make)`; copy it to write."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if hasattr(request.config, "workerinput") else base

    def build(name: str, make: Callable[[Path], None]) -> Path:
        with (base / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (base / name).exists():
                made = Path(tempfile.mkdtemp(dir=base))
                make(made)
                made.rename(base / name)
        return base / name

    return build


@pytest.fixture(scope="session")
def rscript() -> str:
    """Rscript, with the packages that the script of a bundle asks for."""
    program = shutil.which("Rscript")
    if program is None:
        _missing("R (Rscript)")
    asked = 'for (p in c("survival", "cmprsk", "sandwich")) library(p, character.only = TRUE)'
    if subprocess.run([str(program), "-e", asked], capture_output=True).returncode:
        _missing("an R package (survival, cmprsk or sandwich)")
    return str(program)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL cluster of our own on a free loopback port, ended by its own process id."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not programs:
        _missing("PostgreSQL")
    binaries = programs[-1].parent
    as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="iocore-pg-"))
    if as_owner:
        shutil.chown(folder, "postgres")
    data, port = folder / "data", _free_port()
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"}
    subprocess.run(
        [
            *as_owner,
            str(binaries / "initdb"),
            "-D",
            str(data),
            "-U",
            "iocore",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        ],
        **quiet,
    )
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c fsync=off -k {folder}"
    control = [*as_owner, str(binaries / "pg_ctl"), "-D", str(data), "-w"]
    subprocess.run([*control, "-o", options, "-l", str(folder / "log"), "start"], **quiet)
    yield f"postgresql+psycopg://iocore@127.0.0.1:{port}"
    subprocess.run([*control, "-m", "immediate", "stop"], **quiet)
    shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request, tmp_path) -> Iterator[str]:
    """Address of an empty database, once for each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'registry.sqlite'}"
        return
    server = request.getfixturevalue("postgres_server")
    name = f"test_{os.getpid()}_{abs(hash(request.node.nodeid))}"
    admin = sa.create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    with engines_disposed():  # a pool that is only forgotten warns in a later test
        yield f"{server}/{name}"
    with admin.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    admin.dispose()


@pytest.fixture
def empty_registry(database_url) -> Iterator[sa.Engine]:
    """A registry at the head of its schema, without a snapshot."""
    engine = writing(database_url)
    initialise(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def small_registry(empty_registry) -> sa.Engine:
    """Two snapshots; the current one has three sites in two regions and two domains.

    Site A (USA): 3 patients HCC, 1 CRLM. Site B (DEU): 2 HCC. Site C (FRA): none.
    Snapshot 1 is old and holds one patient that nobody may see any more.
    """
    with empty_registry.begin() as connection:
        for snapshot, current in ((1, False), (2, True)):
            connection.execute(schema.data_snapshot.insert(), [_snapshot(snapshot, current)])
            connection.execute(schema.site.insert(), [_site(snapshot, *s) for s in _SITES])
        connection.execute(schema.follow_up.insert(), [_follow_up(1, *_PATIENTS[0])])
        connection.execute(schema.follow_up.insert(), [_follow_up(2, *p) for p in _PATIENTS])
        connection.execute(schema.index_record.insert(), [_record(1, 1, _PATIENTS[0])])
        people = enumerate(_PATIENTS, start=1)
        connection.execute(schema.index_record.insert(), [_record(2, *p) for p in people])
        connection.execute(schema.accrual_month.insert(), [_accrual(1, *_MONTHS[0])])
        connection.execute(schema.accrual_month.insert(), [_accrual(2, *m) for m in _MONTHS])
        connection.execute(schema.accrual_target.insert(), [_target(*t) for t in _TARGETS])
        for table, counted in _COUNTED.items():
            rows = [_counted(*place, counted) for place in _COUNTED_AT]
            connection.execute(schema.metadata.tables[table].insert(), rows)
        connection.execute(schema.completeness_count.insert(), [_entered(*p) for p in _COUNTED_AT])
        for table, values in _COURSE.items():
            rows = [_course(table, 1, 1, _PATIENTS[0], values)]
            rows += [_course(table, 2, *numbered, values) for numbered in enumerate(_PATIENTS, 1)]
            connection.execute(schema.curated[table].insert(), rows)
    return empty_registry


_SITES = [("A", "USA", "Alpha"), ("B", "DEU", "Beta"), ("C", "FRA", "Gamma")]
_PLACE = {"A": ("USA", "AM"), "B": ("DEU", "EU"), "C": ("FRA", "EU")}
# diagnosis, site, domain, technique, index month, entry, exit (half days), code, left out
_MARCH_2024 = 12 * 2024 + 2
_PATIENTS = [
    ("D1", "A", "HCC", "CTACE", _MARCH_2024, 0, 200, 1, None),
    ("D2", "A", "HCC", "CTACE", _MARCH_2024, 20, 400, 0, None),
    ("D3", "A", "HCC", "MWA", _MARCH_2024 + 12, 0, 1, 1, None),
    ("D4", "B", "HCC", "MWA", _MARCH_2024 + 1, 0, 300, 0, None),
    ("D5", "B", "HCC", "MWA", _MARCH_2024, None, None, None, "NO_FOLLOW_UP"),
    ("D6", "A", "CRLM", "MWA", _MARCH_2024, 0, 100, 1, None),
]
_MONTHS = [
    ("A", "HCC", _MARCH_2024, 2),
    ("A", "HCC", _MARCH_2024 + 12, 1),
    ("A", "CRLM", _MARCH_2024, 1),
    ("B", "HCC", _MARCH_2024 + 1, 1),
    ("B", "HCC", -1, 1),
]
_TARGETS = [
    ("A", date(2024, 3, 1), 2.5),
    ("B", date(2024, 3, 1), 1.0),
    ("B", date(2024, 4, 1), 1.0),
]

# Tables of counts: one row at each of these places, n telling them apart.
_COUNTED_AT = [(1, "A", "HCC", 50), (2, "A", "HCC", 3), (2, "B", "HCC", 2), (2, "A", "CRLM", 1)]
_COUNTED = {
    "quality_check": {"check_code": "F01", "n_failed": 0},
    "delay_count": {"form": "visit", "month": _MARCH_2024, "delay_days": 5},
    "visit_count": {"visit_code": "M3", "status": "DONE"},
    "people_count": {"sex": "F", "age_decade": 60},
    "observation_count": {
        "horizon_months": 12,
        "n_known": 1,
        "observed_days": 300,
        "possible_days": 365,
    },
}


# What followed: one row of each table for every diagnosis, named after it.
_COURSE = {
    "procedure": {"technique_code": "MWA", "procedure_day": 0.0, "session_no": 1},
    "lesion": {"lesion_no": 1, "baseline_diameter_mm": 30.0},
    "procedure_lesion": {},
    "lesion_assessment": {
        **{"assessment_day": 30.0, "lesion_status": "COMPLETE"},
        **{"viable_diameter_mm": 0.0, "diameter_mm": 24.0},
    },
    "response_assessment": {"criterion": "MRECIST", "response": "PR", "assessment_day": 30.0},
    "clinical_event": {"event_type": "SYSTEMIC_START", "event_day": 60.0},
    "adverse_event": {"ctcae_term": "PAIN", "ctcae_grade": "2", "onset_day": 3.0},
    "visit": {"visit_code": "M1", "window_end_day": 44.0, "window_end_date": date(2024, 5, 1)},
    "screening": {
        **{"month": date(2024, 3, 1), "screened": 1, "eligible": 1, "consented": 1, "treated": 1},
    },
    "pro_score": {
        **{"visit_code": "M1", "instrument": "QLQ_C30", "scale_code": "QL2"},
        **{"score": 60.0, "completed_day": 31.0},
    },
}


def _course(table, snapshot, number, patient, values):
    diagnosis, site, domain, *_ = patient
    keys = {
        **{"snapshot_id": snapshot, "row_no": number, "site_id": site, "domain_code": domain},
        **{"diagnosis_id": diagnosis, "procedure_id": f"{diagnosis}-1", "ae_id": diagnosis},
        **{"lesion_id": f"{diagnosis}-L1", "visit_id": f"{diagnosis}-M1"},
    }
    columns = [column.name for column in schema.curated[table].c]
    row = {name: "DAY" if name.endswith("_precision") else None for name in columns}
    return row | {name: value for name, value in (keys | values).items() if name in columns}


def _entered(snapshot, site, domain, n):
    country, region = _PLACE[site]
    counted = {"n_applicable": n, "n_entered": n, "n_unknown": 0, "month": _MARCH_2024}
    field = {"table_name": "baseline", "column_name": "ecog"}
    place = {"country_code": country, "region_code": region, "site_id": site}
    return {"snapshot_id": snapshot, "domain_code": domain, **place, **field, **counted}


def _counted(snapshot, site, domain, n, columns):
    return {"snapshot_id": snapshot, "site_id": site, "domain_code": domain, "n": n, **columns}


def _snapshot(number, current):
    return {
        "snapshot_id": number,
        "data_cut_date": date(2025, 3, 15),
        "created_at": datetime(2025, 4, 1, tzinfo=UTC),
        "source_label": "Made by hand",
        "schema_version": schema.SCHEMA_VERSION,
        "importer_version": "test",
        "row_counts": {},
        "checksum": "",
        "file_sha256": "",
        "mapping_sha256": "",
        "is_current": current,
        "is_synthetic": True,
    }


def _site(snapshot, code, country, name):
    label = f"Site {code}"
    row = dict.fromkeys(column.name for column in schema.site.c)
    return row | {
        "snapshot_id": snapshot,
        "row_no": ord(code),
        "site_id": code,
        "site_name": f"{name} Hospital",
        "site_label": label,
        "country_code": country,
        "status": "ACTIVE",
    }


def _follow_up(snapshot, diagnosis, site, domain, technique, month, *rest):
    country, region = _PLACE[site]
    entry, leave, code, left_out = rest
    return {
        "snapshot_id": snapshot,
        "endpoint_code": "OS",
        "diagnosis_id": diagnosis,
        "site_id": site,
        "country_code": country,
        "region_code": region,
        "domain_code": domain,
        "technique_code": technique,
        "index_month": month,
        "entry_half_days": entry,
        "exit_half_days": leave,
        "code": code,
        "left_out": left_out,
    }


def _record(snapshot, number, patient):
    diagnosis, site, domain, technique, month, *_followed = patient
    country, region = _PLACE[site]
    return {
        "snapshot_id": snapshot,
        "diagnosis_id": diagnosis,
        "patient_no": number,
        "site_id": site,
        "country_code": country,
        "region_code": region,
        "domain_code": domain,
        "technique_code": technique,
        "index_month": month,
        "sex": "F" if number % 2 else "M",
        "age_at_enrolment": None if number == 5 else 60 + number,
        "ecog": "0",
    }


def _accrual(snapshot, site, domain, month, n):
    country, region = _PLACE[site]
    return {
        "snapshot_id": snapshot,
        "site_id": site,
        "domain_code": domain,
        "month": month,
        "country_code": country,
        "region_code": region,
        "n": n,
    }


def _target(site, month, target):
    row = dict.fromkeys(column.name for column in schema.accrual_target.c)
    return row | {
        "snapshot_id": 2,
        "row_no": 100 * ord(site) + month.month,
        "site_id": site,
        "domain_code": "HCC",
        "month": month,
        "target_n": target,
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
