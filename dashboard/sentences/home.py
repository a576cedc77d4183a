"""The lines of the start page: what changed, where it stands, what comes next."""

from analytics.changes import Changes, Since
from analytics.marks import Measure
from analytics.quality import Checked, State
from analytics.readiness import Landmark, Readiness
from analytics.site_record import (
    ENTRY_MARK,
    SiteRecord,
    complete,
    enrolled,
    known,
    slowest_form,
    treated,
)
from dashboard.sentences.concerns import emptiest_said
from dashboard.sentences.marks import is_counted, mark_words, share_with_limits
from dashboard.wording import Words, calendar_month, percent, whole
from queries.quality.catalogue import CHECKS

NO_EARLIER = (
    "No earlier snapshot of this source is stored, so there is nothing to compare with yet; "
    "the next import brings it."
)

LETTER = "The site letter holds what matters most, to print or to send."


def since_words(since: Since) -> str:
    """Name the earlier snapshot."""
    return f"snapshot {since.snapshot_id} of {since.stored.day} {since.stored:%b %Y}"


def changes_said(result: Changes) -> str:
    """Say what changed since the earlier snapshot."""
    before, now = result.before, result.now
    said = [_moved(before.enrolled, now.enrolled, "diagnoses enrolled")]
    if before.treated is not None and now.treated is not None:
        said.append(_moved(before.treated, now.treated, "treated"))
    said.append(_moved(before.sites_enrolling, now.sites_enrolling, "sites enrolling"))
    earlier, later = known(before), known(now)
    if is_counted(earlier) and is_counted(later):
        said.append(f"known at one year {_limited(earlier)}, now {_limited(later)}")
    return f"{'; '.join(said)}. {_checks_moved(result)}"


def _limited(measure: Measure) -> str:
    limits = f"{percent(measure.lower)} to {percent(measure.upper)}"
    return f"{percent(measure.estimate)} % ({limits})"


def _moved(before: int, now: int, what: str) -> str:
    if now == before:
        return f"{what} unchanged ({whole(now)})"
    more = "more" if now > before else "fewer"
    return f"{whole(abs(now - before))} {more} {what} ({whole(before)}, now {whole(now)})"


def _checks_moved(result: Changes) -> str:
    if not (result.newly_failing or result.passing_again):
        return "No check newly fails or passes again."
    failing = ", ".join(result.newly_failing) or "none"
    passing = ", ".join(result.passing_again) or "none"
    return f"Checks newly failing: {failing}; passing again: {passing}."


def changes_counted(result: Changes, _words: Words) -> str:
    """Say what is held to what, and why no difference has limits."""
    cutoff = result.since.cutoff
    until = "no data cut-off" if cutoff is None else f"data cut-off {cutoff.day} {cutoff:%b %Y}"
    return (
        f"Compared with {since_words(result.since)} ({until}), under the same filters. Complete "
        "counts; shares with 95 % Wilson limits. Both snapshots hold mostly the same patients, "
        "so the difference of two shares has no limits."
    )


def changes_seen(result: Changes, _words: Words) -> str:
    """Read the changes aloud."""
    return f"Since {since_words(result.since)}: {changes_said(result)}"


def standing_said(record: SiteRecord) -> str:
    """Say how many are enrolled and treated, against the target."""
    until = "" if record.until is None else f" by {calendar_month(record.until)}"
    said = f"{whole(record.enrolled)} diagnoses enrolled{until}"
    had = "treated: not counted" if record.treated is None else f"{whole(record.treated)} treated"
    goal = enrolled(record)
    if not is_counted(goal):
        return f"{said}; {had}; target {goal.verdict.value}."
    said += f", of {whole(round(goal.of))} planned ({share_with_limits(goal)})"
    if record.treated is not None:
        had += f" ({share_with_limits(treated(record))})"
    return f"{said}; {had}."


def complete_said(record: SiteRecord) -> str:
    """Say how many core fields are entered, and which is entered the least."""
    held = complete(record)
    if not is_counted(held):
        return "No core field applies to anybody yet."
    return (
        f"{whole(held.count)} of {whole(held.of)} core fields that apply are entered "
        f"({share_with_limits(held)}; mark {mark_words(held.mark)}). {emptiest_said(record)}"
    )


