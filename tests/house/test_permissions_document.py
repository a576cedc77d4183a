"""The permission matrix on paper is the one in the code."""

import importlib.util
import re
from pathlib import Path

import pytest

from queries import policies
from queries.policies import Level, View
from queries.scope import Role

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def document():
    spec = importlib.util.spec_from_file_location("permissions", ROOT / "docs/permissions.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_permissions_on_paper_are_current(document):
    written = document.TARGET.read_text(encoding="utf-8")

    assert written == document.permissions_text(), "renew it with: python docs/permissions.py"


def test_a_change_of_the_matrix_changes_the_document(document, monkeypatch):
    before = document.permissions_text()
    monkeypatch.setitem(policies.MATRIX, (Role.SITE, View.RELEASES), Level.FULL)

    assert document.permissions_text() != before


def test_every_view_stands_in_the_document_once(document):
    rows = [line for line in document.permissions_text().splitlines() if line.startswith("| ")]
    told = [line for line in rows if line.count("|") == len(Role) + 2]

    assert len(told) == len(View) + 2  # and the heads of two tables


EVIDENCE = ("asvs.md", "threat-model.md")


@pytest.mark.parametrize("name", EVIDENCE)
def test_every_file_named_as_evidence_is_there(name):
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:tests|queries|dashboard|docs|\.streamlit)/[^`]+)`", text))

    assert named
    assert sorted(path for path in named if not (ROOT / path).exists()) == []
