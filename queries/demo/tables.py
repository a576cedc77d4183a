"""The invented sites, patients and procedures as rows of curated tables."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np

from queries.demo.course import Course
from queries.demo.group import Flags
from queries.demo.network import CUTOFF, FIRST_DAY, Days, Network, Numbers, Places
from queries.importers.draft import DraftTable, Value

ABLATIONS = ("RFA", "MWA", "CRYO", "ABL_CEMENT")
_AGENT = {
    "CTACE": "DOXO",
    "DEBTACE": "DOXO",
    "DEBIRI": "IRINO",
    "TAE": "NONE",
    "TARE_GLASS": "Y90_GLASS",
    "TARE_RESIN": "Y90_RESIN",
}
_RADIO = ("TARE_GLASS", "TARE_RESIN")


def draft_table(name: str, columns: Mapping[str, Sequence[Value]]) -> DraftTable:
    """Return a table as if read from a file of its own, header in row 1."""
    lists = {column: list(values) for column, values in columns.items()}
    length = len(next(iter(lists.values())))
    return DraftTable(name, f"{name}.csv", list(range(2, length + 2)), lists)


def site_table(sites: Network) -> DraftTable:
    """Return the sites, all under invented names."""
    n = len(sites.country)
    ids = [sites.site_id(place) for place in range(n)]
    opened: list[date] = sites.activation.tolist()
    return draft_table(
        "site",
        {
            "site_id": ids,
            "site_name": [
                f"Invented hospital {code}, {country}"
                for code, country in zip(ids, sites.country, strict=True)
            ],
            "site_label": ids,
            "country_code": sites.country,
            "status": ["ACTIVE"] * n,
            "agreement_signed_date": [day - timedelta(days=150) for day in opened],
            "ethics_approval_date": [day - timedelta(days=60) for day in opened],
            "activation_date": opened,
        },
    )


def target_table(sites: Network, diagnoses: Mapping[str, int]) -> DraftTable:
    """Return monthly targets by site and domain: what its size promised once it is open."""
    first, last = 12 * FIRST_DAY.year, 12 * CUTOFF.year + CUTOFF.month - 1
    opened = [12 * day.year + day.month - 1 for day in sites.activation.tolist()]
    promised = np.where(sites.volume > 0, sites.volume, sites.volume[sites.volume > 0].mean())
    exposure = sum(
        float(share) * (last - start + 1) for share, start in zip(promised, opened, strict=True)
    )
    rows = [
        (
            sites.site_id(place),
            domain,
            date(month // 12, month % 12 + 1, 1),
            round(1.12 * n * float(share) / exposure, 4),
        )
        for domain, n in diagnoses.items()
        for place, (share, start) in enumerate(zip(promised, opened, strict=True))
        for month in range(max(start, first), last + 1)
    ]
    names = ("site_id", "domain_code", "month", "target_n")
    return draft_table("accrual_target", dict(zip(names, zip(*rows, strict=True), strict=True)))


def patient_table(course: Course, sites: Network, random: np.random.Generator) -> DraftTable:
    """Return the patients."""
    kind = np.where(course.is_retrospective, "RETROSPECTIVE", "PROSPECTIVE")
    return draft_table(
        "patient",
        {
            "patient_id": course.patient,
            "site_id": [sites.site_id(place) for place in course.site],
            "sex": np.where(course.group.is_male, "M", "F").tolist(),
            "age_at_enrolment": course.group.age.astype(int).tolist(),
            "consent_date": course.enrolled.tolist(),
            "enrolment_date": course.enrolled.tolist(),
            "enrolment_type": kind.tolist(),
            "date_entered": entered_on(course.enrolled, entry_lag(course, sites, random)),
        },
    )


def vital_table(course: Course, sites: Network, random: np.random.Generator) -> DraftTable:
    """Return who lives, who died and who was lost, each with a date."""
    is_dead = np.isfinite(course.death)
    is_over = course.is_lost | is_dead
    seen = np.where(is_over, course.end, course.end - random.integers(0, 90, course.n))
    seen = np.maximum(seen, 0)
    status = np.where(is_dead, "DEAD", np.where(course.is_lost, "LOST", "ALIVE"))
    died = course.on(np.where(is_dead, course.death, 0))
    return draft_table(
        "vital_status",
        {
            "patient_id": course.patient,
            "vital_status": status.tolist(),
            "last_contact_date": course.on(seen).tolist(),
            "death_date": where(is_dead, died.tolist()),
            "death_cause": where(is_dead, _causes(course, random)),
            "date_entered": entered_on(course.on(seen), entry_lag(course, sites, random)),
        },
    )


def _causes(course: Course, random: np.random.Generator) -> list[str]:
    liver = 0.18 if course.group.domain == "HCC" else 0.04
    shares = (0.86 - liver, liver, 0.10, 0.04)
    causes: list[str] = random.choice(
        ("CANCER", "LIVER_FAILURE", "OTHER", "UNK"), course.n, p=shares
    ).tolist()
    return causes


def diagnosis_table(course: Course, sites: Network, random: np.random.Generator) -> DraftTable:
    """Return the diagnoses with what was planned for them."""
    n, technique = course.n, course.group.technique
    before = random.integers(5, 120, n)
    return draft_table(
        "diagnosis",
        {
            "diagnosis_id": course.diagnosis,
            "patient_id": course.patient,
            "domain_code": [course.group.domain] * n,
            "primary_site": [course.group.primary_site] * n,
            "histology_confirmed": yes_no(random.random(n) < 0.6),
            "diagnosis_date": (course.index - before).tolist(),
            "intent": course.group.intent.tolist(),
            "treatment_naive": yes_no(random.random(n) < 0.62),
            "prior_resection": yes_no(random.random(n) < 0.2),
            "prior_ablation": yes_no(random.random(n) < 0.12),
            "prior_embo": yes_no(random.random(n) < 0.1),
            "prior_radiotherapy": yes_no(random.random(n) < 0.05),
            "prior_systemic_lines": random.integers(0, 3, n).tolist(),
            "concurrent_systemic": yes_no(random.random(n) < 0.15),
            "planned_strategy": technique.tolist(),
            "date_entered": entered_on(course.enrolled, entry_lag(course, sites, random)),
        },
    )


def procedure_table(course: Course, sites: Network, random: np.random.Generator) -> DraftTable:
    """Return the sessions: the index procedure, and the planned second part of a combination."""
    technique = course.group.technique
    done = np.where(technique == "TACE_ABL", "CTACE", technique)
    planned = np.flatnonzero((technique == "TACE_ABL") & (course.end > 45))
    who = np.concatenate([np.arange(course.n), planned])
    session = np.concatenate([np.ones(course.n, int), np.full(planned.size, 2)])
    code = np.concatenate([done, np.full(planned.size, "MWA")])
    day = np.concatenate([course.index, course.index[planned] + 28])
    owner = [course.diagnosis[i] for i in who]
    lag = entry_lag(course, sites, random)[who]
    is_radio = np.isin(code, _RADIO)
    dose = np.round(random.lognormal(np.log(160), 0.4, who.size))
    return draft_table(
        "procedure",
        {
            "procedure_id": [f"{d}-{s}" for d, s in zip(owner, session, strict=True)],
            "diagnosis_id": owner,
            "procedure_date": day.tolist(),
            "session_no": session.tolist(),
            "technique_code": code.tolist(),
            "approach": np.where(
                np.isin(code, ABLATIONS), "PERCUTANEOUS", "TRANSARTERIAL"
            ).tolist(),
            "agent": [_AGENT.get(c) for c in code],
            "activity_gbq": where(is_radio, np.round(random.uniform(0.8, 4, who.size), 2).tolist()),
            "tumour_dose_gy": where(is_radio & (random.random(who.size) < 0.7), dose.tolist()),
            "technical_success": yes_no(random.random(who.size) < 0.97),
            "los_nights": random.poisson(1.4, who.size).tolist(),
            "date_entered": entered_on(day, lag),
        },
    )


def entry_lag(course: Course, sites: Network, random: np.random.Generator) -> Places:
    """Draw the days from event to entry of its form, by the pace of the site."""
    median = sites.entry_lag[course.site]
    return np.ceil(median * random.lognormal(0, 0.8, course.n)).astype(np.int64)


def entered_on(day: Days, lag: Places | Numbers) -> list[date]:
    """Return when forms were entered, not after the data cut-off."""
    stamps: list[date] = np.minimum(
        day + np.asarray(lag, dtype=np.int64), np.datetime64(CUTOFF, "D")
    ).tolist()
    return stamps


def yes_no(happens: Flags) -> list[Value]:
    """Return Y and N."""
    answers: list[Value] = np.where(happens, "Y", "N").tolist()
    return answers


def where(known: Flags, values: Sequence[Value]) -> list[Value]:
    """Return the values, nothing where they are not known."""
    return [value if is_known else None for is_known, value in zip(known, values, strict=True)]
