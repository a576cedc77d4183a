"""The scripts of a bundle, put together of the parts that its analysis needs."""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "templates"
_PARTS = {  # by kind of bundle: parts of the script in R and of the one in Python
    "survival": (("survival",), ("kaplan_meier", "survival")),
    "competing": (("first_events", "competing"), ("first_events", "competing")),
    "regression": (("regression",), ("cox", "regression")),
    "comparison": (("first_events", "comparison"), ("first_events", "cox", "comparison")),
}


def script_in_r(kind: str) -> str:
    """Return the R script of a kind of bundle."""
    return _joined(_PARTS[kind][0], "R")


def script_in_python(kind: str) -> str:
    """Return the Python script of a kind of bundle."""
    return _joined(_PARTS[kind][1], "py.txt")


@cache
def readme() -> str:
    """Return the text of a bundle's README, with places to fill."""
    return (_FOLDER / "README.txt").read_text(encoding="utf-8")


@cache
def _joined(parts: tuple[str, ...], ending: str) -> str:
    names = ("open", *parts, "close")
    return "".join((_FOLDER / f"{name}.{ending}").read_text(encoding="utf-8") for name in names)
