"""What falls short at a site, which sites to call about it, and what matters most to one site."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from analytics.marks import Measure, Verdict, reached_of_plan, share_of
from analytics.quality import State
from analytics.site_record import HeldCheck, SiteRecord, complete, entered, known, measures

SILENT_MONTHS = 6  # whole months without enrolment before an active site is asked
CHECK_CONFIDENCE = 0.998  # some fifty checks are looked at for each site
MOST = 3  # sites to call, and actions in a letter


class Kind(StrEnum):
    """What falls short; in the order in which a letter takes them up."""

    FOLLOW_UP = "follow-up"
    CHECK = "check"
    COMPLETENESS = "completeness"
    ENTRY = "entry"
    ENROLMENT = "enrolment"


@dataclass(frozen=True, eq=False)
class Concern:
    """One thing that falls short at a site."""

    kind: Kind
    measure: Measure  # of a check: rows that do not fail, of those it applies to
    short: float  # by how much at least it misses its mark; 0: chance may explain it


@dataclass(frozen=True, eq=False)
class Call:
    """A site to call, and why: what misses its mark by more than chance, the most first."""

    record: SiteRecord
    concerns: tuple[Concern, ...]


@dataclass(frozen=True, eq=False)
class SitesToCall:
    """At most three sites to call, by name; the others are counted and not listed."""

    called: tuple[Call, ...]
    further: int  # other sites at which something misses its mark by more than chance
    judged: int  # sites of which at least one thing could be judged
    sites: int


@dataclass(frozen=True, eq=False)
class SiteLetter:
    """What one site is told: where it stands, and what matters most."""

    record: SiteRecord
    actions: tuple[Concern, ...]
    further: int  # concerns that did not find room among the actions


def concerns(record: SiteRecord) -> tuple[Concern, ...]:
    """Return everything that lies below its mark at a site, in no order of weight."""
    shares = (
        (Kind.FOLLOW_UP, known(record)),
        (Kind.COMPLETENESS, complete(record)),
        (Kind.ENTRY, entered(record)),
    )
    found = [
        *(_of(kind, share) for kind, share in shares if _is_below(share)),
        *(_of(Kind.CHECK, held) for held in map(_check, record.checks) if held is not None),
        *_silent(record),
    ]
    return tuple(found)


def sites_to_call(records: Sequence[SiteRecord], *, most: int = MOST) -> SitesToCall:
    """Choose the sites at which something misses its mark by the most, chance set aside.

    Parameters
    ----------
    records : sequence of SiteRecord
        One per site.
    most : int
        How many to choose at most.

    Notes
    -----
    A site is weighed by the one thing that misses its mark the most: the distance from the
    mark to the nearer confidence limit. Of equal ones, the site with more such things goes
    first, then by name. The chosen are given by name: their order says nothing.
    """
    calls = [Call(record, _beyond_chance(record)) for record in records]
    candidates = sorted((call for call in calls if call.concerns), key=_weight)
    return SitesToCall(
        called=tuple(sorted(candidates[:most], key=lambda call: call.record.name)),
        further=max(len(candidates) - most, 0),
        judged=sum(_is_judged(record) for record in records),
        sites=len(records),
    )


def site_letter(record: SiteRecord, *, most: int = MOST) -> SiteLetter:
    """Choose the actions that matter most to one site.

    Notes
    -----
    What misses its mark by more than chance goes before what chance may explain. Within both,
    one of each kind first, in the order of `Kind`: outcomes rest on who is known, then on what
    is right, then on what is there at all, then on what comes soon. Of checks, the one that
    misses its mark the most goes first, then the one with the most rows to mend.
    """
    kinds, placed = list(Kind), []
    for kind in kinds:
        alike = sorted(
            (concern for concern in concerns(record) if concern.kind is kind),
            key=lambda concern: (-concern.short, -concern.measure.to_mend),
        )
        placed += [(c.short == 0, turn, kinds.index(kind), c) for turn, c in enumerate(alike)]
    ordered = [concern for *_, concern in sorted(placed, key=lambda place: place[:3])]
    return SiteLetter(record, tuple(ordered[:most]), max(len(ordered) - most, 0))


def _of(kind: Kind, measure: Measure) -> Concern:
    return Concern(kind, measure, measure.short)


def _is_below(measure: Measure) -> bool:
    return measure.verdict in (Verdict.BELOW, Verdict.FAR)


def _check(held: HeldCheck) -> Measure | None:
    """Return a failing check that the site can mend as the share of rows that do not fail."""
    checked = held.checked
    if checked.state is not State.FAIL or not held.by_site or held.of_entry:
        return None
    return share_of(
        checked.code,
        checked.n - checked.n_failed,
        checked.n,
        mark=1 - held.allowed,
        confidence=CHECK_CONFIDENCE,
    )


def _silent(record: SiteRecord) -> list[Concern]:
    silence = record.silence
    if silence is None or silence.months < SILENT_MONTHS or not silence.expected:
        return []
    # Nobody came: how many would have to be expected for that to be more than chance.
    return [_of(Kind.ENROLMENT, reached_of_plan(Kind.ENROLMENT, 0, silence.expected, least=0))]


def _beyond_chance(record: SiteRecord) -> tuple[Concern, ...]:
    certain = [concern for concern in concerns(record) if concern.short > 0]
    return tuple(sorted(certain, key=lambda concern: -concern.short))


def _weight(call: Call) -> tuple[float, int, str]:
    return (-call.concerns[0].short, -len(call.concerns), call.record.name)


def _is_judged(record: SiteRecord) -> bool:
    judged = (Verdict.REACHED, Verdict.BELOW, Verdict.FAR)
    silence = record.silence
    is_quiet = silence is not None and silence.months >= SILENT_MONTHS
    return is_quiet or any(measure.verdict in judged for measure in measures(record))
