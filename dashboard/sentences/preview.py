"""A release under review, in sentences."""

from datetime import datetime

from analytics.disclosure.curve_preview import CurveFate
from analytics.disclosure.preview import withheld_share
from dashboard.answers.preview import Preview
from dashboard.wording import Words, percent, whole
from queries.releases.model import Status


def review_said(result: Preview, _words: Words) -> str:
    """Say which release is looked at, who built it, and what is to be done."""
    release = result.told.release
    built = f"Release {release.release_id}, built by {release.built_by} on {_day(release.built_at)}"
    if release.status is Status.PENDING:
        return (
            f"{built}, waits for the approval of another person: "
            f"iocore publish approve {release.release_id} --by NAME."
        )
    return f"{built} and approved by {release.approved_by}, is public. No other one waits."


def preview_counted(result: Preview, _words: Words) -> str:
    """Say what the table holds."""
    hidden = percent(withheld_share(result.counts))
    return (
        f"{result.domain.name}: {whole(len(result.counts))} numbers, {hidden} % of them withheld. "
        "Internal numbers are exact and may be of few people: not for publication."
    )


def preview_seen(result: Preview, _words: Words) -> str:
    """Say the table in one sentence."""
    return f"Exact and released numbers of {result.domain.name}, with the rule for each."


def preview_note(result: Preview, _words: Words) -> str:
    """Say what the attack found."""
    return f"Attack before storing: {result.told.release.audit['attack']} Nothing was found."


def curve_counted(result: Preview, _words: Words) -> str:
    """Say who is behind the curve, and what became of it as a whole."""
    if not result.curves:
        return f"{result.domain.name}: nobody was followed, so there is no curve."
    (curve,) = result.curves
    exact, rules = curve.exact, result.domain.rules
    return (
        f"{result.domain.name}: {whole(exact.n)} patients, {whole(exact.n_events)} events. "
        f"{_FATES[curve.fate].format(rules=rules)} Internal numbers are exact and may be of few "
        "people: not for publication."
    )


def curve_seen(result: Preview, _words: Words) -> str:
    """Say how many months of the curve the public sees, and how far it lies from the exact one."""
    if not result.curves:
        return "No curve."
    points = result.curves[0].points
    told = [abs(p.percent - p.shown) for p in points if p.shown is not None]
    if not told:
        return f"None of {whole(len(points))} months is public."
    return (
        f"{whole(len(told))} of {whole(len(points))} months are public; at these the public curve "
        f"lies at most {max(told):.1f} percentage points from the exact one."
    )


_FATES = {
    CurveFate.SHOWN: "Public: points with at least {rules.km_step_events} events between two, as "
    "long as {rules.k} people stay.",
    CurveFate.PEOPLE: "Withheld: a public curve needs {rules.km_min_n} people.",
    CurveFate.EVENTS: "Withheld: a public curve needs {rules.km_min_events} events.",
    CurveFate.SITES: "Withheld: its people or its events come from fewer than {rules.min_sites} "
    "sites, or one site has more than {rules.max_site_share:.0%} of them.",
    CurveFate.BESIDE: "Withheld: techniques and all of them together beside one another would "
    "tell a technique that is withheld.",
    CurveFate.SHORT: "Withheld: no second point has {rules.km_step_events} events while {rules.k} "
    "people stay.",
}


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"
