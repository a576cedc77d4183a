"""What is noted of files, commands and refused pages, and what happens where nothing can be."""

import csv
import io
import json
import re
import sys
import zlib
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import cli, exports, session
from dashboard.exports import Parcel, Taker, at_click
from dashboard.noting import Unnoted
from dashboard.settings import settings
from queries.engine import reading
from queries.errors import AccessDenied
from queries.scope import Role
from queries.state import people
from queries.state.audit import latest, verify
from queries.state.store import _opened

ROOT = Path(__file__).resolve().parents[2]
PARCEL = Parcel("survival", "CSV", 7)


@pytest.fixture
def production(planted, monkeypatch, tmp_path):
    """The planted registry with people of its own: `production(role)` signs one in."""
    monkeypatch.setenv("IOCORE_HOME", str(planted.home))
    monkeypatch.setenv("IOCORE_ENVIRONMENT", "production")
    settings.cache_clear()

    def signed_in_as(role):
        monkeypatch.setattr(session, "token", lambda: planted.tokens[role])
        return settings().state_url

    yield signed_in_as
    settings.cache_clear()
    reading.cache_clear()


def lose_the_log(monkeypatch, tmp_path):
    (tmp_path / "lost.sqlite").mkdir()
    monkeypatch.setenv("IOCORE_STATE_DATABASE_URL", f"sqlite:///{tmp_path / 'lost.sqlite'}")
    settings.cache_clear()


def details_of(entry):
    return json.loads(entry.details)


def test_a13_a_button_that_is_not_clicked_makes_no_file_and_no_entry(production):
    url = production(Role.STEERING)
    before, made = verify(url).n, []
    at_click(PARCEL, made.append)

    assert (verify(url).n, made) == (before, [])


def test_a_click_is_noted_with_who_what_and_the_id_that_the_file_carries(production):
    url = production(Role.STEERING)
    export_id = at_click(PARCEL, lambda given: given)()
    entry = latest(url, 1)[0]

    assert (entry.actor, entry.role) == ("P-STEERING", "STEERING")
    assert (entry.action, entry.object) == ("export", "survival")
    assert details_of(entry)["export_id"] == export_id
    assert re.fullmatch(r"[0-9a-f]{32}", export_id)


def test_every_click_has_an_id_of_its_own(production):
    production(Role.STEERING)
    click = at_click(PARCEL, lambda given: given)

    assert click() != click()


def test_a14_a_click_after_the_role_was_taken_is_refused(production):
    url = production(Role.ADVISORY)
    click = at_click(PARCEL, lambda given: given)
    people.change(url, "P-ADVISORY", is_active=False)

    with pytest.raises(AccessDenied, match="rights have changed"):
        click()
    people.change(url, "P-ADVISORY", is_active=True)


def test_a11_in_production_no_file_is_made_that_cannot_be_noted(production, monkeypatch, tmp_path):
    production(Role.STEERING)
    made = []
    same = Taker(Role.STEERING)
    monkeypatch.setattr(exports, "_require_same", lambda _taker: None)
    lose_the_log(monkeypatch, tmp_path)

    with pytest.raises(Unnoted, match="audit log cannot be written"):
        exports._hand_out(same, PARCEL, made.append)
    assert made == []


@pytest.mark.parametrize("environment", ["demo", "local"])
def test_where_nobody_signs_in_a_lost_log_costs_no_file(monkeypatch, tmp_path, environment):
    monkeypatch.setenv("IOCORE_HOME", str(tmp_path))
    monkeypatch.setenv("IOCORE_ENVIRONMENT", environment)
    lose_the_log(monkeypatch, tmp_path)

    assert at_click(PARCEL, lambda given: given)()
    settings.cache_clear()


def test_f13_a_page_says_in_one_sentence_why_it_offers_no_file(production, monkeypatch):
    production(Role.STEERING)

    def lost():
        raise Unnoted

    monkeypatch.setattr(exports, "require_log", lost)
    app = AppTest.from_file(str(ROOT / "pages/survival.py"), default_timeout=60).run()

    assert not app.exception
    assert app.get("plotly_chart")
    assert not app.get("download_button")
    assert any("Files cannot be taken away now" in text.value for text in app.warning)


