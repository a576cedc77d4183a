"""The invented courses as rows of curated tables, in the form in which an import hands them on."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np

from queries.demo.course import Course
from queries.demo.hcc import Flags
from queries.demo.network import CUTOFF, Network, Numbers, Places
from queries.importers.draft import DraftTable, Value

_TARE = ("TARE_GLASS", "TARE_RESIN")
_GLASS_SHARE = 0.6
_AGENT = {"DEBTACE": "DOXO", "CTACE": "DOXO", "TACE_ABL": "DOXO", "TAE": "NONE"} | {
    "TARE_GLASS": "Y90_GLASS",
    "TARE_RESIN": "Y90_RESIN",
}
_ABLATIONS = ("RFA", "MWA")


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
                f"Invented hospital {code}, {c}" for code, c in zip(ids, sites.country, strict=True)
            ],
            "site_label": ids,
            "country_code": sites.country,
            "status": ["ACTIVE"] * n,
            "agreement_signed_date": [day - timedelta(days=150) for day in opened],
            "ethics_approval_date": [day - timedelta(days=60) for day in opened],
            "activation_date": opened,
        },
    )


def target_table(sites: Network, n: int) -> DraftTable:
    """Return monthly targets: what a site of its volume was expected to enrol once open."""
    first, last = (12 * 2020), 12 * CUTOFF.year + CUTOFF.month - 1
    opened = [12 * day.year + day.month - 1 for day in sites.activation.tolist()]
    expected = np.where(sites.volume > 0, sites.volume, sites.volume[sites.volume > 0].mean())
    exposure = sum(
        float(share) * (last - start + 1) for share, start in zip(expected, opened, strict=True)
    )
    rows = [
        (sites.site_id(place), date(month // 12, month % 12 + 1, 1), 1.12 * n * share / exposure)
        for place, (share, start) in enumerate(zip(expected, opened, strict=True))
        for month in range(max(start, first), last + 1)
    ]
    site, month, target = zip(*rows, strict=True)
    return draft_table(
        "accrual_target",
        {
            "site_id": site,
            "domain_code": ["HCC"] * len(rows),
            "month": month,
            "target_n": [round(value, 4) for value in target],
        },
    )


def identifiers(n: int) -> tuple[list[str], list[str]]:
    """Return patient and diagnosis identifiers: running numbers that mean nothing."""
    return [f"P{i:07d}" for i in range(1, n + 1)], [f"D{i:07d}" for i in range(1, n + 1)]


def patient_table(course: Course, sites: Network, random: np.random.Generator) -> DraftTable:
    """Return the patients."""
    who = course.who
    kind = np.where(course.is_retrospective, "RETROSPECTIVE", "PROSPECTIVE")
    return draft_table(
        "patient",
        {
            "patient_id": identifiers(course.n)[0],
            "site_id": [sites.site_id(place) for place in course.site],
            "sex": np.where(who.is_male, "M", "F").tolist(),
            "age_at_enrolment": who.age.astype(int).tolist(),
            "consent_date": course.consent.tolist(),
            "enrolment_date": course.enrolled.tolist(),
            "enrolment_type": kind.tolist(),
            "date_entered": entered_on(course.enrolled, entry_lag(course, sites, random)),
        },
    )


def vital_table(course: Course, random: np.random.Generator) -> DraftTable:
    """Return who lives, who died and who was lost, each with a date."""
    is_dead = np.isfinite(course.death)
    is_over = course.is_lost | is_dead
    seen = np.where(is_over, course.end, course.end - random.integers(0, 90, course.n))
    status = np.where(is_dead, "DEAD", np.where(course.is_lost, "LOST", "ALIVE"))
    return draft_table(
        "vital_status",
        {
            "patient_id": identifiers(course.n)[0],
            "vital_status": status.tolist(),
            "last_contact_date": _on(course, np.maximum(seen, 0), np.ones(course.n, dtype=bool)),
            "death_date": _on(course, course.death, is_dead),
            "death_cause": _causes(course, is_dead, random),
        },
    )


def diagnosis_table(course: Course, random: np.random.Generator) -> DraftTable:
    """Return the diagnoses with what was planned for them."""
    who = course.who
    patient, diagnosis = identifiers(course.n)
    is_curative = np.isin(course.technique, (*_ABLATIONS, "TACE_ABL"))
    is_bridge = (random.random(course.n) < 0.12) & ~who.pvi & ~who.spread & ~is_curative
    intent = np.select([is_curative, is_bridge], ["CURATIVE", "BRIDGE"], "PALLIATIVE")
    return draft_table(
        "diagnosis",
        {
            "diagnosis_id": diagnosis,
            "patient_id": patient,
            "domain_code": ["HCC"] * course.n,
            "primary_site": ["C22"] * course.n,
            "histology_confirmed": yes_no(random.random(course.n) < 0.45),
            "intent": intent.tolist(),
            "treatment_naive": yes_no(random.random(course.n) < 0.62),
            "planned_strategy": [
                code if code == "TACE_ABL" else None for code in course.technique.tolist()
            ],
        },
    )


def procedure_table(course: Course, sites: Network, random: np.random.Generator) -> DraftTable:
    """Return the sessions: the index procedure, and the planned second part of a combination."""
    _, diagnosis = identifiers(course.n)
    technique = np.where(
        course.technique == "TARE",
        np.where(random.random(course.n) < _GLASS_SHARE, *_TARE),
        course.technique,
    )
    lag = entry_lag(course, sites, random)
    entered = entered_on(course.index, lag)
    first = [
        (f"{d}-1", d, day, 1, "CTACE" if code == "TACE_ABL" else str(code), stamp)
        for d, day, code, stamp in zip(
            diagnosis, course.index.tolist(), technique, entered, strict=True
        )
    ]
    planned = np.flatnonzero((technique == "TACE_ABL") & (course.end > 45))
    second = [
        (f"{diagnosis[i]}-2", diagnosis[i], (course.index[i] + 28).tolist(), 2, "MWA", None)
        for i in planned
    ]
    ids, owner, day, session, code, stamp = zip(*(first + second), strict=True)
    is_ablation = [c in _ABLATIONS for c in code]
    return draft_table(
        "procedure",
        {
            "procedure_id": ids,
            "diagnosis_id": owner,
            "procedure_date": day,
            "session_no": session,
            "technique_code": code,
            "approach": ["PERCUTANEOUS" if a else "TRANSARTERIAL" for a in is_ablation],
            "agent": [_AGENT.get(c) for c in code],
            "technical_success": yes_no(random.random(len(ids)) < 0.97),
            "date_entered": stamp,
        },
    )


def entry_lag(course: Course, sites: Network, random: np.random.Generator) -> Places:
    """Draw the days from event to entry of its form, by the pace of the site."""
    median = sites.entry_lag[course.site]
    return np.ceil(median * random.lognormal(0, 0.8, course.n)).astype(np.int64)


def entered_on(day: "np.ndarray[tuple[int], np.dtype[np.datetime64]]", lag: Places) -> list[date]:
    """Return when forms were entered, not after the data cut-off."""
    stamps: list[date] = np.minimum(day + lag, np.datetime64(CUTOFF, "D")).tolist()
    return stamps


def _on(course: Course, days: Numbers, happens: Flags) -> list[date | None]:
    since = np.where(happens, days, 0).astype(np.int64)
    return [
        day if yes else None
        for day, yes in zip((course.index + since).tolist(), happens, strict=True)
    ]


def _causes(course: Course, is_dead: Flags, random: np.random.Generator) -> list[str | None]:
    drawn = random.choice(
        ("CANCER", "LIVER_FAILURE", "OTHER", "UNK"), course.n, p=(0.68, 0.18, 0.10, 0.04)
    )
    return [str(cause) if dead else None for cause, dead in zip(drawn, is_dead, strict=True)]


def yes_no(happens: Flags) -> list[Value]:
    """Return Y and N."""
    answers: list[Value] = np.where(happens, "Y", "N").tolist()
    return answers
