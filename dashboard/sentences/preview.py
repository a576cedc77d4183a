"""A release under review, in sentences."""

from datetime import datetime

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


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"
