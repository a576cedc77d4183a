"""The invented lesions: their size, their treatment, and whether they come back locally."""

from dataclasses import dataclass

import numpy as np

from queries.demo.course import Course
from queries.demo.group import DAYS_PER_MONTH, Flags
from queries.demo.network import Numbers, Places
from queries.demo.tables import ABLATIONS, draft_table, where, yes_no
from queries.demo.visits import Visits
from queries.importers.draft import DraftTable

ORGANS = {"RCC": "KIDNEY", "LUNG_P": "LUNG", "LUNG_M": "LUNG", "BONE": "BONE"}
_SHAPE = 0.9  # Weibull, of local progression
_FRAILTY = 0.3  # variance between patients
_MEDIAN_SIZE = 20.0  # mm, at which the 12-month share holds
# 12-month share with local progression, and hazard ratio per doubling of size
_LOCAL = {
    ("HCC", "RFA"): (0.095, 1.7),
    ("HCC", "MWA"): (0.073, 1.7),
    ("CRLM", "MWA"): (0.10, 1.8),
    ("CRLM", "RFA"): (0.136, 1.8),
    ("LUNG_M", "CRYO"): (0.15, 1.7),
    ("LUNG_M", "RFA"): (0.13, 1.8),
    ("RCC", "CRYO"): (0.02, 2.0),
}
_OTHERWISE = (0.09, 1.7)
_RESIDUAL = 0.04  # share not complete at the first control
_FIRST_CONTROL = "M1"


@dataclass(frozen=True, eq=False)
class Lesions:
    """Treated lesions; arrays have one entry per lesion."""

    who: Places  # place of the diagnosis in its course
    number: Places  # 1.. within the diagnosis
    size: Numbers  # mm
    is_ablated: Flags
    local: Numbers  # day of local progression; inf where it never comes
    is_residual: Flags


def lesions(course: Course, random: np.random.Generator) -> Lesions:
    """Invent the lesions of a course; those of one patient share their luck."""
    drawn = random.choice((1, 2, 3), course.n, p=(0.7, 0.2, 0.1))
    counts = np.minimum(drawn, course.group.tumours)
    who = np.repeat(np.arange(course.n), counts)
    number = np.arange(who.size) - np.repeat(np.cumsum(counts) - counts, counts) + 1
    smaller = np.where(number == 1, 1.0, random.uniform(0.3, 0.95, who.size))
    size = np.maximum(course.group.size[who] * smaller, 3)
    technique = course.group.technique[who]
    share, ratio = np.array(
        [_LOCAL.get((course.group.domain, code), _OTHERWISE) for code in technique]
    ).T
    luck = random.gamma(1 / _FRAILTY, _FRAILTY, course.n)[who]
    hazard = -np.log1p(-share) * ratio ** np.log2(size / _MEDIAN_SIZE) * luck
    months = 12 * (random.exponential(size=who.size) / hazard) ** (1 / _SHAPE)
    is_ablated = np.isin(technique, ABLATIONS)
    return Lesions(
        who=who,
        number=number,
        size=size,
        is_ablated=is_ablated,
        local=np.where(is_ablated, np.ceil(months * DAYS_PER_MONTH), np.inf),
        is_residual=random.random(who.size) < np.where(size > 30, 2 * _RESIDUAL, _RESIDUAL),
    )


def lesion_ids(course: Course, found: Lesions) -> list[str]:
    """Return the identifiers of the lesions."""
    return [
        f"{course.diagnosis[i]}-L{number}"
        for i, number in zip(found.who, found.number, strict=True)
    ]


def lesion_table(course: Course, found: Lesions, random: np.random.Generator) -> DraftTable:
    """Return the lesions."""
    n = found.who.size
    return draft_table(
        "lesion",
        {
            "lesion_id": lesion_ids(course, found),
            "diagnosis_id": [course.diagnosis[i] for i in found.who],
            "lesion_no": found.number.tolist(),
            "organ": [ORGANS.get(course.group.domain, "LIVER")] * n,
            "baseline_diameter_mm": np.rint(found.size).tolist(),
            "near_vessel": yes_no(random.random(n) < 0.2),
            "subcapsular": yes_no(random.random(n) < 0.25),
            "is_target": ["Y"] * n,
        },
    )


def treated_table(course: Course, found: Lesions, random: np.random.Generator) -> DraftTable:
    """Return which lesion was treated in which session: all in the first."""
    n = found.who.size
    margin = np.round(np.clip(random.normal(6, 3, n), 0, 20), 1)
    return draft_table(
        "procedure_lesion",
        {
            "procedure_id": [f"{course.diagnosis[i]}-1" for i in found.who],
            "lesion_id": lesion_ids(course, found),
            "margin_mm": where(found.is_ablated & (random.random(n) < 0.7), margin.tolist()),
            "complete_ablation": where(found.is_ablated, yes_no(~found.is_residual)),
        },
    )


def lesion_assessment_table(course: Course, found: Lesions, made: Visits) -> DraftTable:
    """Return the readings of ablated lesions at every visit with imaging."""
    ids = lesion_ids(course, found)
    imaged = made.came & made.imaged
    names: list[str] = []
    days: list[object] = []
    status: list[str] = []
    by_person = _lesions_of(course, found)
    for row in np.flatnonzero(imaged):
        person = made.who[row]
        for lesion in by_person[person]:
            names.append(ids[lesion])
            days.append((course.index[person] + int(made.day[row])).tolist())
            status.append(_status(found, lesion, made.code[row], float(made.day[row])))
    return draft_table(
        "lesion_assessment",
        {
            "lesion_id": names,
            "assessment_date": days,
            "lesion_status": status,
            "reader": ["SITE"] * len(names),
        },
    )


def _lesions_of(course: Course, found: Lesions) -> list[list[int]]:
    owned: list[list[int]] = [[] for _ in range(course.n)]
    for lesion in np.flatnonzero(found.is_ablated):
        owned[found.who[lesion]].append(int(lesion))
    return owned


def _status(found: Lesions, lesion: int, visit: str, day: float) -> str:
    if found.is_residual[lesion]:
        return "RESIDUAL"
    if visit == _FIRST_CONTROL:
        return "COMPLETE"
    return "LTP" if day >= found.local[lesion] else "NO_LTP"
