"""Texts of the methods page and introductions of pages, by key."""

from functools import cache
from pathlib import Path

from dashboard.texts.tongues import OPENINGS, tongue

_FOLDER = Path(__file__).parent

METHOD_TITLES = {
    "survival": "Survival",
    "competing": "Competing risks",
    "regression": "Regression",
    "cohort": "Cohort and Table 1",
    "response": "Response",
    "safety": "Safety",
    "reported": "Patient-reported outcomes",
    "comparison": "Adjusted comparison",
    "learning": "Learning and drift",
    "timeline": "Patient timeline",
    "accrual": "Accrual",
    "sites": "Sites",
    "forecast": "Forecast",
    "answerable": "Answerable by",
    "completeness": "Completeness",
    "missing": "Cost of missing fields",
    "quality": "Data quality",
    "timeliness": "Timeliness",
    "representation": "Representation",
    "home": "Start page",
    "letter": "Site letter",
    "privacy": "Privacy",
    "import": "Data and import",
}
METHOD_KEYS = tuple(METHOD_TITLES)


@cache
def methods_text(key: str) -> str:
    """Return a methods text in markdown: Question, Method, Reading, Limits, Reference."""
    return (_FOLDER / "methods" / f"{key}.md").read_text(encoding="utf-8").strip()


@cache
def page_text(key: str) -> str:
    """Return the introduction of a page, a few sentences in English."""
    if key in OPENINGS:
        return tongue("en").say(OPENINGS[key][1])
    return (_FOLDER / "pages" / f"{key}.md").read_text(encoding="utf-8").strip()
