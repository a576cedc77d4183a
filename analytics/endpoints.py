"""From dated facts to follow-up: time, code and entry of one endpoint."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.errors import BadInput
from analytics.inputs import Bools, Floats, Ints

SAME_DAY = 0.5  # an event or a last look on the day of the index procedure

NO_FOLLOW_UP = "NO_FOLLOW_UP"
BEFORE_INDEX = "BEFORE_INDEX"
ENTRY_AFTER_EXIT = "ENTRY_AFTER_EXIT"


@dataclass(frozen=True)
class EndpointRule:
    """What counts as the event of an endpoint, what competes, and when observation ends.

    All names are columns of facts that hold days since the index procedure.
    """

    code: str
    name: str
    definition: str  # for captions and the methods page
    event: tuple[str, ...]  # the first of these is the event
    competing: tuple[str, ...] = ()  # codes 2, 3, .. in this order
    censor: str = "last_contact_day"  # last day on which the event would have been seen


@dataclass(frozen=True, eq=False)
class TimeToEvent:
    """Follow-up of one endpoint; every array has one entry per row of the facts."""

    time: Floats  # days since index procedure; nan where the row cannot be counted
    code: Ints  # 0 censored, 1 event, 2.. competing event; -1 where it cannot be counted
    entry: Floats  # day from which the row is at risk; 0 from the start
    reason: "np.ndarray[tuple[int], np.dtype[np.object_]]"  # why it cannot be counted, "" if it can


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
    cut-off. The earliest event decides; on one day the event goes before competing events, and
    those in the order of the rule. Day 0 counts as half a day. A row without event and without
    a last look, with an event or last look before the index procedure, or with an entry on or
    after its end, cannot be counted, and says why.
    """
    _require_columns(facts, rule)
    cutoff = facts["cutoff_day"].to_numpy(dtype=float, na_value=np.nan)
    cutoff = np.where(np.isnan(cutoff), np.inf, cutoff)
    days = np.column_stack(
        [
            _earliest(facts, rule.event),
            *(_earliest(facts, (column,)) for column in rule.competing),
        ]
    )
    seen = np.where(days <= cutoff[:, None], days, np.inf)
    first = seen.argmin(axis=1)  # the leftmost wins a tie
    event_day = seen.min(axis=1)
    has_event = np.isfinite(event_day)
    happens: Bools = np.asarray(np.isfinite(days).any(axis=1))
    last_look = _last_look(facts, rule, cutoff, happens_later=happens)
    time = np.where(has_event, event_day, last_look)
    entry = np.nan_to_num(facts["entry_day"].to_numpy(dtype=float, na_value=np.nan), nan=0.0)
    entry = np.maximum(entry, 0.0)
    time = np.where(time == 0, SAME_DAY, time)
    reason = _reasons(time, entry)
    counted: Bools = reason == ""
    code = np.where(has_event, first + 1, 0)
    return TimeToEvent(
        time=np.where(counted, time, np.nan),
        code=np.where(counted, code, -1).astype(np.int64),
        entry=entry,
        reason=reason,
    )


def _require_columns(facts: pd.DataFrame, rule: EndpointRule) -> None:
    needed = {*rule.event, *rule.competing, rule.censor, "entry_day", "cutoff_day"}
    absent = sorted(needed - set(facts.columns))
    if absent:
        raise BadInput(
            f"The endpoint {rule.code} needs the columns {', '.join(absent)}.",
            "Add them to the facts; a day that is not known is nan.",
        )


def _earliest(facts: pd.DataFrame, columns: tuple[str, ...]) -> Floats:
    days = facts[list(columns)].to_numpy(dtype=float, na_value=np.nan)
    earliest: Floats = np.where(np.isnan(days), np.inf, days).min(axis=1)
    return earliest


def _last_look(
    facts: pd.DataFrame, rule: EndpointRule, cutoff: Floats, *, happens_later: Bools
) -> Floats:
    # Whoever has an event after the cut-off was free of it at the cut-off.
    look = facts[rule.censor].to_numpy(dtype=float, na_value=np.nan)
    at_cut = happens_later & np.isfinite(cutoff)
    return np.where(at_cut, cutoff, np.minimum(look, cutoff))


def _reasons(time: Floats, entry: Floats) -> "np.ndarray[tuple[int], np.dtype[np.object_]]":
    reason = np.full(time.size, "", dtype=object)
    reason[entry >= time] = ENTRY_AFTER_EXIT
    reason[time < 0] = BEFORE_INDEX
    reason[np.isnan(time)] = NO_FOLLOW_UP
    return reason
