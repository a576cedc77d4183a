"""From screened to treated in sentences."""

from analytics.proportions import Proportion
from analytics.screening import STEPS, Screening, SiteLog, of_those_screened
from dashboard.wording import NOT_SUPPLIED, Words, counted, percent, whole

IMPOSSIBLE = "more people at a later step"


def log_state(log: SiteLog) -> str:
    """Say whether a site's log is counted, and if not why."""
    if log.counts is None:
        return NOT_SUPPLIED
    return "counted" if log.is_possible else IMPOSSIBLE


def screening_counted(result: Screening, _words: Words) -> str:
    """Say whose logs are counted and how."""
    none = sum(one.counts is None for one in result.sites)
    wrong = sum(not one.is_possible for one in result.sites)
    months = sum(one.months_left_out for one in result.sites)
    left = f" {counted(wrong, 'site')} with {IMPOSSIBLE} not counted." if wrong else ""
    left += f" {counted(months, 'month')} without all four steps not counted." if months else ""
    return (
        f"{whole(result.total[0])} people screened at {counted(len(result.told), 'site')} of "
        f"{len(result.sites)} in view; {none} supply no log.{left} Shares of those screened, 95 % "
        "Wilson limits."
    )


def screening_seen(result: Screening, _words: Words) -> str:
    """Read the steps aloud."""
    shares = of_those_screened(result.total)
    said = [
        f"{step.lower()} {whole(n)}{_share(share)}"
        for step, n, share in zip(STEPS[1:], result.total[1:], shares, strict=True)
    ]
    return f"Of {whole(result.total[0])} people screened: {', '.join(said)}."


def _share(share: Proportion | None) -> str:
    if share is None:
        return ""
    limits = f"{percent(share.lower)} to {percent(share.upper)}"
    return f" ({percent(share.estimate)} %, 95 % CI {limits})"


def screening_note(_result: Screening, _words: Words) -> str:
    """Say what the steps cannot tell."""
    return (
        "Sites keep their logs in their own way, and those that keep one may differ from those "
        "that do not; people screened lately may still be treated. No log says why somebody left."
    )


def no_log(result: Screening, _words: Words) -> str:
    """Say that no log is counted, why, and what to do."""
    wrong = sum(not one.is_possible for one in result.sites)
    why = f" {counted(wrong, 'log')} with {IMPOSSIBLE}." if wrong else ""
    return (
        f"From screened to treated: not supplied by the sites in view.{why} Monthly counts of "
        "people screened, eligible, consented and treated can be mapped to “screening”."
    )