def checks_said(record: SiteRecord) -> str:
    """Say how many checks pass, and which fails the most."""
    passed, failed = record.count(State.PASS), record.count(State.FAIL)
    if not passed + failed:
        return "No check has enough rows for a verdict."
    said = f"{whole(passed)} of {whole(passed + failed)} checks with a verdict pass"
    failing = sorted(
        (held.checked for held in record.checks if held.checked.state is State.FAIL),
        key=lambda check: -_failing_share(check),
    )
    return f"{said}. Fails the most: {check_said(failing[0])}" if failing else f"{said}."


def failing_codes(record: SiteRecord) -> str:
    """Name the checks that fail by their codes; nothing where none does."""
    codes = sorted(record.failing())
    return f"Failing: {', '.join(codes)}." if codes else ""


def _failing_share(check: Checked) -> float:
    return check.share.estimate if check.share else 0.0


def check_said(check: Checked) -> str:
    """Say what a failing check found, with limits."""
    about = CHECKS[check.code]
    said = f"{check.code} “{about.name.rstrip('.')}”, {whole(check.n_failed)} of {whole(check.n)}"
    if check.share is None:
        return f"{said} {about.unit}."
    share = check.share
    limits = f"95 % CI {percent(share.lower)} to {percent(share.upper)}"
    return f"{said} {about.unit} ({percent(share.estimate)} %, {limits})."


def readiness_said(result: Readiness, words: Words) -> str:
    """Say which landmark is about to be readable, the nearest first."""
    if not result.has_calendar:
        return "This source has no calendar, so nobody is known to be still under observation."
    if not result.coming:
        return (
            f"No further landmark of {words.outcome.lower()} comes within reach in "
            f"{result.months_ahead} months."
        )
    said = "; ".join(landmark_said(landmark, words) for landmark in result.coming[:2])
    others = len(result.coming) - 2
    return f"{words.outcome}: {said}{f'; {others} more' if others > 0 else ''}."


def landmark_said(landmark: Landmark, words: Words) -> str:
    """Say how far one group is from one landmark."""
    return (
        f"{landmark.months} months after {words.label(landmark.group)}, "
        f"{whole(landmark.at_risk)} at risk of {whole(landmark.needed)} needed and up to "
        f"{whole(landmark.near)} on their way"
    )


def readiness_counted(result: Readiness, words: Words) -> str:
    """Say who is counted and what makes a landmark readable."""
    return (
        f"{words.outcome} from the index procedure. A landmark is readable with 10, and 10 % of "
        f"those counted, still at risk just before it; {result.readable} of "
        f"{len(result.landmarks)} are. On their way: alive, seen within a year of the data "
        f"cut-off, and less than {result.months_ahead} months from it. Complete counts, so no "
        "interval."
    )


def readiness_seen(result: Readiness, words: Words) -> str:
    """Read the coming landmarks aloud."""
    return readiness_said(result, words)


def readiness_note(_result: Readiness, _words: Words) -> str:
    """Say that the number on their way is a ceiling."""
    return "Some on their way will die or be lost before it: the number is the most there can be."


def slowest_said(record: SiteRecord) -> str:
    """Say which form of a site is entered the slowest."""
    slowest = slowest_form(record)
    if slowest is None:
        return "No form has ten entries with both dates yet."
    soon = slowest.soon
    return (
        f"Slowest form: {slowest.form}, {whole(soon.successes)} of {whole(slowest.n)} within "
        f"{slowest.soon_days} days ({percent(soon.estimate)} %, 95 % CI {percent(soon.lower)} to "
        f"{percent(soon.upper)}; mark {mark_words(ENTRY_MARK)}), median {slowest.median:.0f} days."
    )


def follow_up_said(record: SiteRecord) -> str:
    """Say how many patients of a site are known at one year."""
    held = known(record)
    if not is_counted(held):
        return "No diagnosis could be followed for one year yet."
    missing = whole(held.of - held.count)
    return (
        f"{whole(held.count)} of {whole(held.of)} diagnoses known at one year "
        f"({share_with_limits(held)}; mark {mark_words(held.mark)}); {missing} to find out about."
    )
