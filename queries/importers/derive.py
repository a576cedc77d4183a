"""Tables that a snapshot build writes: follow-up by endpoint, enrolment by month."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from analytics.dated import first_days
from analytics.endpoints import NO_FOLLOW_UP, EndpointRule, Unit, time_to_event
from queries.domains.catalogue import DOMAINS
from queries.domains.places import COUNTRIES
from queries.importers.arrays import Texts, cells_of, places_of, texts_of
from queries.importers.draft import Draft, Value
from queries.importers.facts import (
    PLACE,
    add_contacts,
    add_landmark_technique,
    add_watched_death,
    diagnosis_facts,
)
from queries.importers.lesions import add_first_lesion, lesion_facts
from queries.importers.observations import observe
from queries.importers.progression import add_progression, add_untreatable
from queries.importers.timeline import Index

UNKNOWN_MONTH = -1
_MOST_HALF_DAYS = 32_767  # what a small integer holds: 44 years


def follow_up_rows(draft: Draft, index: dict[str, Index]) -> Iterator[dict[str, Value]]:
    """Derive one row per diagnosis or lesion and endpoint, one after the other."""
    for block in follow_up_columns(*dated_facts(draft, index)):
        yield from (dict(zip(block, row, strict=True)) for row in zip(*block.values(), strict=True))


def follow_up_columns(
    diagnoses: pd.DataFrame, lesions: pd.DataFrame
) -> Iterator[dict[str, list[Value]]]:
    """Derive one row per diagnosis or lesion and endpoint, by the one definition in `analytics`.

    A diagnosis without an index procedure has no time origin; it is left out and says so.

    Parameters
    ----------
    diagnoses, lesions : DataFrame
        Dated facts, one row each (`dated_facts`).

    Yields
    ------
    dict
        Columns of the rows of one domain and endpoint.
    """
    units = {Unit.PATIENT: diagnoses, Unit.LESION: lesions}
    for code in diagnoses["domain_code"].drop_duplicates():
        of_domain = {unit: facts[facts["domain_code"] == code] for unit, facts in units.items()}
        placed = {unit: _places(facts) for unit, facts in of_domain.items()}
        for rule in DOMAINS[code].endpoints:
            yield _columns(of_domain[rule.unit], placed[rule.unit], rule)


def dated_facts(draft: Draft, index: dict[str, Index]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the facts that endpoints are derived from: one row per diagnosis, and per lesion."""
    facts = diagnosis_facts(draft, index)
    seen = observe(draft, facts)
    add_contacts(facts, seen)
    lesions = lesion_facts(draft, facts, seen)
    local = lesions.assign(day=lesions["local_progression_day"]).dropna(subset="day")
    add_progression(facts, seen, first_days(local, len(facts)))
    add_untreatable(facts, seen, _spread(draft, facts))
    add_watched_death(facts)
    add_landmark_technique(facts, seen)
    add_first_lesion(facts, lesions)
    days = [name for name in facts.columns if name.endswith("_day")]
    facts.loc[~facts["has_index"], days] = np.nan
    facts["lesion_id"], facts["cluster_no"] = "", None
    lesions["cluster_no"] = lesions["patient_no"]
    return facts, lesions


def _spread(draft: Draft, facts: pd.DataFrame) -> Texts:
    table = draft.table("baseline")
    place = places_of(pd.Index(texts_of(table, "diagnosis_id")), list(facts["diagnosis_id"]))
    return np.append(texts_of(table, "extrahepatic_disease"), "")[place]  # -1: the one appended


def _places(facts: pd.DataFrame) -> dict[str, list[Value]]:
    # Where each row belongs, the same for every endpoint.
    return {name: facts[name].tolist() for name in (*PLACE, "lesion_id", "cluster_no")}


def _columns(
    facts: pd.DataFrame, placed: dict[str, list[Value]], rule: EndpointRule
) -> dict[str, list[Value]]:
    if rule.techniques:
        facts = facts[facts["technique_code"].isin(rule.techniques)]
        placed = _places(facts)
    derived = time_to_event(facts, rule)
    halves = np.round(2 * np.column_stack([derived.entry, derived.time]))
    counted = (derived.reason == "") & (halves.max(axis=1) <= _MOST_HALF_DAYS)
    whole = np.where(counted[:, None], halves, 0).astype(np.int64)
    reasons = np.where(derived.reason == "", NO_FOLLOW_UP, derived.reason)
    return {
        "endpoint_code": [rule.code] * len(facts),
        **placed,
        "technique_code": facts[rule.group].tolist(),
        "entry_half_days": cells_of(whole[:, 0], counted),
        "exit_half_days": cells_of(whole[:, 1], counted),
        "code": cells_of(derived.code, counted),
        "left_out": cells_of(reasons, ~counted),
    }


def enrolment_rows(draft: Draft) -> Iterator[dict[str, Value]]:
    """Count enrolled diagnoses by site, domain and month of enrolment.

    A date known to the month is enough. One known to the year counts under minus the year, and
    without any a diagnosis counts under -1.
    Nobody enrolled after the data cut-off is counted.
    """
    columns = ("patient_id", "enrolment_date", "enrolment_precision")
    enrolled = {
        patient: (on, precision)
        for patient, on, precision in draft.table("patient").tuples(columns)
    }
    countries = draft.table("site").lookup("site_id", "country_code")
    counts: Counter[tuple[str, str, int]] = Counter()
    for patient, site, domain in draft.table("diagnosis").tuples(
        ("patient_id", "site_id", "domain_code")
    ):
        on, precision = enrolled[patient]
        if on is not None and draft.cutoff is not None and on > draft.cutoff:
            continue
        counts[site, domain, _month_of(on, precision)] += 1
    for (site, domain, month), n in sorted(counts.items()):
        country = countries[site]
        yield {
            "site_id": site,
            "domain_code": domain,
            "month": month,
            "country_code": country,
            "region_code": COUNTRIES[country][1],
            "n": n,
        }


def _month_of(on: date | None, precision: str) -> int:
    if on is None or precision not in ("DAY", "MONTH", "YEAR"):
        return UNKNOWN_MONTH
    return -on.year if precision == "YEAR" else 12 * on.year + on.month - 1
