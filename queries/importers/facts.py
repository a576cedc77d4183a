"""Dated facts of every diagnosis: the columns that the endpoints of patients are derived from."""

import numpy as np
import pandas as pd

from analytics.dated import first_days, last_days
from analytics.endpoints import DEATH_UNDATED, NOT_SUPPLIED
from analytics.inputs import Bools, Floats
from queries.domains.catalogue import DOMAINS
from queries.domains.common import COMBINED, COMBINED_WITHIN
from queries.domains.places import COUNTRIES
from queries.domains.schedule import IMAGING_DUE
from queries.importers.arrays import (
    Dates,
    Texts,
    cells_of,
    dates_of,
    days_between,
    days_from,
    numbers_of,
    places_of,
    texts_of,
)
from queries.importers.draft import Draft
from queries.importers.observations import Observations
from queries.importers.timeline import Index

PLACE = (
    *("diagnosis_id", "site_id", "country_code", "region_code"),
    *("domain_code", "technique_code", "index_month", "enrolment_type"),
)
MOST_MISSED = 2  # scheduled visits without imaging before a death that still counts as watched
_NONE = Index(None, None, "UNK", "UNK")
_REMOVAL = ("TRANSPLANT", "RESECTION")


def diagnosis_facts(draft: Draft, index: dict[str, Index]) -> pd.DataFrame:
    """Return one row per diagnosis: its place, and the days of its patient.

    Columns of days are float, since the index procedure, nan where a thing did not happen or its
    day is not known. Columns of text say why a row cannot be counted, "" where it can.
    """
    table = draft.table("diagnosis")
    columns = ("diagnosis_id", "patient_id", "site_id", "domain_code")
    facts = pd.DataFrame({name: texts_of(table, name) for name in columns})
    starts = [index.get(diagnosis, _NONE) for diagnosis in facts["diagnosis_id"]]
    facts["country_code"] = facts["site_id"].map(
        draft.table("site").lookup("site_id", "country_code")
    )
    facts["region_code"] = facts["country_code"].map(lambda code: COUNTRIES[code][1])
    facts["technique_code"] = [start.technique for start in starts]
    facts["performed"] = [start.performed for start in starts]
    facts["index_month"] = pd.Series([start.month for start in starts], dtype=object)
    facts["has_index"] = facts["diagnosis_id"].isin(list(index))
    origin = days_from([start.day for start in starts])
    cutoff = np.repeat(days_from([draft.cutoff]), len(facts))
    facts["cutoff_day"] = days_between(origin, cutoff)
    _add_patients(facts, draft, origin)
    days = [name for name in facts.columns if name.endswith("_day")]
    facts.loc[~facts["has_index"], days] = np.nan
    return facts


def _add_patients(facts: pd.DataFrame, draft: Draft, origin: Dates) -> None:
    patient = draft.table("patient")
    place = places_of(pd.Index(texts_of(patient, "patient_id")), list(facts["patient_id"]))
    facts["patient_no"] = place + 1
    kind = texts_of(patient, "enrolment_type")[place]
    facts["enrolment_type"] = cells_of(kind, kind != "")
    facts["entry_day"] = _patient_days(draft, ("patient", "consent"), facts, origin)
    for stem in ("death", "last_contact"):
        facts[f"{stem}_day"] = _patient_days(draft, ("vital_status", stem), facts, origin)
    facts["vital_status"] = _vital(draft, "vital_status", facts)
    facts["death_cause"] = _vital(draft, "death_cause", facts)


def _patient_days(
    draft: Draft, what: tuple[str, str], facts: pd.DataFrame, origin: Dates
) -> Floats:
    table, stem = draft.table(what[0]), what[1]
    place = places_of(pd.Index(texts_of(table, "patient_id")), list(facts["patient_id"]))
    dates = np.append(dates_of(table, stem), np.datetime64("NaT"))[place]  # -1: the one appended
    given = np.append(numbers_of(table, f"{stem}_day"), np.nan)[place]
    # Days that the source itself counted; a date without a start cannot be counted.
    return np.where(np.isnat(dates), given, days_between(origin, dates))