@pytest.fixture
def taken(production, monkeypatch):
    """Every file of a page, made as by a click: `taken(role, page)` -> name -> content."""

    def take(role, page):
        production(role)
        files = {}

        def offer(_label, data, file_name="", **_given):
            files[file_name] = data()
            return False

        monkeypatch.setattr(st, "download_button", offer)
        app = AppTest.from_file(str(ROOT / f"pages/{page}.py"), default_timeout=60).run()
        assert not app.exception
        return files

    return take


def noted_ids(n):
    return {details_of(entry)["export_id"] for entry in latest(settings().state_url, n)}


def text_of(content):
    if isinstance(content, str):
        return content
    packed = re.findall(rb"stream\r?\n(.*?)endstream", content, flags=re.DOTALL)
    return content.decode("latin-1") + "".join(
        zlib.decompress(part).decode("latin-1") for part in packed if part[:1] == b"x"
    )


@pytest.mark.parametrize(("role", "page"), [(Role.STEERING, "survival"), (Role.SITE, "letter")])
def test_every_file_of_a_page_carries_the_id_under_which_it_was_noted(taken, role, page):
    files = taken(role, page)
    ids = noted_ids(len(files))

    assert len(ids) == len(files) > 1
    for name, content in files.items():
        assert [one for one in ids if one in text_of(content)], name


def test_every_row_of_a_csv_names_its_export(taken):
    files = taken(Role.STEERING, "survival")
    text = next(content for name, content in files.items() if name.endswith(".csv"))
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))

    assert len({row["export_id"] for row in rows}) == 1
    assert next(iter(rows[0])) == "data"


def test_a_page_that_is_refused_is_noted_with_who_asked(production):
    url = production(Role.SITE)
    AppTest.from_file(str(ROOT / "pages/regression.py"), default_timeout=60).run()
    entry = latest(url, 1)[0]

    assert (entry.actor, entry.action, entry.object) == ("P-SITE", "page", "regression")
    assert entry.outcome == "refused"


@pytest.fixture
def iocore(monkeypatch, tmp_path, capsys):
    """Run a command on an own registry: `iocore("local", "snapshot", "delete", 1)`."""

    def run(environment, *words):
        monkeypatch.setenv("IOCORE_ENVIRONMENT", environment)
        monkeypatch.setenv("IOCORE_HOME", str(tmp_path / "home"))
        monkeypatch.setattr(sys, "argv", ["iocore", *map(str, words)])
        settings.cache_clear()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return ended.value.code, "".join(capsys.readouterr())

    yield run
    settings.cache_clear()
    reading.cache_clear()
    _opened.cache_clear()


COMMANDS = [
    (("import", "table", "no-such.csv", "--mapping", "no-such.toml"), "import", "no-such.csv"),
    (("snapshot", "activate", 9), "snapshot switch", "9"),
    (("snapshot", "delete", 9), "snapshot delete", "9"),
    (("publish", "approve", 9, "--by", "Ada"), "release approve", "9"),
    (("publish", "withdraw", 9, "--by", "Ada"), "release withdraw", "9"),
    (("publish", "build", "--by", "Ada"), "release build", "current snapshot"),
]


@pytest.mark.parametrize(("words", "action", "subject"), COMMANDS, ids=lambda part: str(part)[:30])
def test_a_command_is_noted_before_it_starts_and_with_how_it_ended(iocore, words, action, subject):
    iocore("local", "init")
    iocore("local", *words)
    ended, started = latest(settings().state_url, 2)

    assert (started.action, started.outcome) == (f"{action} start", "done")
    assert (ended.action, ended.object) == (f"{action} end", subject)
    assert ended.outcome.startswith("refused: ")
    assert ended.actor.startswith("command line: ")


def test_in_production_a_command_that_cannot_be_noted_does_nothing(iocore, monkeypatch, tmp_path):
    iocore("local", "init")
    lose_the_log(monkeypatch, tmp_path)
    code, told = iocore("production", "snapshot", "activate", 9)

    assert code == 5
    assert "nothing is done that is not in it" in told


def test_a_dry_run_changes_nothing_and_is_not_noted(iocore):
    iocore("local", "init")
    iocore("local", "import", "table", "a.csv", "--mapping", "a.toml", "--dry-run")

    assert verify(settings().state_url).n == 0
