"""What is counted of one site, or of several together, and the measures it is held to."""

from dataclasses import dataclass
from enum import StrEnum

from analytics.completeness import GOAL, FieldCompleteness
from analytics.delays import Delays
from analytics.marks import Measure, reached_of_plan, share_of
from analytics.observation import GATE
from analytics.quality import FEWEST, Checked, State

ENTRY_MARK = 0.80  # share of forms that should be entered within 30 days


class Key(StrEnum):
    """What a place is held to."""

    ENROLLED = "enrolled"
    TREATED = "treated"
    COMPLETE = "complete"
    ENTERED = "entered"
    KNOWN = "known"


@dataclass(frozen=True)
class Silence:
    """How long an active site has enrolled nobody; months are 12 x year + month - 1."""

    months: int  # whole ones since the last enrolment, or since the site opened
    last: int | None  # month of the last enrolment; None: there was none
    opened: int | None  # month; None: not supplied
    expected: float | None  # diagnoses for these months; None: neither plan nor pace is known
    is_planned: bool  # the expectation is the site's target, else its own earlier pace


@dataclass(frozen=True, eq=False)
class HeldCheck:
    """One check at a place, and what it allows."""

    checked: Checked
    allowed: float  # share of failing rows
    by_site: bool  # the site can mend what it finds
    of_entry: bool  # looks at delays, which the measure of entry holds already


@dataclass(frozen=True, eq=False)
class SiteRecord:
    """Counts from which one site, or several together, is judged."""

    site_id: str  # empty: several sites together
    name: str  # as the reader may read it
    sites: int
    sites_enrolling: int  # with at least one diagnosis
    enrolled: int  # diagnoses, with or without a month
    dated: int  # of these with a month: only they are held to the target
    treated: int | None  # diagnoses with an index procedure; None: not counted
    until: int | None  # last month that is counted; None: no calendar
    planned: float | None  # diagnoses by then; None: no target is supplied
    silence: Silence | None  # None: not active, no calendar, or several sites
    fields_entered: int
    fields: int  # core fields, each as often as it applies
    emptiest: FieldCompleteness | None  # core field; None: too few rows, or several sites apart
    forms: tuple[Delays, ...]  # by form
    known: int  # at one year: died by then, or seen at it or later
    could_be_known: int  # diagnoses whose follow-up could reach one year
    checks: tuple[HeldCheck, ...]

    def count(self, state: State) -> int:
        """Return how many checks are in a state."""
        return sum(check.checked.state is state for check in self.checks)

    def failing(self) -> frozenset[str]:
        """Return the codes of the checks that fail."""
        return frozenset(
            check.checked.code for check in self.checks if check.checked.state is State.FAIL
        )


def measures(record: SiteRecord) -> tuple[Measure, ...]:
    """Return what a place is held to, from enrolment to follow-up."""
    return (
        *(enrolled(record), treated(record)),
        *(complete(record), entered(record), known(record)),
    )


def enrolled(record: SiteRecord) -> Measure:
    """Hold the enrolled diagnoses to the number planned by the same month."""
    return reached_of_plan(Key.ENROLLED, record.dated, record.planned)


def treated(record: SiteRecord) -> Measure:
    """Hold the diagnoses with an index procedure to the number planned for enrolment."""
    planned = None if record.treated is None else record.planned
    return reached_of_plan(Key.TREATED, record.treated or 0, planned)


def complete(record: SiteRecord) -> Measure:
    """Hold the share of core fields that are entered to the goal of completeness."""
    return share_of(Key.COMPLETE, record.fields_entered, record.fields, mark=GOAL)


def entered(record: SiteRecord) -> Measure:
    """Hold the share of forms entered within 30 days to its mark."""
    soon = sum(form.soon.successes for form in record.forms)
    return share_of(Key.ENTERED, soon, sum(form.n for form in record.forms), mark=ENTRY_MARK)


def known(record: SiteRecord) -> Measure:
    """Hold the share known at one year to the gate of follow-up."""
    return share_of(Key.KNOWN, record.known, record.could_be_known, mark=GATE)


def slowest_form(record: SiteRecord) -> Delays | None:
    """Return the form of which the smallest share is entered soon; None: too few of each."""
    judged = [form for form in record.forms if form.n >= FEWEST]
    return min(judged, key=lambda form: form.soon.estimate, default=None)
