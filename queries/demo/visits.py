"""The invented follow-up: visits, responses and events as far as each patient was observed."""

from datetime import timedelta

import numpy as np

from queries.demo.course import SCHEDULE, Course
from queries.demo.network import CUTOFF, Network
from queries.demo.tables import draft_table, entry_lag, identifiers
from queries.importers.draft import DraftTable, Value

_RESPONSES = ("CR", "PR", "SD")


def follow_up_tables(
    course: Course, sites: Network, random: np.random.Generator
) -> list[DraftTable]:
    """Return visits, responses and progressions, as far as each patient was observed."""
    _, diagnosis = identifiers(course.n)
    visits: list[tuple[Value, ...]] = []
    responses: list[tuple[Value, ...]] = []
    lag = entry_lag(course, sites, random)
    for number, (code, (due, window)) in enumerate(SCHEDULE.items()):
        kept = 0.95 - 0.17 * number / (len(SCHEDULE) - 1)
        moved = np.rint(random.normal(0, window / 2.2, course.n))
        day = due + np.clip(moved, -window, 2 * window)
        is_due = course.end >= due + window
        came = is_due & (random.random(course.n) < kept) & (day <= course.end)
        imaged = random.random(course.n) < 0.93
        best = random.choice(_RESPONSES, course.n, p=(0.28, 0.34, 0.38))
        for i in np.flatnonzero(is_due):
            actual = (course.index[i] + int(day[i])).tolist() if came[i] else None
            stamp = min(actual + timedelta(days=int(lag[i])), CUTOFF) if actual else None
            start = course.index[i].tolist()
            visits.append(
                (
                    f"{diagnosis[i]}-{code}",
                    diagnosis[i],
                    code,
                    start + timedelta(days=due),
                    start + timedelta(days=due - window),
                    start + timedelta(days=due + window),
                    actual,
                    "Y" if came[i] and imaged[i] else ("N" if came[i] else None),
                    stamp,
                )
            )
            if came[i] and imaged[i]:
                is_worse = day[i] >= course.progression[i]
                responses.append(
                    (diagnosis[i], actual, "MRECIST", "PD" if is_worse else str(best[i]))
                )
    return [
        _rows("visit", _VISIT, visits),
        _rows("response_assessment", _RESPONSE, responses),
        _event_table(course, diagnosis, random),
    ]


_VISIT = (
    *("visit_id", "diagnosis_id", "visit_code", "due_date", "window_start_date"),
    *("window_end_date", "actual_date", "imaging_done", "date_entered"),
)
_RESPONSE = ("diagnosis_id", "assessment_date", "criterion", "response")
_EVENT = ("diagnosis_id", "event_type", "event_date")


def _event_table(course: Course, diagnosis: list[str], random: np.random.Generator) -> DraftTable:
    events: list[tuple[Value, ...]] = []
    chance = random.random(course.n)
    wait = random.integers(14, 120, course.n)
    for i in np.flatnonzero(~np.isnan(course.progression)):
        day = (course.index[i] + int(course.progression[i])).tolist()
        events.append((diagnosis[i], "PROGRESSION", day))
        later = day + timedelta(days=int(wait[i]))
        is_seen = (later - course.index[i].tolist()).days < course.end[i]
        kind = _after_progression(float(chance[i]))
        if kind and is_seen:
            events.append((diagnosis[i], kind, later))
    return _rows("clinical_event", _EVENT, events)


def _after_progression(chance: float) -> str:
    for kind, until in (("SYSTEMIC_START", 0.35), ("TRANSPLANT", 0.41), ("RESECTION", 0.44)):
        if chance < until:
            return kind
    return ""


def _rows(name: str, names: tuple[str, ...], rows: list[tuple[Value, ...]]) -> DraftTable:
    values = zip(*rows, strict=True) if rows else ([] for _ in names)
    return draft_table(name, dict(zip(names, map(list, values), strict=True)))
