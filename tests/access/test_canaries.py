"""No page, kept result, file or message to the browser holds what its role must not see."""

from collections import defaultdict
from pathlib import Path

import pytest
import streamlit as st
from sqlalchemy import true
from streamlit.testing.v1 import AppTest

from dashboard import session
from dashboard.answers import gate, published
from dashboard.navigation import PAGES
from dashboard.settings import settings
from queries import policies, registry
from queries.engine import reading
from queries.scope import Role

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = {page.key: f"pages/{page.key}.py" for page in PAGES} | {"frame": "dashboard/app.py"}


class Walk:
    """What is sent to a role, searched: which planted values were found, and where."""

    def __init__(self, find, spell):
        self.find, self.spell, self.found = find, spell, defaultdict(set)

    def note(self, where, held):
        for canary in self.find(held):
            self.found[canary].add(where)

    def keep(self, key, work):
        result = work()
        self.note("kept result", self.spell(result))
        return result

    def offer(self, label, data, file_name="", **_given):
        self.note("name of a file", file_name)
        is_picture = file_name.endswith((".pdf", ".png")) and "site-letter" not in file_name
        if not is_picture:  # the same plate as the SVG, whose letters can be searched
            self.note(f"file {file_name}", data() if callable(data) else data)
        return False

    def read(self, app):
        for node in app._tree:
            if (proto := getattr(node, "proto", None)) is not None:
                self.note("page", proto.SerializeToString())
        return self.found


@pytest.fixture
def walk(planted, monkeypatch, spell, find_canaries):
    """Open a script as a role in production: `walk(role, script)` -> where each canary stood."""
    monkeypatch.setenv("IOCORE_HOME", str(planted.home))
    monkeypatch.setenv("IOCORE_ENVIRONMENT", "production")
    seen = Walk(find_canaries, spell)
    for module in (gate, published):
        monkeypatch.setattr(module, "kept", seen.keep)
    monkeypatch.setattr(st, "download_button", seen.offer)

    def walked(role, script):
        settings.cache_clear()
        monkeypatch.setattr(session, "token", lambda: planted.tokens[role])
        app = AppTest.from_file(str(ROOT / script), default_timeout=120).run()
        assert not app.exception, script
        return seen.read(app)

    yield walked
    settings.cache_clear()
    reading.cache_clear()


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=list(SCRIPTS))
@pytest.mark.parametrize("role", list(Role))
def test_no_role_is_sent_a_planted_value_that_it_must_not_see(walk, permitted, role, script):
    found = walk(role, script)

    assert {canary: found[canary] for canary in set(found) - permitted[role]} == {}


def test_the_search_finds_what_may_be_seen(walk):
    # A search that finds nothing anywhere would pass every other test of this file.
    found = walk(Role.COORDINATING, "pages/accrual.py")

    assert {"XNAMEX", "counts of a hidden site"} <= set(found)


@pytest.mark.parametrize(
    ("held", "canary"),
    [
        (b"PK XPATIENTXD0000001", "XPATIENTX"),
        ("S19 91,733 enrolled", "counts of a hidden site"),
        ('{"dtype": "i4", "bdata": "VWYBAA=="}', "counts of a hidden site"),
        (b"\xff" + (91_743).to_bytes(8, "little"), "counts of a hidden site"),
        ("XLABELXS03", "XLABELX"),
    ],
)
def test_the_search_finds_each_way_of_writing_a_value(find_canaries, held, canary):
    assert find_canaries(held) == {canary}


def test_a_hole_opened_on_purpose_is_found(walk, monkeypatch):
    # The role that may read names, widened to all: what a slip in the policy would do.
    monkeypatch.setattr(registry, "SITE_NAME_ROLES", frozenset(Role))
    monkeypatch.setattr(policies, "_listed", lambda *_: true())
    found = walk(Role.SITE, "pages/accrual.py")

    assert {"XNAMEX", "counts of a hidden site"} <= set(found)
