"""Checks of order: what can only come before or after something else."""

import pandas as pd

from queries.quality.frames import Frames
from queries.quality.model import Category, Check, Looked, Owner, Rule, looked

_LATE_CONSENT = pd.Timedelta(days=30)
_BASELINE_WINDOW = pd.Timedelta(days=42)
_ABOUT_TO_BE_LOST = pd.Timedelta(days=365)


def _not_after_death(table: str, column: str) -> Rule:
    def rule(frames: Frames) -> Looked:
        rows = frames.of_diagnosis(table)
        known = rows["death_date"].notna() & rows[column].notna()
        return looked(rows, known, rows[column] > rows["death_date"])

    return rule


def _consent_near_procedure(frames: Frames) -> Looked:
    rows = frames.diagnosis
    known = (rows["enrolment_type"] == "PROSPECTIVE") & rows["index_date"].notna()
    late = rows["consent_date"] > rows["index_date"] + _LATE_CONSENT
    return looked(rows, known & rows["consent_date"].notna(), late)


def _consent_after_ethics(frames: Frames) -> Looked:
    rows = frames.diagnosis
    known = rows["consent_date"].notna() & rows["ethics_approval_date"].notna()
    return looked(rows, known, rows["consent_date"] < rows["ethics_approval_date"])


def _enrolment_after_consent(frames: Frames) -> Looked:
    rows = frames.diagnosis
    known = rows["consent_date"].notna() & rows["enrolment_date"].notna()
    return looked(rows, known, rows["enrolment_date"] < rows["consent_date"])


def _diagnosis_before_index(frames: Frames) -> Looked:
    rows = frames.diagnosis
    known = rows["diagnosis_date"].notna() & rows["index_date"].notna()
    return looked(rows, known, rows["diagnosis_date"] > rows["index_date"])


def _baseline_in_window(frames: Frames) -> Looked:
    rows = frames.diagnosis
    known = rows["baseline_date"].notna() & rows["index_date"].notna()
    before = rows["index_date"] - rows["baseline_date"]
    outside = (before < pd.Timedelta(0)) | (before > _BASELINE_WINDOW)
    return looked(rows, known, outside)


def _contact_after_visits(frames: Frames) -> Looked:
    rows = frames.diagnosis
    last = frames.table("visit").groupby("diagnosis_id")["actual_date"].max()
    latest = rows["diagnosis_id"].map(last)
    known = rows["last_contact_date"].notna() & latest.notna()
    return looked(rows, known, rows["last_contact_date"] < latest)


def _event_after_index(frames: Frames) -> Looked:
    rows = frames.of_diagnosis("clinical_event")
    known = rows["event_date"].notna() & rows["index_date"].notna()
    return looked(rows, known, rows["event_date"] < rows["index_date"])


def _adverse_event_after_index(frames: Frames) -> Looked:
    rows = frames.of_diagnosis("adverse_event")
    known = rows["onset_date"].notna() & rows["index_date"].notna()
    return looked(rows, known, rows["onset_date"] < rows["index_date"])


def _ltp_after_treatment(frames: Frames) -> Looked:
    treated = frames.table("procedure_lesion").merge(
        frames.table("procedure")[["procedure_id", "procedure_date"]], on="procedure_id"
    )
    first = treated.groupby("lesion_id")["procedure_date"].min()
    rows = frames.table("lesion_assessment")
    start = rows["lesion_id"].map(first)
    known = (rows["lesion_status"] == "LTP") & rows["assessment_date"].notna() & start.notna()
    return looked(rows, known, rows["assessment_date"] < start)


def _alive_was_seen(frames: Frames) -> Looked:
    rows = frames.diagnosis
    known = (rows["vital_status"] == "ALIVE") & rows["last_contact_date"].notna()
    return looked(rows, known, rows["last_contact_date"] < frames.cutoff - _ABOUT_TO_BE_LOST)


SEQUENCE = tuple(
    Check(
        code,
        name,
        Category.PLAUSIBILITY,
        Owner.SITE,
        unit,
        allowed,
        reason,
        "Compare both dates with the source and correct the wrong one.",
        rule,
    )
    for code, name, unit, allowed, reason, rule in (
        (
            "S01",
            "A visit is not after death.",
            "visits of those who died",
            0.0,
            "One of the two dates is wrong.",
            _not_after_death("visit", "actual_date"),
        ),
        (
            "S02",
            "A response is not after death.",
            "responses of those who died",
            0.0,
            "One of the two dates is wrong.",
            _not_after_death("response_assessment", "assessment_date"),
        ),
        (
            "S03",
            "An event is not after death.",
            "events of those who died",
            0.0,
            "One of the two dates is wrong.",
            _not_after_death("clinical_event", "event_date"),
        ),
        (
            "S04",
            "An adverse event does not begin after death.",
            "adverse events of those who died",
            0.0,
            "One of the two dates is wrong.",
            _not_after_death("adverse_event", "onset_date"),
        ),
        (
            "S05",
            "A patient enrolled prospectively consented within 30 days of the index procedure.",
            "prospective diagnoses",
            0.02,
            "Later consent is delayed entry; the type of enrolment does not fit.",
            _consent_near_procedure,
        ),
        (
            "S06",
            "Consent is not before the site's ethics approval.",
            "diagnoses",
            0.0,
            "Data without approval must not be used.",
            _consent_after_ethics,
        ),
        (
            "S07",
            "Enrolment is not before consent.",
            "diagnoses",
            0.0,
            "Nobody is enrolled without consent.",
            _enrolment_after_consent,
        ),
        (
            "S08",
            "The diagnosis is not after the index procedure.",
            "diagnoses",
            0.01,
            "Treatment follows diagnosis.",
            _diagnosis_before_index,
        ),
        (
            "S09",
            "Baseline was assessed within 42 days before the index procedure.",
            "diagnoses",
            0.10,
            "Older values do not describe the patient who was treated.",
            _baseline_in_window,
        ),
        (
            "S10",
            "Last contact is not before the last visit.",
            "diagnoses",
            0.05,
            "Follow-up would be cut short.",
            _contact_after_visits,
        ),
        (
            "S11",
            "An event is not before the index procedure.",
            "events",
            0.01,
            "It cannot be an outcome of the procedure.",
            _event_after_index,
        ),
        (
            "S12",
            "An adverse event is not before the index procedure.",
            "adverse events",
            0.01,
            "It cannot be an outcome of the procedure.",
            _adverse_event_after_index,
        ),
        (
            "S13",
            "Local progression is not before the first treatment of the lesion.",
            "local progressions",
            0.0,
            "The lesion was not at risk yet.",
            _ltp_after_treatment,
        ),
        (
            "S14",
            "Who is alive had contact in the year before the data cut-off.",
            "diagnoses of the living",
            0.10,
            "Without contact for a year a patient counts as lost.",
            _alive_was_seen,
        ),
    )
)
