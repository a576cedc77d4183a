"""What happened to single patients, in days since their index procedure; to be shown."""

from dataclasses import dataclass

import pandas as pd
import sqlalchemy as sa

from queries.registry import Registry

MOST_PATIENTS = 40


@dataclass(frozen=True)
class Shown:
    """Which patients: the last treated of the cohort, or the one with a number."""

    latest: int = 10  # at most MOST_PATIENTS
    patient_no: int | None = None  # number within the snapshot


def patients(registry: Registry, shown: Shown) -> pd.DataFrame:
    """Return the patients, the last treated first, each with the end of follow-up.

    Returns
    -------
    DataFrame
        Columns `lane` (1 is the first), `patient_no`, `technique_code`, `exit` (days; nan: not
        known) and `died` (1, 0; nan: not known).
    """
    lane, row = _lanes(registry, shown), registry.follow_up.c
    followed = (
        sa.select(row.diagnosis_id, row.exit_half_days, row.code)
        .where(row.endpoint_code == "OS", row.lesion_id == "", row.left_out.is_(None))
        .subquery("survival")
    )
    statement = (
        sa.select(
            lane.c.lane,
            lane.c.patient_no,
            lane.c.technique_code,
            (followed.c.exit_half_days / 2.0).label("exit"),
            followed.c.code.label("died"),
        )
        .outerjoin_from(lane, followed, lane.c.diagnosis_id == followed.c.diagnosis_id)
        .order_by(lane.c.lane)
    )
    return registry.rows(statement, MOST_PATIENTS)


def procedures(registry: Registry, shown: Shown) -> pd.DataFrame:
    """Return every procedure: `lane`, `day` (nan: not known) and `technique_code`."""
    course = registry.course("procedure")
    return _of_lanes(registry, shown, course, day="procedure_day", told=("technique_code",))


def readings(registry: Registry, shown: Shown) -> pd.DataFrame:
    """Return every reading of an image: `lane`, `day`, `criterion`, `response`, `reader`."""
    course, told = registry.course("response_assessment"), ("criterion", "response", "reader")
    return _of_lanes(registry, shown, course, day="assessment_day", told=told)


def clinical_events(registry: Registry, shown: Shown) -> pd.DataFrame:
    """Return progression, transplantation, resection and the like: `lane`, `day`, `event_type`."""
    course = registry.course("clinical_event")
    return _of_lanes(registry, shown, course, day="event_day", told=("event_type",))


def adverse_events(registry: Registry, shown: Shown) -> pd.DataFrame:
    """Return adverse events: `lane`, `day`, `ctcae_term`, `ctcae_grade`, `relatedness`."""
    course, told = registry.course("adverse_event"), ("ctcae_term", "ctcae_grade", "relatedness")
    return _of_lanes(registry, shown, course, day="onset_day", told=told)


def _lanes(registry: Registry, shown: Shown) -> sa.Subquery:
    record = registry.records.c
    order = (record.index_month.desc(), record.diagnosis_id)
    statement = sa.select(
        record.diagnosis_id,
        record.patient_no,
        record.technique_code,
        sa.func.row_number().over(order_by=order).label("lane"),
    ).where(record.technique_code.is_not(None))
    if shown.patient_no is not None:
        statement = statement.where(record.patient_no == shown.patient_no)
    return statement.order_by(*order).limit(min(shown.latest, MOST_PATIENTS)).subquery("lanes")


def _of_lanes(
    registry: Registry,
    shown: Shown,
    course: sa.Subquery,
    *,
    day: str,
    told: tuple[str, ...],
) -> pd.DataFrame:
    lane = _lanes(registry, shown)
    columns = [course.c[day].label("day"), *(course.c[name] for name in told)]
    statement = (
        sa.select(lane.c.lane, *columns)
        .join_from(lane, course, lane.c.diagnosis_id == course.c.diagnosis_id)
        .order_by(lane.c.lane, *columns)
    )
    return registry.rows(statement)
