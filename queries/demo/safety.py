"""The invented adverse events and questionnaires."""

import numpy as np

from queries.demo.course import Course
from queries.demo.lesions import ORGANS
from queries.demo.network import Network
from queries.demo.tables import ABLATIONS, draft_table, entered_on, entry_lag
from queries.demo.visits import Visits
from queries.importers.draft import DraftTable, Value

# kind of procedure -> (term, category, grade, chance at one procedure)
_TERMS: dict[str, tuple[tuple[str, str, str, float], ...]] = {
    "EMBO": (
        ("POST_EMBO_SYNDROME", "GENERAL", "2", 0.40),
        ("LIVER_FAILURE", "HEPATOBILIARY", "3", 0.03),
        ("LIVER_ABSCESS", "INFECTION", "3", 0.015),
        ("CHOLECYSTITIS", "HEPATOBILIARY", "3", 0.015),
    ),
    "RADIO": (
        ("FATIGUE", "GENERAL", "2", 0.30),
        ("REILD", "HEPATOBILIARY", "4", 0.005),
        ("GI_ULCER", "GASTROINTESTINAL", "3", 0.015),
        ("LIVER_FAILURE", "HEPATOBILIARY", "3", 0.02),
    ),
    "LIVER": (
        ("PAIN", "GENERAL", "2", 0.22),
        ("BLEEDING", "VASCULAR", "3", 0.015),
        ("BILIARY_INJURY", "HEPATOBILIARY", "3", 0.01),
        ("LIVER_ABSCESS", "INFECTION", "3", 0.005),
        ("SKIN_BURN", "SKIN", "2", 0.01),
    ),
    "LUNG": (
        ("PNEUMOTHORAX", "RESPIRATORY", "2", 0.30),
        ("CHEST_TUBE", "RESPIRATORY", "2", 0.20),
        ("HEMOPTYSIS", "RESPIRATORY", "3", 0.02),
        ("PNEUMONIA", "INFECTION", "3", 0.02),
        ("BRONCHOPLEURAL_FISTULA", "RESPIRATORY", "3", 0.01),
    ),
    "KIDNEY": (
        ("PAIN", "GENERAL", "2", 0.20),
        ("BLEEDING", "VASCULAR", "3", 0.02),
        ("URETER_INJURY", "RENAL", "3", 0.014),
    ),
    "BONE": (
        ("PAIN", "GENERAL", "2", 0.20),
        ("FRACTURE", "MUSCULOSKELETAL", "3", 0.012),
        ("NERVE_INJURY", "NERVOUS", "3", 0.008),
        ("SKIN_BURN", "SKIN", "2", 0.01),
    ),
}
_SIR = {"1": "MILD", "2": "MODERATE", "3": "SEVERE", "4": "LIFE_THREATENING", "5": "DEATH"}
_CIRSE = {"1": "2", "2": "2", "3": "3A", "4": "5", "5": "6"}
_SCALES = {"BONE": ("BPI_SF", "WORST_PAIN")}
_QUALITY_OF_LIFE = ("QLQ_C30", "QL2")
_SAME = (
    *("ctcae_term", "ctcae_category", "ctcae_grade", "sir_class", "cirse_grade"),
    *("relatedness", "serious"),
)
_COLUMNS = ("ae_id", "diagnosis_id", "procedure_id", "onset_date", *_SAME, "date_entered")
_SERIOUS = ("3", "4", "5")
_ASKED = ("M1", "M3", "M6", "M12")


def adverse_event_table(course: Course, sites: Network, random: np.random.Generator) -> DraftTable:
    """Return the adverse events of the index procedures; sites report unevenly."""
    reports = sites.reports[course.site]
    kinds = _kinds(course)
    lag = entry_lag(course, sites, random)
    columns: dict[str, list[Value]] = {name: [] for name in _COLUMNS}
    for kind, terms in _TERMS.items():
        treated = np.flatnonzero(kinds == kind)
        for number, (term, category, grade, chance) in enumerate(terms):
            has = random.random(treated.size) < chance * reports[treated]
            onset = random.integers(0, 25, treated.size)
            is_seen = has & (onset <= course.end[treated])
            who, onset = treated[is_seen], onset[is_seen]
            day = course.index[who] + onset
            owner = [course.diagnosis[i] for i in who]
            columns["ae_id"] += [f"{d}-{kind}-{number}" for d in owner]
            columns["diagnosis_id"] += owner
            columns["procedure_id"] += [f"{d}-1" for d in owner]
            columns["onset_date"] += day.tolist()
            same = (term, category, grade, _SIR[grade], _CIRSE[grade], "PROBABLE")
            is_serious = "Y" if grade in _SERIOUS else "N"
            for name, value in zip(_SAME, (*same, is_serious), strict=True):
                columns[name] += [value] * who.size
            columns["date_entered"] += entered_on(day, lag[who])
    return draft_table("adverse_event", columns)


def _kinds(course: Course) -> "np.ndarray[tuple[int], np.dtype[np.str_]]":
    organ = ORGANS.get(course.group.domain, "LIVER")
    if organ != "LIVER":
        return np.full(course.n, organ)
    code = course.group.technique
    is_radio = np.isin(code, ("TARE_GLASS", "TARE_RESIN"))
    return np.select([is_radio, np.isin(code, ABLATIONS)], ["RADIO", "LIVER"], "EMBO")


def pro_table(course: Course, made: Visits, random: np.random.Generator) -> DraftTable:
    """Return questionnaires; who is worse answers less."""
    instrument, scale = _SCALES.get(course.group.domain, _QUALITY_OF_LIFE)
    is_pain = instrument == "BPI_SF"
    level = (
        np.clip(random.normal(7.0, 1.5, course.n), 4, 10)
        if is_pain
        else random.normal(66, 18, course.n)
    )
    worse = (level > np.median(level)) if is_pain else (level < np.median(level))
    rows = np.flatnonzero(made.came & np.isin(made.code, _ASKED))
    who = made.who[rows]
    answers = random.random(rows.size) < np.where(worse[who], 0.68, 0.86)
    rows, who = rows[answers], who[answers]
    change = -2.6 if is_pain else -3.0
    noise = random.normal(change, 1.8 if is_pain else 12.0, rows.size)
    most = 10 if is_pain else 100
    score = np.clip(level[who] + noise, 0, most).round(1)
    own = random.spawn(1)[0]  # leaves the other draws as they were
    began = np.flatnonzero(own.random(course.n) < np.where(worse, 0.86, 0.95))
    spread = own.normal(0, 0.8 if is_pain else 8.0, began.size)
    before = np.clip(level[began] + spread, 0, most).round(1)
    asked = course.index[began] - own.integers(0, 8, began.size)
    owner = [course.diagnosis[i] for i in (*began, *who)]
    return draft_table(
        "pro_score",
        {
            "diagnosis_id": owner,
            "visit_code": ["BASE"] * began.size + [made.code[row] for row in rows],
            "instrument": [instrument] * len(owner),
            "scale_code": [scale] * len(owner),
            "score": [*before.tolist(), *score.tolist()],
            "completed_date": [
                *asked.tolist(),
                *(course.index[who] + made.day[rows].astype(np.int64)).tolist(),
            ],
        },
    )
