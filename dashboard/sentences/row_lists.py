"""Lists to be worked off in sentences."""

from datetime import date

from analytics.row_lists import (
    ENROLMENT,
    EVENT,
    FORM,
    UNKNOWN,
    Gap,
    Gaps,
    OverdueVisit,
    OverdueVisits,
)
from dashboard.wording import NOT_SUPPLIED, Words, counted, whole
from queries.domains.adverse_terms import term_label
from queries.domains.common import EVENT_TYPE

MOST_ON_SCREEN = 50
_SINCE = {
    FORM: "form entered without it",
    EVENT: "day of the event",
    ENROLMENT: "enrolment, form not sent",
}
_EVENTS = {code.code: code.label for code in EVENT_TYPE}
_PURPOSE = "For completing the registry; not for publication."


def calendar_day(day: date | None) -> str:
    """Write a calendar day, or that there is none."""
    return NOT_SUPPLIED if day is None else f"{day.day} {day:%b %Y}"


def visit_state(visit: OverdueVisit) -> str:
    """Say what is missing of a visit."""
    return "took place, day not entered" if visit.is_undated else "no visit entered"


def state_name(gap: Gap) -> str:
    """Say why there is no value."""
    return "stated as unknown" if gap.state == UNKNOWN else "not entered"


def since_words(gap: Gap) -> str:
    """Say since when a value was expected, and by what."""
    if gap.since is None:
        return NOT_SUPPLIED
    return f"{calendar_day(gap.since)} ({_SINCE[gap.since_what]})"


def item_name(result: Gaps, gap: Gap) -> str:
    """Return what tells the record from others of the patient, as "Visit M3, 4 Mar 2024"."""
    form = result.form.replace("_", " ").capitalize()
    item = gap.item
    if result.form == "adverse_event" and item:
        item = term_label(item)
    item = _EVENTS.get(item, item)
    day = "" if gap.happened is None else calendar_day(gap.happened)
    return ", ".join(part for part in (f"{form} {item}".strip(), day) if part)


def overdue_counted(result: OverdueVisits, _words: Words) -> str:
    """Say what is listed, and from when days are counted."""
    return (
        f"{counted(len(result.visits), 'overdue visit')} of {counted(result.people, 'patient')} of "
        f"{result.site}. Overdue: the window closed by the data cut-off and no day of the visit "
        "is entered; days are counted from the last day of the window. Visits before enrolment, "
        f"after death or after leaving are not due. {_on_screen(len(result.visits))}"
    )


def overdue_seen(result: OverdueVisits, _words: Words) -> str:
    """Say how many are overdue, and for how long."""
    days = [visit.days for visit in result.visits]
    late = sum(day > 90 for day in days)  # noqa: PLR2004  # a quarter
    return (
        f"{counted(len(days), 'visit')} of {result.site} overdue; the longest for "
        f"{counted(max(days), 'day')}, {whole(late)} for more than 90 days."
    )


def gaps_counted(result: Gaps, _words: Words) -> str:
    """Say what is listed."""
    n = len(result.gaps)
    return (
        f"{counted(n, 'record')} of {result.site} without “{result.label}”: "
        f"{whole(n - result.n_unknown)} not entered, {whole(result.n_unknown)} stated as unknown. "
        "Records to which the field does not apply are not listed. "
        f"{_on_screen(n)}"
    )


def gaps_seen(result: Gaps, _words: Words) -> str:
    """Say how many records lack the field, and since when."""
    since = [gap.since for gap in result.gaps if gap.since is not None]
    earliest = f" The earliest was expected on {calendar_day(min(since))}." if since else ""
    records = counted(len(result.gaps), "record")
    return f"{records} of {result.site} without “{result.label}”.{earliest}"


def to_be_completed(_result: object, _words: Words) -> str:
    """Say what the list is for."""
    return f"Rows of single patients under their study numbers. {_PURPOSE}"


def who_may_list(what: str) -> str:
    """Say to others who can read a list."""
    return f"{what} are listed for the site itself and for the coordinating centre."


def _on_screen(n: int) -> str:
    if n <= MOST_ON_SCREEN:
        return ""
    return f"On screen the first {MOST_ON_SCREEN}, in the file all {whole(n)}."
