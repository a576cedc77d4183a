"""Writes docs/validation.md: which function was held against which referee, and how close it came.

Run it with `make validation` after a change of `analytics/` or of its reference tests; a test
fails while the page is older than either.
"""

import ast
import hashlib
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "validation.md"
TESTS = ROOT / "tests" / "reference"
_DIGEST = "Made from"


def digest() -> str:
    """Return a digest of the statistics and of what holds them to their referees."""
    found = hashlib.sha256()
    for path in sorted([*(ROOT / "analytics").rglob("*.py"), *TESTS.glob("*.py")]):
        found.update(path.name.encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def digest_of_page() -> str:
    """Return the digest that the page was made from."""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith(_DIGEST):
            return line.removeprefix(_DIGEST).strip(" .`")
    return ""


@dataclass
class Seen:
    """What one test compared."""

    cases: int = 0
    numbers: int = 0
    largest: float = 0.0  # relative, absolute where the referee says 0
    failed: bool = False


class Recorder:
    """Listens to every comparison of numbers while the reference tests run."""

    def __init__(self) -> None:
        self.seen: defaultdict[tuple[str, str], Seen] = defaultdict(Seen)
        self._now: Seen | None = None
        self._compare = np.testing.assert_allclose
        np.testing.assert_allclose = self._listen

    def _listen(self, actual: object, desired: object, *args: object, **kwargs: object) -> None:
        self._compare(actual, desired, *args, **kwargs)
        if self._now is not None:
            ours = np.atleast_1d(np.asarray(actual, dtype=float))
            theirs = np.broadcast_to(np.asarray(desired, dtype=float), ours.shape)
            known = np.isfinite(ours) & np.isfinite(theirs)
            scale = np.where(theirs[known] == 0, 1.0, np.abs(theirs[known]))
            error = np.abs(ours[known] - theirs[known]) / scale
            self._now.numbers += int(known.sum())
            self._now.largest = max(self._now.largest, float(error.max(initial=0.0)))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_call(self, item: pytest.Item) -> None:
        """Count the case that runs now."""
        self._now = self.seen[item.path.name, item.originalname]
        self._now.cases += 1

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember a failure: a page with one is not written."""
        if report.failed and self._now is not None:
            self._now.failed = True


def main() -> int:
    """Run the reference tests and write the page; 1 where one fails."""
    recorder = Recorder()
    code = pytest.main([str(TESTS), "-q", "-p", "no:xdist", "-p", "no:cacheprovider"], [recorder])
    if code or any(seen.failed for seen in recorder.seen.values()):
        return 1
    PAGE.write_text(_page(recorder), encoding="utf-8")
    return 0


def _page(recorder: Recorder) -> str:
    lines = [
        "# Validation",
        "",
        "Every number of `analytics/` that has a referee, and how far it lies from it. Written by",
        "`make validation`; expected values come from R, from print, or from another library,",
        "never from this code. Errors are relative, absolute where the referee says 0.",
        "Coverage and error rates are in [simulations.md](simulations.md).",
        "",
        f"{_DIGEST} `{digest()}`.",
    ]
    for name in sorted({file for file, _ in recorder.seen}):
        tree = ast.parse((TESTS / name).read_text(encoding="utf-8"))
        about = (ast.get_docstring(tree) or "").split("\n\n")[0].replace("\n", " ")
        lines += ["", f"## {name.removeprefix('test_').removesuffix('.py').replace('_', ' ')}", ""]
        lines += [about, "", f"Functions: {', '.join(_functions(tree)) or 'none of analytics'}", ""]
        lines += ["| what is held | cases | numbers | largest error |", "|---|---|---|---|"]
        for (file, test), seen in recorder.seen.items():
            if file == name:
                said = test.removeprefix("test_").replace("_", " ")
                error = f"{seen.largest:.0e}" if seen.numbers else "within the limit"
                lines.append(f"| {said} | {seen.cases} | {seen.numbers:,} | {error} |")
    return "\n".join([*lines, ""])


def _functions(tree: ast.Module) -> list[str]:
    return sorted(
        f"`{node.module}.{alias.name}`"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("analytics.")
        for alias in node.names
        if alias.name[0].islower()
    )


if __name__ == "__main__":
    sys.exit(main())
