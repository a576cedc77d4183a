"""A registry with values planted in it that must not come out, and a search for them in bytes."""

import base64
import json
import re
import struct
import zlib
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa

from dashboard import visitor
from dashboard.publish_commands import publish_demo
from dashboard.settings import settings
from queries import schema
from queries.demo.load import load_demo
from queries.engine import reading, writing
from queries.initialise import initialise
from queries.scope import Role
from queries.state import people, sessions
from queries.state.people import Person
from queries.state.store import _opened

HIDDEN, OWN = "S03", "S19"  # the site whose counts are planted, and the one that looks
NAME, LABEL, PATIENT, TEXT = "XNAMEX", "XLABELX", "XPATIENTX", "XTEXTX"
# All that the hidden site has of liver cancer in a table of counts: one row with this number.
COUNTS = {
    "accrual_month": 91_733,
    "people_count": 91_741,
    "quality_check": 91_743,
    "visit_count": 91_751,
}
LEAD = frozenset({"CRLM"})  # of another disease than the planted counts
KEYS = ("patient_id", "diagnosis_id", "procedure_id", "lesion_id", "visit_id", "ae_id")
TEXTS = (("import_batch", "file_label"), ("import_finding", "remedy"), ("site", "source_group"))


@dataclass(frozen=True)
class Planted:
    """Where the planted registry lies, and the token of a session of each role."""

    home: Path
    tokens: dict[Role, str]


def _plant(connection):
    tables = schema.metadata.tables
    site = tables["site"]
    labels = {"site_name": NAME + site.c.site_id, "site_label": LABEL + site.c.site_id}
    connection.execute(site.update().values(labels))
    for table in tables.values():
        # An empty lesion stands for a diagnosis: filled, outcomes would meet no record.
        held = {
            key: sa.case((table.c[key] == "", ""), else_=PATIENT + table.c[key])
            for key in KEYS
            if key in table.c
        }
        if held:
            connection.execute(table.update().values(held))
    for name, column in TEXTS:
        held = sa.func.coalesce(tables[name].c[column], "")
        connection.execute(tables[name].update().values({column: TEXT + held}))
    for name, number in COUNTS.items():
        table = tables[name]
        mine = (table.c.site_id == HIDDEN) & (table.c.domain_code == "HCC")
        row = dict(connection.execute(sa.select(table).where(mine)).mappings().first())
        connection.execute(table.delete().where(mine))
        connection.execute(table.insert(), [row | {"n": number}])


def _enter(url):
    reach = {Role.SITE: (frozenset(), frozenset({OWN})), Role.DOMAIN_LEAD: (LEAD, frozenset())}
    now = visitor.now()
    tokens = {Role.PUBLIC: ""}
    for role in people.ASSIGNABLE:
        domains, sites = reach.get(role, (frozenset(), frozenset()))
        person = Person(role.value, f"P-{role.value}", role, domains, sites, True, True)
        people.add(url, person, now)
        tokens[role] = sessions.open_session(url, person.person_id, now)
    return tokens


@pytest.fixture(scope="session")
def planted(tmp_path_factory) -> Planted:
    """A registry of 600 diagnoses with its release, every name, key and text in it a canary."""
    home = tmp_path_factory.mktemp("planted")
    home.chmod(0o700)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IOCORE_HOME", str(home))
        settings.cache_clear()
        engine = writing(settings().registry_url)
        initialise(engine)
        load_demo(engine, n_diagnoses=600, now=datetime(2026, 1, 1, tzinfo=UTC))
        engine.dispose()
        careless = sa.create_engine(settings().registry_url)  # keys change table by table
        with careless.begin() as connection:
            _plant(connection)
        careless.dispose()
        publish_demo(datetime(2026, 1, 1, tzinfo=UTC))
        tokens = _enter(settings().state_url)
        reading.cache_clear()
        _opened.cache_clear()
    settings.cache_clear()
    for file in home.iterdir():
        file.chmod(0o600)
    return Planted(home, tokens)


def _numbers_in(text):
    """Numbers that stand alone in a text, without the marks between thousands."""
    return {re.sub(r"[^\d]", "", found) for found in re.findall(r"\d[\d,\u202f\u00a0]*", text)}


def _arrays_in(text):
    """Numbers of the arrays that plotly writes in base 64."""
    for kind, data in re.findall(r'"dtype":\s*"(\w+)",\s*"bdata":\s*"([^"]+)"', text):
        numbers = np.frombuffer(base64.b64decode(json.loads(f'"{data}"')), dtype=kind)
        yield from (str(round(float(n))) for n in numbers if np.isfinite(n))


def _packed(number, held):
    # Tables travel as columns of eight bytes; a number that is text in them is found as text.
    return struct.pack("<q", number) in held or struct.pack("<d", number) in held


def _inflated(held):
    for part in re.findall(rb"stream\r?\n(.*?)endstream", held, flags=re.DOTALL):
        try:
            yield zlib.decompress(part)
        except zlib.error:
            continue


def _unzipped(held):
    if not is_zipfile(BytesIO(held)):
        return []
    with ZipFile(BytesIO(held)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def canaries_in(held: bytes | str) -> set[str]:
    """Names of the planted values that bytes hold; other labels than the own site's count."""
    held = held.encode() if isinstance(held, str) else held
    held = b"\n".join([held, *_inflated(held)]) if held.startswith(b"%PDF") else held
    held = b"\n".join([held, *_unzipped(held)])
    text = held.decode("utf-8", errors="replace")
    found = {word for word in (NAME, PATIENT, TEXT) if word in text}
    sites = set(re.findall(rf"{LABEL}(S\d\d)", text))
    found |= {LABEL} if sites - {OWN} else set()
    found |= {"own label"} if OWN in sites else set()
    numbers = _numbers_in(text) | set(_arrays_in(text))
    counted = {n for n in COUNTS.values() if str(n) in numbers or _packed(n, held)}
    return found | ({"counts of a hidden site"} if counted else set())


def _spelt(value) -> str:
    """Everything that a kept result holds, as text, down to the last cell of a frame."""
    if isinstance(value, pd.DataFrame | pd.Series):
        return " ".join((value.to_csv(float_format="%.0f"), str(getattr(value, "attrs", ""))))
    if isinstance(value, np.ndarray):
        return " ".join(_spelt(one) for one in value.ravel().tolist())
    if is_dataclass(value) and not isinstance(value, type):
        return " ".join(_spelt(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, dict):
        return " ".join(f"{_spelt(key)} {_spelt(one)}" for key, one in value.items())
    if isinstance(value, list | tuple | set | frozenset):
        return " ".join(_spelt(one) for one in value)
    return f"{value:.0f}" if isinstance(value, float) else str(value)


@pytest.fixture(scope="session")
def find_canaries():
    return canaries_in


@pytest.fixture(scope="session")
def spell():
    return _spelt


@pytest.fixture(scope="session")
def permitted():
    """What of the planted values each role may see; what is not listed it must not."""
    counted = "counts of a hidden site"
    return {
        Role.PUBLIC: set(),
        Role.ADVISORY: set(),
        Role.ADMIN: set(),
        Role.SITE: {"own label"},
        Role.DOMAIN_LEAD: {LABEL, "own label"},
        Role.STEERING: {LABEL, "own label", counted},
        Role.COORDINATING: {NAME, LABEL, "own label", counted},
    }