def _vital(draft: Draft, column: str, facts: pd.DataFrame) -> Texts:
    by_patient = draft.table("vital_status").lookup("patient_id", column)
    return np.array([by_patient.get(patient) or "" for patient in facts["patient_id"]], object)


def add_contacts(facts: pd.DataFrame, seen: Observations) -> None:
    """Add last contact, removal of the disease, and deaths by what is known of them."""
    n = len(facts)
    contact = seen.contacts
    cutoff = facts["cutoff_day"].to_numpy()[contact["row"]]
    contact = contact[~(contact["day"].to_numpy() > cutoff)]
    facts["last_contact_day"] = np.fmax(facts["last_contact_day"], last_days(contact, n))
    facts["removal_day"] = first_days(removals(seen), n)
    facts.loc[~facts["has_index"], ["last_contact_day", "removal_day"]] = np.nan
    is_followed = facts["last_contact_day"].notna()
    is_dead = facts["death_day"].notna()
    # Where no living patient is ever seen again, only the dead could be counted: so nobody is.
    is_alive = any_of_domain(facts, is_followed & ~is_dead)
    facts["contact_not_supplied"] = not_supplied(facts, (facts["last_contact_day"] > 0) | ~is_alive)
    is_undated = (facts["vital_status"] == "DEAD") & facts["death_day"].isna() & is_followed
    facts["death_undated"] = np.where(is_undated, DEATH_UNDATED, "")
    is_specific = pd.Series(
        [
            cause in DOMAINS[domain].specific_causes
            for cause, domain in zip(facts["death_cause"], facts["domain_code"], strict=True)
        ],
        dtype=bool,
    )
    facts["specific_death_day"] = facts["death_day"].where(is_specific)
    facts["other_death_day"] = facts["death_day"].where(~is_specific)
    has_cause = is_dead & ~facts["death_cause"].isin(["", "UNK"])
    facts["death_cause_not_supplied"] = not_supplied(
        facts, has_cause | ~any_of_domain(facts, is_dead)
    )


def removals(seen: Observations) -> pd.DataFrame:
    """Return transplantations and resections after the index procedure."""
    events = seen.events
    return events[events["what"].isin(_REMOVAL) & (events["day"] > 0)]


def not_supplied(facts: pd.DataFrame, shows: "pd.Series[bool]") -> Texts:
    """Return NOT_SUPPLIED where no diagnosis of the domain shows what an endpoint needs."""
    said: Texts = np.where(any_of_domain(facts, shows), "", NOT_SUPPLIED).astype(object)
    return said


def any_of_domain(facts: pd.DataFrame, shows: "pd.Series[bool]") -> "pd.Series[bool]":
    """Return whether any diagnosis of the same domain shows something."""
    every: pd.Series[bool] = shows.groupby(facts["domain_code"]).transform("any")
    return every


def add_watched_death(facts: pd.DataFrame) -> None:
    """Add the day of death, where imaging was not amiss for long before it."""
    due = np.array(IMAGING_DUE)
    last = facts["last_assessment_day"].fillna(0.0).to_numpy()
    death = facts["death_day"].to_numpy()
    missed = due.searchsorted(death, side="right") - due.searchsorted(last, side="right")
    facts["watched_death_day"] = np.where(missed > MOST_MISSED, np.nan, death)


def add_landmark_technique(facts: pd.DataFrame, seen: Observations) -> None:
    """Add the technique by what was done up to the landmark, whatever had been planned."""
    early = seen.sessions[seen.sessions["day"].between(0, COMBINED_WITHIN)]
    technique = facts["performed"].to_numpy(dtype=object).copy()
    for combined, parts in COMBINED.items():
        offering = [
            code
            for code, domain in DOMAINS.items()
            if combined in {technique.code for technique in domain.techniques}
        ]
        has_both: Bools = facts["domain_code"].isin(offering).to_numpy()
        for part in parts:
            rows = early.loc[early["what"].isin(part), "row"]
            has_both = has_both & np.isin(np.arange(len(facts)), rows)
        technique[has_both] = combined
    facts["technique_by_landmark"] = technique
