"""Timeliness and follow-up in sentences."""

from analytics.delays import Timeliness
from analytics.observation import FollowUpMade
from analytics.site_record import ENTRY_MARK
from analytics.visits import Visits
from dashboard.wording import Words, percent, whole

TARGET = ENTRY_MARK  # share of forms that should be entered within 30 days


def delays_counted(result: Timeliness, _words: Words) -> str:
    """Say how many forms are counted and how."""
    n = sum(delay.n for delay in result.by_form)
    return (
        f"{whole(n)} forms with both dates. Days from event to first entry of its form; "
        "shares with 95 % Wilson limits. Forms that are not entered yet are not seen."
    )


def delays_seen(result: Timeliness, _words: Words) -> str:
    """Read the forms aloud."""
    said = [
        f"{delay.form}: median {delay.median:.0f} days, {percent(delay.soon.estimate)} % "
        f"within {delay.soon_days} days"
        for delay in result.by_form
    ]
    slow = sum(site.soon.estimate < TARGET for site in result.by_site)
    return (
        f"{'; '.join(said)}. {slow} of {len(result.by_site)} sites enter less than "
        f"{percent(TARGET)} % within 30 days."
    )


def visits_counted(result: Visits, _words: Words) -> str:
    """Say how many visits are counted."""
    counts = result.counts.sum()
    due = int(counts["DONE"] + counts["DONE_OUT"] + counts["MISSED"])
    return (
        f"{whole(due)} visits due, {whole(int(result.counts.to_numpy().sum()))} scheduled. "
        "Adherence is visits that took place among those due; complete count, so no interval."
    )


def visits_seen(result: Visits, _words: Words) -> str:
    """Read the visits aloud."""
    counts = result.counts.sum()
    due = counts["DONE"] + counts["DONE_OUT"] + counts["MISSED"]
    if not due:
        return "No visit is due yet."
    return (
        f"Of {whole(int(due))} visits due, {percent(counts['DONE'] / due)} % took place in their "
        f"window, {percent(counts['DONE_OUT'] / due)} % outside, "
        f"{percent(counts['MISSED'] / due)} % were missed."
    )


def follow_up_counted(result: FollowUpMade, _words: Words) -> str:
    """Say who could be known at the horizon, and how completeness is measured."""
    overall = result.overall
    horizon = f"{overall.horizon_months} months" if overall.horizon_months else "the data cut-off"
    return (
        f"{whole(overall.n)} diagnoses whose follow-up could reach {horizon}. Known: died by "
        "then, or seen at it or later (95 % Wilson limits). Time observed of time possible is "
        "Clark's index."
    )


def follow_up_seen(result: FollowUpMade, _words: Words) -> str:
    """Say how complete follow-up is, and which sites lie below the gate."""
    overall = result.overall
    below = [site.place for site in result.by_site if not site.passes_gate]
    named = ", ".join(below[:6]) + (" ..." if len(below) > 6 else "")  # noqa: PLR2004  # a line
    return (
        f"{percent(overall.known.estimate)} % are known, {percent(overall.index)} % of possible "
        f"time was observed. Below the gate of 90 %: {len(below)} of {len(result.by_site)} sites"
        f"{f' ({named})' if below else ''}."
    )
