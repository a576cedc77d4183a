"""The invented follow-up: visits, responses and events as far as each patient was observed."""

from dataclasses import dataclass

import numpy as np

from queries.demo.course import Course
from queries.demo.group import Flags, Texts
from queries.demo.network import Network, Numbers, Places
from queries.demo.tables import draft_table, entered_on, entry_lag, where
from queries.importers.draft import DraftTable, Value

SCHEDULE = {  # scheduled visit -> day due, days before and after
    "M1": (30, 14),
    "M3": (91, 30),
    "M6": (183, 30),
    "M9": (274, 30),
    "M12": (365, 30),
    "M18": (548, 60),
    "M24": (730, 60),
    "M30": (913, 60),
    "M36": (1096, 60),
    "M42": (1278, 60),
    "M48": (1461, 60),
    "M54": (1644, 60),
    "M60": (1826, 60),
}
_RESPONSES = ("CR", "PR", "SD")
_SCALE = (*_RESPONSES, "PD")
_READ_AGAIN = 0.25  # share of patients whose images a central reader sees
_CRITERION = {"HCC": "MRECIST"}


@dataclass(frozen=True, eq=False)
class Visits:
    """Visits that were due; arrays have one entry per visit, visit by visit of the schedule."""

    who: Places  # place of the diagnosis in its course
    code: tuple[str, ...]
    due: Places  # days since index procedure
    window: Places
    day: Numbers  # on which it took place
    came: Flags
    imaged: Flags


def visits(course: Course, random: np.random.Generator) -> Visits:
    """Invent the visits of a course; later ones are kept less often."""
    parts = []
    for number, (code, (due, window)) in enumerate(SCHEDULE.items()):
        kept = 0.95 - 0.17 * number / (len(SCHEDULE) - 1)
        moved = np.rint(random.normal(0, window / 2.2, course.n))
        day = due + np.clip(moved, -window, 2 * window)
        who = np.flatnonzero(course.end >= due + window)
        came = (random.random(course.n) < kept) & (day <= course.end)
        imaged = random.random(course.n) < 0.93
        parts.append((who, [code] * who.size, due, window, day[who], came[who], imaged[who]))
    return Visits(
        who=np.concatenate([part[0] for part in parts]),
        code=tuple(code for part in parts for code in part[1]),
        due=np.concatenate([np.full(part[0].size, part[2]) for part in parts]),
        window=np.concatenate([np.full(part[0].size, part[3]) for part in parts]),
        day=np.concatenate([part[4] for part in parts]),
        came=np.concatenate([part[5] for part in parts]),
        imaged=np.concatenate([part[6] for part in parts]),
    )


def visit_table(
    course: Course, sites: Network, made: Visits, random: np.random.Generator
) -> DraftTable:
    """Return one row per visit that was due."""
    start = course.index[made.who]
    actual = start + np.where(made.came, made.day, 0).astype(np.int64)
    owner = [course.diagnosis[i] for i in made.who]
    lag = entry_lag(course, sites, random)[made.who]
    imaging = np.where(made.imaged, "Y", "N").tolist()
    opioids = _opioids(course, made, random.spawn(1)[0])  # leaves the other draws as they were
    return draft_table(
        "visit",
        {
            "visit_id": [f"{d}-{code}" for d, code in zip(owner, made.code, strict=True)],
            "diagnosis_id": owner,
            "visit_code": made.code,
            "due_date": (start + made.due).tolist(),
            "window_start_date": (start + made.due - made.window).tolist(),
            "window_end_date": (start + made.due + made.window).tolist(),
            "actual_date": where(made.came, actual.tolist()),
            "imaging_done": where(made.came, imaging),
            "imaging_modality": where(made.came & made.imaged, ["CT"] * made.who.size),
            "opioid_ome_mg": opioids,
            "date_entered": where(made.came, entered_on(actual, lag)),
        },
    )


def _opioids(course: Course, made: Visits, random: np.random.Generator) -> list[Value]:
    """Return the dose at each visit: unchanged, less or more than before treatment."""
    before = course.group.answers.get("opioid_ome_mg")
    if before is None:
        return [None] * made.who.size
    changed = random.choice((0.0, 0.5, 1.0, 1.5), made.who.size, p=(0.12, 0.25, 0.48, 0.15))
    is_told = made.came & (random.random(made.who.size) < 0.9)
    return [
        round(float(before[i]) * factor, 1) if told and isinstance(before[i], int | float) else None
        for i, factor, told in zip(made.who, changed.tolist(), is_told.tolist(), strict=True)
    ]


def response_table(course: Course, made: Visits, random: np.random.Generator) -> DraftTable:
    """Return one response for each visit with imaging."""
    rows = np.flatnonzero(made.came & made.imaged)
    who, day = made.who[rows], made.day[rows]
    best = random.choice(_RESPONSES, rows.size, p=(0.28, 0.34, 0.38))
    response = np.where(day >= course.progression[who], "PD", best)
    place = random.choice(("LOCAL", "INTRA_ORGAN_DISTANT", "EXTRA_ORGAN"), rows.size)
    again, central = _read_again(course, who, response, random.spawn(1)[0])
    who, day = np.append(who, who[again]), np.append(day, day[again])
    return draft_table(
        "response_assessment",
        {
            "diagnosis_id": [course.diagnosis[i] for i in who],
            "assessment_date": (course.index[who] + day.astype(np.int64)).tolist(),
            "criterion": [_CRITERION.get(course.group.domain, "RECIST11")] * who.size,
            "response": [*response.tolist(), *central.tolist()],
            "reader": ["SITE"] * rows.size + ["CENTRAL"] * again.size,
            "progression_site": [
                *where(response == "PD", place.tolist()),
                *[None] * again.size,
            ],
        },
    )


def _read_again(
    course: Course, who: Places, response: Texts, random: np.random.Generator
) -> tuple[Places, Texts]:
    """Return the assessments that a central reader saw too, and what that reader saw."""
    again = np.flatnonzero((random.random(course.n) < _READ_AGAIN)[who])
    seen = np.array([_SCALE.index(code) for code in response[again].tolist()], dtype=np.int64)
    moved = random.choice((-1, 0, 1), again.size, p=(0.08, 0.72, 0.2))
    return again, np.array(_SCALE)[np.clip(seen + moved, 0, len(_SCALE) - 1)]


def event_table(course: Course, random: np.random.Generator) -> DraftTable:
    """Return progressions, and what followed some of them."""
    chance, wait = random.random(course.n), random.integers(14, 120, course.n)
    who = np.flatnonzero(~np.isnan(course.progression))
    day = course.progression[who]
    later = day + wait[who]
    kind = np.select(
        [chance[who] < 0.35, chance[who] < 0.41, chance[who] < 0.44],
        [
            "SYSTEMIC_START",
            "TRANSPLANT" if course.group.domain == "HCC" else "REPEAT_IO",
            "RESECTION",
        ],
        "",
    )
    follows = np.flatnonzero((kind != "") & (later < course.end[who]))
    owner = np.concatenate([who, who[follows]])
    days = np.concatenate([day, later[follows]])
    types: list[Value] = ["PROGRESSION"] * who.size + kind[follows].tolist()
    return draft_table(
        "clinical_event",
        {
            "diagnosis_id": [course.diagnosis[i] for i in owner],
            "event_type": types,
            "event_date": (course.index[owner] + days.astype(np.int64)).tolist(),
        },
    )
