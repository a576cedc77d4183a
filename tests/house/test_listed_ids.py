"""Every import and fault case of the security design has a test that carries its id."""

import ast
import re
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
# F09, an analysis above a minute, has no subject: no page starts one in a process of its own.
LISTED = {f"i{n:02}" for n in range(1, 26)} | {f"f{n:02}" for n in range(1, 15)} - {"f09"}


def ids_of_tests() -> set[str]:
    found = set()
    for path in TESTS.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                said = f"{node.name} {ast.get_docstring(node) or ''}".lower()
                found |= set(re.findall(r"(?<![a-z0-9])[if]\d\d(?![0-9])", said.replace("_", " ")))
    return found


def test_every_import_and_fault_case_has_a_test_that_names_it():
    assert sorted(LISTED - ids_of_tests()) == []
