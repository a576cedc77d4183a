"""The shape of the house: sizes, page form, names, and what no commit may hold."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.navigation import PAGES
from dashboard.texts.library import METHOD_KEYS, methods_text, page_text
from queries.policies import View

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("analytics", "dashboard", "pages", "queries")
CODE = sorted(
    path
    for floor in FLOORS
    for path in (ROOT / floor).rglob("*.py")
    if "migrations" not in path.parts
)
SCRIPTS = sorted(path for path in (ROOT / "pages").glob("*.py") if path.stem != "__init__")
TRACKED = subprocess.run(
    ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
).stdout.splitlines()


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_one_room(path):
    lines = path.read_text().splitlines()

    assert len(lines) <= 340
    assert ast.get_docstring(ast.parse(path.read_text())), "the first line says what lives here"


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_function_is_one_thought(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            if body and body[-1].end_lineno is not None:
                assert body[-1].end_lineno - body[0].lineno + 1 <= 45, node.name


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_page_opens_its_own_door_before_anything_else(script):
    body = [
        node
        for node in ast.parse(script.read_text()).body
        if not isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert ast.unparse(body[1]) == f"page = open_page('{script.stem}')"  # body[0]: docstring
    assert len(script.read_text().splitlines()) <= 60


def test_pages_navigation_and_views_name_the_same_things():
    keys = {page.key for page in PAGES}

    assert keys == {script.stem for script in SCRIPTS}
    parts = {"registry_total", "overview", "worklist", "comparing", "pooled_risk"}
    parts |= {"response_rows", "bundle", "overdue", "gaps"}  # of a page
    assert keys == {view.value for view in View} - parts


def test_every_page_has_its_introduction():
    assert all(page_text(page.key) for page in PAGES)


@pytest.mark.parametrize("key", METHOD_KEYS)
def test_every_methods_text_answers_the_five_questions(key):
    headings = re.findall(r"^#+ (.+)$", methods_text(key), flags=re.MULTILINE)

    assert [h for h in headings if h in _FIVE] == _FIVE


_FIVE = ["Question", "Method", "Reading", "Limits", "Reference"]


@pytest.mark.parametrize("floor", FLOORS)
def test_no_file_is_named_like_a_standard_module(floor):
    names = {path.stem for path in (ROOT / floor).glob("*.py")} - {"__init__"}

    assert not names & sys.stdlib_module_names


def test_the_lock_names_no_host_and_pins_everything_with_hashes():
    lock = (ROOT / "requirements.lock").read_text()
    packages = re.findall(r"^[a-z0-9].*$", lock, flags=re.MULTILINE | re.IGNORECASE)

    assert "://" not in lock
    assert all("==" in line for line in packages)
    assert "--hash=sha256:" in lock


def test_no_tracked_text_names_a_path_of_a_machine():
    own = Path(__file__).name
    for name in TRACKED:
        path = ROOT / name
        is_text = path.suffix in {".py", ".md", ".toml", ".sh", ""} and path.is_file()
        if is_text and path.name != own:
            assert not re.search(r"/work/|/root/", path.read_text(errors="ignore")), name


def test_no_public_table_lies_in_the_project():
    assert not [name for name in TRACKED if name.endswith((".xlsx", ".xpt", ".sqlite", ".xls"))]
