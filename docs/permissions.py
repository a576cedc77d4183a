"""The command that renews `docs/permissions.md` from the permission matrix in the code."""

from pathlib import Path

from dashboard.auth import ROLE_NAMES, scope_of
from dashboard.navigation import PAGES
from queries.policies import (
    CONFIRMING_ROLES,
    SITE_NAME_ROLES,
    Level,
    View,
    level,
    reads_registry,
)
from queries.scope import Reach, Role
from queries.state.people import Person

TARGET = Path(__file__).with_name("permissions.md")

_HEAD = """# Who may see what

Made from the permission matrix (`queries/policies.py`), the pages (`dashboard/navigation.py`) and
the one maker of scopes (`dashboard/auth.py`) by `python docs/permissions.py`; do not edit it by
hand. A house test fails when it is not current. What is not listed is closed. The matrix is asked
three times: by the menu, by the page file itself, and by each answer before its cache is asked.

| | meaning |
|---|---|
| - | the page refuses in one sentence and runs no query; the refusal is noted in the audit log |
| released | published, protected items or texts; no patient table is read |
| aggregate | exact counts, estimates and curves within the reach of the role; no row of a patient |
| de-identified | rows without study number, site and dates, a site its own; each look is noted |
| full | rows with study number, site and dates; each look is in the audit log |
"""
_WORDS = {
    Level.CLOSED: "-",
    Level.RELEASED: "released",
    Level.AGGREGATE: "aggregate",
    Level.DEIDENTIFIED: "de-identified",
    Level.FULL: "full",
}
_PARTS = {
    View.OVERVIEW: "Start: the committee's part",
    View.WORKLIST: "Start: a site's own part",
    View.REGISTRY_TOTAL: "Accrual: one total of the whole registry, beside the own site",
    View.OVERDUE: "Timeliness: list of overdue visits",
    View.GAPS: "Completeness: list of records that lack a field",
    View.COMPARING: "Comparison: design, freeze, compute",
    View.RESPONSE_ROWS: "Response: best change in size, a bar a patient",
    View.BUNDLE: "Survival, competing risks, regression, comparison: rows that leave as a bundle",
    View.POOLED_RISK: "Learning and drift: the risk model of all sites, no row and no place",
}


def permissions_text() -> str:
    """Return the matrix as a document in Markdown."""
    pages = {page.view: page.title for page in PAGES}
    return "\n".join(
        [
            _HEAD,
            "## Pages\n",
            _table("page", pages),
            "## Parts of pages\n",
            _table("part", {view: _PARTS[view] for view in View if view not in pages}),
            "## Reach\n",
            _reach(),
        ]
    )


def _table(what: str, views: dict[View, str]) -> str:
    roles = list(Role)
    lines = [
        f"| {what} | {' | '.join(ROLE_NAMES[role] for role in roles)} |",
        "|---" * (len(roles) + 1) + "|",
    ]
    for view, title in views.items():
        cells = (_WORDS[level(role, view)] for role in roles)
        lines.append(f"| {title} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _reach() -> str:
    lines = [
        "| role | reads the registry | domains | sites | reads sites by | confirms a held import |",
        "|---|---|---|---|---|---|",
    ]
    for role, name in ROLE_NAMES.items():
        listed = frozenset({"listed"})
        scope = scope_of(Person("", "", role, listed, listed, is_active=True, has_password=True), 0)
        is_reader = reads_registry(role)
        cells = (
            name,
            "yes" if is_reader else "no",
            _extent(scope.domain_reach, scope.domains) if is_reader else "none",
            _extent(scope.site_reach, scope.sites) if is_reader else "none",
            ("name" if role in SITE_NAME_ROLES else "label") if is_reader else "-",
            "yes" if role in CONFIRMING_ROLES else "no",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _extent(reach: Reach, listed: frozenset[str]) -> str:
    if reach is Reach.ALL:
        return "all"
    return "those listed for the person" if listed else "none"


if __name__ == "__main__":
    TARGET.write_text(permissions_text(), encoding="utf-8")
