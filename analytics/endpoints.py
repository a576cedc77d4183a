"""From dated facts to follow-up: time, code and entry of one endpoint."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.errors import BadInput
from analytics.inputs import Bools, Floats, Ints

SAME_DAY = 0.5  # an event or a last look on the day of the time origin

# Why a row cannot be counted.
NO_FOLLOW_UP = "NO_FOLLOW_UP"
BEFORE_INDEX = "BEFORE_INDEX"
ENTRY_AFTER_EXIT = "ENTRY_AFTER_EXIT"
BEFORE_LANDMARK = "BEFORE_LANDMARK"  # left observation on or before the landmark
NOT_SUPPLIED = "NOT_SUPPLIED"  # the source says nothing that the endpoint could be seen by
DEATH_UNDATED = "DEATH_UNDATED"  # died on a day that is not known
PROGRESSION_UNDATED = "PROGRESSION_UNDATED"  # progressed, on days that are all not known
NOT_ASSESSED = "NOT_ASSESSED"  # lesion of a living patient without any control
NOT_COMPLETE = "NOT_COMPLETE"  # lesion with residual tumour, not retreated to complete in time

Reasons = npt.NDArray[np.object_]


class Unit(StrEnum):
    """What is followed: a patient's diagnosis, or a treated lesion."""

    PATIENT = "patient"
    LESION = "lesion"


@dataclass(frozen=True)
class EndpointRule:
    """What counts as the event of an endpoint, what competes, and when observation ends.

    All names are columns of facts that hold days since the index procedure, unless said
    otherwise. A choice that changes times is an endpoint of its own, a variant of another.
    """

    code: str
    name: str
    definition: str  # for captions and the methods page
    event: tuple[str, ...]  # the first of these is the event
    competing: tuple[str, ...] = ()  # codes 2, 3, .. in this order
    censor: str = "last_contact_day"  # last day on which the event would have been seen
    stops: tuple[str, ...] = ()  # the first of these censors whoever has had no event by then
    origin: str = ""  # day on which time starts; empty: the index procedure
    landmark: float = 0.0  # days after the origin; time starts here for those still observed
    unless: tuple[str, ...] = ()  # columns of text: why a row cannot be counted, empty if it can
    unit: Unit = Unit.PATIENT
    techniques: tuple[str, ...] = ()  # only lesions first treated by one of these; empty: all
    group: str = "technique_code"  # column of text that names the technique of a row
    policy: str = ""  # what was chosen where one could choose, in words for the caption
    variant_of: str = ""  # code of the endpoint of which this is a sensitivity analysis


@dataclass(frozen=True, eq=False)
class TimeToEvent:
    """Follow-up of one endpoint; every array has one entry per row of the facts."""

    time: Floats  # days since the time origin; nan where the row cannot be counted
    code: Ints  # 0 censored, 1 event, 2.. competing event; -1 where it cannot be counted
    entry: Floats  # day from which the row is at risk; 0 from the start
    reason: Reasons  # why it cannot be counted, "" if it can


def columns_needed(rule: EndpointRule) -> set[str]:
    """Return the columns of facts that an endpoint is derived from."""
    days = {*rule.event, *rule.competing, *rule.stops, rule.censor, "entry_day", "cutoff_day"}
    return days | set(rule.unless) | ({rule.origin} - {""})


def time_to_event(facts: pd.DataFrame, rule: EndpointRule) -> TimeToEvent:
    """Derive time, code and entry of an endpoint from days since the index procedure.

    Parameters
    ----------
    facts : DataFrame
        One row per unit; days since the index procedure as float, nan for "did not happen" or
        "not known". Columns: those that the rule names, `entry_day` (nan or not positive: at
        risk from the start) and `cutoff_day` (nan: the source has no calendar, so no cut).
    rule : EndpointRule
        The endpoint.

    Raises
    ------
    BadInput
        If a column that the rule names is absent.

    Notes
    -----
    Nothing dated after the cut-off is seen: whoever has an event later is censored at the
    cut-off. The earliest event decides; on one day the event goes before competing events,
    those in the order of the rule, and all of them before a day that stops follow-up. Day 0
    counts as half a day. A row that the facts exclude, one without event and without a last
    look, with an event or last look before the time origin, with an entry on or after its end,
    or one that a landmark finds gone, cannot be counted, and says why.
    """
    _require_columns(facts, rule)
    start = _days(facts, rule.origin) if rule.origin else np.zeros(len(facts))
    start = start + rule.landmark
    cutoff = _or_never(_days(facts, "cutoff_day"))
    days = np.column_stack(
        [_earliest(facts, rule.event), *(_earliest(facts, (name,)) for name in rule.competing)]
    )
    stop = _earliest(facts, rule.stops)
    stop = np.where(stop <= cutoff, stop, np.inf)
    seen = np.where((days <= cutoff[:, None]) & (days <= stop[:, None]), days, np.inf)
    first = seen.argmin(axis=1)  # the leftmost wins a tie
    has_event = np.isfinite(seen.min(axis=1))
    happens: Bools = np.asarray(np.isfinite(days).any(axis=1))
    look = _last_look(_days(facts, rule.censor), cutoff, stop, happens=happens)
    time = np.where(has_event, seen.min(axis=1), look) - start
    entry = np.maximum(np.nan_to_num(_days(facts, "entry_day") - start, nan=0.0), 0.0)
    time = np.where((time == 0) & (rule.landmark == 0), SAME_DAY, time)
    reason = _reasons(facts, rule, time, entry)
    counted: Bools = reason == ""
    return TimeToEvent(
        time=np.where(counted, time, np.nan),
        code=np.where(counted, np.where(has_event, first + 1, 0), -1).astype(np.int64),
        entry=entry,
        reason=reason,
    )


def _require_columns(facts: pd.DataFrame, rule: EndpointRule) -> None:
    absent = sorted(columns_needed(rule) - set(facts.columns))
    if absent:
        raise BadInput(
            f"The endpoint {rule.code} needs the columns {', '.join(absent)}.",
            "Add them to the facts; a day that is not known is nan.",
        )


def _days(facts: pd.DataFrame, column: str) -> Floats:
    return facts[column].to_numpy(dtype=float, na_value=np.nan)


def _or_never(days: Floats) -> Floats:
    return np.where(np.isnan(days), np.inf, days)


def _earliest(facts: pd.DataFrame, columns: tuple[str, ...]) -> Floats:
    earliest = np.full(len(facts), np.inf)
    for column in columns:
        earliest = np.minimum(earliest, _or_never(_days(facts, column)))
    return earliest


def _last_look(look: Floats, cutoff: Floats, stop: Floats, *, happens: Bools) -> Floats:
    # Whoever has an event after the cut-off was free of it at the cut-off.
    at_cut = happens & np.isfinite(cutoff) & np.isinf(stop)
    look = np.where(at_cut, cutoff, np.minimum(look, cutoff))
    # Whoever is stopped was free of the event when last looked at by then.
    return np.where(np.isfinite(stop), np.fmin(look, stop), look)


def _reasons(facts: pd.DataFrame, rule: EndpointRule, time: Floats, entry: Floats) -> Reasons:
    reason = np.full(time.size, "", dtype=object)
    reason[entry >= time] = ENTRY_AFTER_EXIT
    reason[time < 0] = BEFORE_INDEX
    if rule.landmark:
        reason[time <= 0] = BEFORE_LANDMARK
    reason[np.isnan(time)] = NO_FOLLOW_UP
    for column in reversed(rule.unless):  # the first that is named is the one that is said
        said = facts[column].to_numpy(dtype=object)
        reason = np.where(said != "", said, reason)
    return reason
