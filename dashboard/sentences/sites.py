"""Sites in sentences: how they opened, and which of them need a call."""

from analytics.openings import STATES
from analytics.site_pace import UNLIKELY, SitePaces, Verdict
from analytics.site_times import SiteTimes
from dashboard.tables.sites import ALARMING
from dashboard.wording import Words, calendar_month, counted, months

_MOST = 6  # sites named in one sentence


def openings_counted(result: SiteTimes, _words: Words) -> str:
    """Say which sites are listed, and how the times were estimated."""
    found = result.sites.openings
    states = [
        f"{found.count(state)} {'of unknown opening' if state == 'unknown' else state}"
        for state in STATES
        if found.count(state)
    ]
    return (
        f"{counted(len(found.state), 'site')}: {', '.join(states)}. Kaplan-Meier medians with "
        "log(-log) limits (95 %); sites that still wait count until the data cut-off. The first "
        "patient is of the chosen disease domain and known to the month. The filter on years does "
        "not apply."
    )


def openings_seen(result: SiteTimes, _words: Words) -> str:
    """Read the median times aloud."""
    said = [
        f"from {step.start} to {step.end} {months(step.median)}"
        + (" months" if step.median >= 0 else "")
        for step in result.steps
    ]
    return f"Median time {'; '.join(said)}."


def openings_drawn(result: SiteTimes, _words: Words) -> str:
    """Say which openings rest on an enrolment rather than on a date."""
    moved = int(result.sites.openings.moved.sum())
    if not moved:
        return ""
    return (
        f"{counted(moved, 'site')} enrolled before, or without, a date of activation: open from "
        "the month of the first enrolment."
    )


def pace_counted(result: SitePaces, _words: Words) -> str:
    """Say who is judged, how, and what chance alone would mark."""
    judged = len(result.sites) - result.count("too short to judge")
    sites = counted(len(result.sites), "open site")
    return (
        f"{sites}, {judged} open for at least 180 days before the three whole months up to "
        f"{calendar_month(result.last_month)}. Each against its own record: exact ratio of Poisson "
        "rates (95 %), and the chance of so long a silence under its own rate. Chance alone would "
        f"mark {_by_chance(judged)} as dormant and as many as slower. The filter on years does not "
        "apply."
    )


def _by_chance(judged: int) -> str:
    expected = UNLIKELY * judged
    return f"about {counted(round(expected), 'site')}" if expected >= 1 else "less than one site"


def pace_seen(result: SitePaces, _words: Words) -> str:
    """Name the sites that need a call, by verdict."""
    said = [part for verdict in ALARMING if (part := _named(result, verdict))]
    quiet = result.count("quiet")
    if quiet:
        said.append(f"{quiet} silent for three months, as their own rate can explain")
    return f"{'; '.join(said)}." if said else "No site is dormant, slower, or without a patient."


def _named(result: SitePaces, verdict: Verdict) -> str:
    places = [site.place for site in result.sites if site.verdict == verdict]
    if not places:
        return ""
    more = f" and {len(places) - _MOST} more" if len(places) > _MOST else ""
    return f"{verdict}: {', '.join(places[:_MOST])}{more}"


def verdicts_mean(_result: SitePaces, _words: Words) -> str:
    """Say what the verdicts mean."""
    return (
        "Dormant: silent for three whole months and so long only with a chance of 2.5 % or less. "
        "Slower: upper limit of the rate ratio under 1. Quiet: silent, as its own rate can explain."
    )
