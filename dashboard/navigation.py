"""Every page: its key, title, icon and view."""

from dataclasses import dataclass

from queries.policies import Level, View, level
from queries.scope import Scope


@dataclass(frozen=True)
class PageEntry:
    """One page; its key is the name of its file, its address and its view."""

    key: str
    title: str
    icon: str
    group: str = ""  # heading of the menu that holds it; empty: on its own
    has_filters: bool = True

    @property
    def view(self) -> View:
        """The view whose matrix entry opens the page."""
        return View(self.key)


PAGES: tuple[PageEntry, ...] = (
    PageEntry("start", "Start", ":material/home:"),
    PageEntry("summary", "Public summary", ":material/groups:", group="Public", has_filters=False),
    PageEntry(
        "advisory", "Advisory summary", ":material/diversity_3:", group="Public", has_filters=False
    ),
    PageEntry(
        "releases", "Releases", ":material/verified_user:", group="Public", has_filters=False
    ),
    PageEntry("accrual", "Accrual", ":material/monitoring:", group="Enrolment"),
    PageEntry("forecast", "Forecast", ":material/trending_up:", group="Enrolment"),
    PageEntry("answerable", "Answerable by", ":material/event_available:", group="Enrolment"),
    PageEntry("representation", "Representation", ":material/public:", group="Enrolment"),
    PageEntry("completeness", "Completeness", ":material/grid_on:", group="Data"),
    PageEntry("quality", "Quality", ":material/rule:", group="Data"),
    PageEntry("timeliness", "Timeliness", ":material/schedule:", group="Data"),
    PageEntry("letter", "Site letter", ":material/mail:", group="Data"),
    PageEntry("cohort", "Cohort", ":material/filter_alt:", group="Outcomes"),
    PageEntry("baseline", "Table 1", ":material/table_chart:", group="Outcomes"),
    PageEntry("survival", "Survival", ":material/show_chart:", group="Outcomes"),
    PageEntry("competing", "Competing risks", ":material/call_split:", group="Outcomes"),
    PageEntry("response", "Response", ":material/target:", group="Outcomes"),
    PageEntry("safety", "Safety", ":material/health_and_safety:", group="Outcomes"),
    PageEntry("reported", "Patient-reported", ":material/forum:", group="Outcomes"),
    PageEntry("regression", "Regression", ":material/stacked_line_chart:", group="Outcomes"),
    PageEntry("comparison", "Comparison", ":material/balance:", group="Outcomes"),
    PageEntry("learning", "Learning and drift", ":material/school:", group="Outcomes"),
    PageEntry("timeline", "Patient timeline", ":material/timeline:", group="Outcomes"),
    PageEntry("people", "People", ":material/group:", group="Administration", has_filters=False),
    PageEntry(
        "audit", "Audit log", ":material/verified:", group="Administration", has_filters=False
    ),
    PageEntry("methods", "Methods", ":material/menu_book:", group="About", has_filters=False),
    PageEntry(
        "dictionary", "Dictionary", ":material/dictionary:", group="About", has_filters=False
    ),
    PageEntry("figure", "Cited figure", ":material/tag:", group="About", has_filters=False),
)
HOME = "start"


def entry(key: str) -> PageEntry:
    """Return the entry of a page."""
    return {page.key: page for page in PAGES}[key]


def is_open(page: PageEntry, scope: Scope) -> bool:
    """Say whether a scope's role may open a page; the matrix decides."""
    return level(scope.role, page.view) is not Level.CLOSED
