"""Tables that a snapshot build writes: follow-up by endpoint, enrolment by month."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from analytics.endpoints import NO_FOLLOW_UP, EndpointRule, time_to_event
from queries.domains.catalogue import DOMAINS
from queries.domains.places import COUNTRIES
from queries.importers.draft import Draft, Value
from queries.importers.timeline import Index

UNKNOWN_MONTH = -1
_MOST_HALF_DAYS = 32_767  # what a small integer holds: 44 years
_PROGRESSION = frozenset({"PROGRESSION", "NEW_LESION", "UNTREATABLE_PROGRESSION"})
_REMOVAL = frozenset({"TRANSPLANT", "RESECTION"})


def follow_up_rows(draft: Draft, index: dict[str, Index]) -> Iterator[dict[str, Value]]:
    """Derive one row per diagnosis and endpoint, by the one definition in `analytics`.

    A diagnosis without an index procedure has no time origin; it is left out and says so.
    """
    facts = dated_facts(draft, index)
    for domain, rows in facts.groupby("domain_code", sort=False):
        places = rows[_PLACE].to_dict("records")
        for rule in DOMAINS[str(domain)].endpoints:
            for place, times in zip(places, _times(rows, rule), strict=True):
                yield {str(name): value for name, value in place.items()} | times


def _times(rows: pd.DataFrame, rule: EndpointRule) -> Iterator[dict[str, Value]]:
    derived = time_to_event(rows, rule)
    halves = np.round(2 * np.column_stack([derived.entry, derived.time]))
    for reason, code, (entry, end) in zip(derived.reason, derived.code, halves, strict=True):
        is_counted = not reason and max(entry, end) <= _MOST_HALF_DAYS
        yield {
            "endpoint_code": rule.code,
            "entry_half_days": int(entry) if is_counted else None,
            "exit_half_days": int(end) if is_counted else None,
            "code": int(code) if is_counted else None,
            "left_out": None if is_counted else reason or NO_FOLLOW_UP,
        }


def dated_facts(draft: Draft, index: dict[str, Index]) -> pd.DataFrame:
    """Return one row per diagnosis: its place, and days since the index procedure.

    Columns of days are float, nan where a thing did not happen or its day is not known.
    """
    diagnoses = pd.DataFrame(
        draft.table("diagnosis").tuples(("diagnosis_id", "patient_id", "site_id", "domain_code")),
        columns=["diagnosis_id", "patient_id", "site_id", "domain_code"],
    )
    has_index = diagnoses["diagnosis_id"].isin(list(index))
    starts = [index.get(d, _NONE) for d in diagnoses["diagnosis_id"]]
    facts = diagnoses.assign(
        country_code=diagnoses["site_id"].map(_countries(draft)),
        technique_code=[start.technique for start in starts],
        index_month=pd.Series([start.month for start in starts], dtype=object),
        start=pd.Series([start.day for start in starts], dtype=object),
    )
    facts["region_code"] = facts["country_code"].map(lambda code: COUNTRIES[code][1])
    facts["cutoff_day"] = [
        (draft.cutoff - start).days if draft.cutoff and start else np.nan
        for start in facts["start"]
    ]
    _add_patient_days(facts, draft)
    by_diagnosis = _days_by_diagnosis(draft, facts["cutoff_day"].to_numpy(), facts["diagnosis_id"])
    facts = facts.assign(**by_diagnosis)
    facts["last_contact_day"] = facts[["last_contact_day", "any_contact_day"]].max(axis=1)
    # Never assessed after the index procedure: last known free of progression on that day.
    seen = facts["last_contact_day"].notna()
    facts.loc[facts["last_assessment_day"].isna() & seen, "last_assessment_day"] = 0.0
    days = [column for column in facts.columns if column.endswith("_day")]
    facts.loc[~has_index, days] = np.nan
    return facts


_NONE = Index(None, None, "UNK")
_PLACE = [
    *("diagnosis_id", "site_id", "country_code", "region_code"),
    *("domain_code", "technique_code", "index_month"),
]


def _countries(draft: Draft) -> dict[str, str]:
    return draft.table("site").lookup("site_id", "country_code")


def _add_patient_days(facts: pd.DataFrame, draft: Draft) -> None:
    for table, stem, name in (
        ("vital_status", "death", "death_day"),
        ("vital_status", "last_contact", "last_contact_day"),
        ("patient", "consent", "entry_day"),
    ):
        columns = ("patient_id", f"{stem}_date", f"{stem}_precision", f"{stem}_day")
        by_patient = {
            patient: (on if precision == "DAY" else None, day)
            for patient, on, precision, day in draft.table(table).tuples(columns)
        }
        facts[name] = [
            _since(by_patient.get(patient, (None, None)), start)
            for patient, start in zip(facts["patient_id"], facts["start"], strict=True)
        ]


def _since(known: tuple[date | None, float | None], start: date | None) -> float:
    on, day = known
    if on is not None and start is not None:
        return float((on - start).days)
    # Days that the source itself counted; a date without a start cannot be counted.
    return np.nan if day is None or on is not None else day


def _days_by_diagnosis(
    draft: Draft,
    cutoff: "np.ndarray[tuple[int], np.dtype[np.float64]]",
    diagnosis: "pd.Series[str]",
) -> dict[str, "pd.Series[float]"]:
    limit = pd.Series(np.where(np.isnan(cutoff), np.inf, cutoff), index=diagnosis.to_numpy())
    events = _frame(draft, "clinical_event", "event", "event_type")
    responses = _frame(draft, "response_assessment", "assessment", "response")
    visits = _frame(draft, "visit", "actual", "imaging_done")
    lesions = _frame(draft, "lesion_assessment", "assessment", "lesion_status")
    procedures = _frame(draft, "procedure", "procedure", "technique_code")
    onsets = _frame(draft, "adverse_event", "onset", "serious")
    progressed = pd.concat(
        [
            events[events["what"].isin(_PROGRESSION)],
            responses[responses["what"] == "PD"],
            lesions[lesions["what"] == "LTP"],
        ]
    )
    assessed = pd.concat(
        [responses[responses["what"] != "NE"], lesions, visits[visits["what"] == "Y"], progressed]
    )
    contacts = pd.concat([events, responses, visits, lesions, procedures, onsets])
    days = {
        "progression_day": _extreme(progressed, "min"),
        "transplant_day": _extreme(events[events["what"].isin(_REMOVAL)], "min"),
        "last_assessment_day": _extreme(_by(assessed, limit), "max"),
        "any_contact_day": _extreme(_by(contacts, limit), "max"),
    }
    order = diagnosis.to_numpy()
    return {name: series.reindex(order).reset_index(drop=True) for name, series in days.items()}


def _frame(draft: Draft, table: str, stem: str, what: str) -> pd.DataFrame:
    rows = list(draft.table(table).tuples(("diagnosis_id", f"{stem}_day", what)))
    if table == "lesion_assessment":  # lesions know their diagnosis
        owner = draft.table("lesion").lookup("lesion_id", "diagnosis_id")
        rows = [
            (owner.get(lesion), day, status)
            for lesion, day, status in draft.table(table).tuples(("lesion_id", f"{stem}_day", what))
        ]
    frame = pd.DataFrame(rows, columns=["diagnosis_id", "day", "what"])
    frame["day"] = frame["day"].astype(float)
    return frame[frame["day"].notna()]


def _by(frame: pd.DataFrame, limit: "pd.Series[float]") -> pd.DataFrame:
    # Nothing dated after the data cut-off is seen.
    return frame[frame["day"].to_numpy() <= limit.reindex(frame["diagnosis_id"]).to_numpy()]


def _extreme(frame: pd.DataFrame, which: str) -> "pd.Series[float]":
    series: pd.Series[float] = frame.groupby("diagnosis_id")["day"].agg(which)
    return series


def enrolment_rows(draft: Draft) -> Iterator[dict[str, Value]]:
    """Count enrolled diagnoses by site, domain and month of enrolment.

    A date known to the month is enough; without one, a diagnosis counts under the month -1.
    Nobody enrolled after the data cut-off is counted.
    """
    columns = ("patient_id", "enrolment_date", "enrolment_precision")
    enrolled = {
        patient: (on, precision)
        for patient, on, precision in draft.table("patient").tuples(columns)
    }
    countries = _countries(draft)
    counts: Counter[tuple[str, str, int]] = Counter()
    for patient, site, domain in draft.table("diagnosis").tuples(
        ("patient_id", "site_id", "domain_code")
    ):
        on, precision = enrolled[patient]
        if on is not None and draft.cutoff is not None and on > draft.cutoff:
            continue
        is_known = precision in ("DAY", "MONTH")
        counts[site, domain, 12 * on.year + on.month - 1 if is_known else UNKNOWN_MONTH] += 1
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
