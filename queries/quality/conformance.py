"""Checks of form: what must be there together, and codes that fit their domain."""

import pandas as pd

from queries.domains.catalogue import DOMAINS
from queries.quality.frames import Frames
from queries.quality.model import Category, Check, Looked, Owner, looked

_TARE = ("TARE_GLASS", "TARE_RESIN", "TARE_HO")
_AGENTS = {"TARE_GLASS": "Y90_GLASS", "TARE_RESIN": "Y90_RESIN", "TARE_HO": "HO166"}
_ABLATIONS = ("MWA", "RFA", "CRYO", "IRE", "HIFU", "LASER", "PEI")


def _dead_has_date(frames: Frames) -> Looked:
    rows = frames.diagnosis
    return looked(rows, rows["vital_status"] == "DEAD", rows["death_date"].isna())


def _has_vital_status(frames: Frames) -> Looked:
    rows = frames.diagnosis
    return looked(rows, rows["diagnosis_id"].notna(), rows["vital_status"].isna())


def _has_index(frames: Frames) -> Looked:
    rows = frames.diagnosis
    return looked(rows, rows["diagnosis_id"].notna(), rows["index_technique"].isna())


def _has_baseline(frames: Frames) -> Looked:
    rows = frames.diagnosis
    known = set(frames.table("baseline")["diagnosis_id"])
    return looked(rows, rows["diagnosis_id"].notna(), ~rows["diagnosis_id"].isin(known))


def _technique_of_domain(frames: Frames) -> Looked:
    rows = frames.table("procedure")
    allowed = {
        (domain.code, technique.code)
        for domain in DOMAINS.values()
        for technique in domain.techniques
    }
    pairs = zip(rows["domain_code"], rows["technique_code"], strict=True)
    fails = pd.Series([pair not in allowed for pair in pairs], index=rows.index, dtype=bool)
    return looked(rows, rows["technique_code"].notna(), fails)


def _agent_of_technique(frames: Frames) -> Looked:
    rows = frames.table("procedure")
    expected = rows["technique_code"].map(_AGENTS)
    known = rows["technique_code"].isin(_TARE) & rows["agent"].notna()
    return looked(rows, known, rows["agent"] != expected)


def _approach_of_technique(frames: Frames) -> Looked:
    rows = frames.table("procedure")
    known = rows["technique_code"].isin(_ABLATIONS) & rows["approach"].notna()
    return looked(rows, known, rows["approach"] == "TRANSARTERIAL")


def _active_has_opened(frames: Frames) -> Looked:
    rows = frames.diagnosis
    return looked(rows, rows["status"] == "ACTIVE", rows["activation_date"].isna())


def _event_of_pd(frames: Frames) -> Looked:
    responses = frames.table("response_assessment")
    progressed = responses[responses["response"] == "PD"]
    events = frames.table("clinical_event")
    known = set(events.loc[events["event_type"] == "PROGRESSION", "diagnosis_id"])
    rows = progressed.drop_duplicates("diagnosis_id")
    return looked(rows, rows["response"].notna(), ~rows["diagnosis_id"].isin(known))


CONFORMANCE = tuple(
    Check(code, name, Category.CONFORMANCE, Owner.SITE, unit, allowed, reason, remedy, rule)
    for code, name, unit, allowed, reason, remedy, rule in (
        (
            "F01",
            "Who died has a date of death known to the day.",
            "deaths",
            0.02,
            "Without it no endpoint can be derived.",
            "Enter the date of death.",
            _dead_has_date,
        ),
        (
            "F02",
            "Every patient has a vital status.",
            "diagnoses",
            0.02,
            "A patient without one has no follow-up.",
            "Enter vital status and last contact.",
            _has_vital_status,
        ),
        (
            "F03",
            "Every diagnosis has an index procedure.",
            "diagnoses",
            0.02,
            "Time is counted from it.",
            "Enter the first session, or withdraw the diagnosis.",
            _has_index,
        ),
        (
            "F04",
            "Every diagnosis has a baseline form.",
            "diagnoses",
            0.05,
            "Adjusted comparisons need it.",
            "Enter the baseline form.",
            _has_baseline,
        ),
        (
            "F05",
            "The technique is one of the disease domain.",
            "procedures",
            0.01,
            "Other techniques are left out of the domain's comparisons.",
            "Correct the technique or the domain.",
            _technique_of_domain,
        ),
        (
            "F06",
            "The agent of a radioembolisation fits its technique.",
            "radioembolisations",
            0.02,
            "Glass and resin are compared by technique.",
            "Correct the agent or the technique.",
            _agent_of_technique,
        ),
        (
            "F07",
            "An ablation is not transarterial.",
            "ablations",
            0.01,
            "One of approach and technique is wrong.",
            "Correct the approach or the technique.",
            _approach_of_technique,
        ),
        (
            "F08",
            "An active site has the date of its activation.",
            "diagnoses",
            0.0,
            "Targets and exposure are counted from it.",
            "Enter the activation of the site.",
            _active_has_opened,
        ),
        (
            "F09",
            "A progressive response has a progression among the events.",
            "diagnoses with progressive disease",
            0.05,
            "Progression-free survival reads both.",
            "Enter the event, or correct the response.",
            _event_of_pd,
        ),
    )
)
