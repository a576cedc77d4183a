"""Sub-selects that reads share: sums of target diameters, and other treatment that ends them."""

import sqlalchemy as sa

from queries.registry import Registry

UNSTATED = "UNSTATED"  # reader of an assessment whose source does not say who read it
_OWN = ("SITE", UNSTATED)  # readers for whom the size on the lesion's own form is the baseline
_OTHER_TREATMENT = ("SYSTEMIC_START", "TRANSPLANT", "RESECTION", "RADIOTHERAPY")


def first_other_treatment(registry: Registry) -> sa.Subquery:
    """Select the first `day` of other anticancer treatment, by `diagnosis_id`."""
    event = registry.course("clinical_event").c
    return (
        sa.select(event.diagnosis_id, sa.func.min(event.event_day).label("day"))
        .where(event.event_type.in_(_OTHER_TREATMENT), event.event_day > 0)
        .group_by(event.diagnosis_id)
        .subquery("other_treatment")
    )


def measured_sums(registry: Registry, criterion: str, reader: str) -> sa.Subquery:
    """Select sums of target diameters by diagnosis and day after the index procedure.

    By mRECIST the part that enhances is measured. Before treatment counts the reader's last
    measurement up to the index procedure; for the site, else, the size on the lesion's form.
    Left out are days on which a target lesion was not measured, and days after other anticancer
    treatment began.

    Returns
    -------
    Subquery
        Columns `diagnosis_id`, `day` (null: the source has no day), `before` and `after` (mm).
    """
    lesions, readings = registry.course("lesion"), _readings(registry, criterion, reader)
    before, after = _before(lesions, readings, reader), _after(lesions, readings)
    other = first_other_treatment(registry)
    return (
        sa.select(
            before.c.diagnosis_id,
            after.c.day,
            before.c.size.label("before"),
            after.c.size.label("after"),
        )
        .join_from(before, after, before.c.diagnosis_id == after.c.diagnosis_id)
        .outerjoin(other, before.c.diagnosis_id == other.c.diagnosis_id)
        .where(
            before.c.measured == before.c.lesions,
            before.c.size > 0,
            after.c.lesions == before.c.lesions,
            after.c.measured == before.c.lesions,
            sa.or_(after.c.day.is_(None), other.c.day.is_(None), after.c.day <= other.c.day),
        )
        .subquery("measured_sums")
    )


def _readings(registry: Registry, criterion: str, reader: str) -> sa.CTE:
    seen = registry.course("lesion_assessment").c
    size = seen.viable_diameter_mm if criterion == "MRECIST" else seen.diameter_mm
    by_site = sa.or_(seen.reader.is_(None), seen.reader == "SITE")
    return (
        sa.select(seen.lesion_id, seen.assessment_day.label("day"), size.label("size"))
        .where(size.is_not(None), by_site if reader in _OWN else seen.reader == reader)
        .cte("reading")
        .prefix_with("MATERIALIZED")  # else SQLite reads every measurement anew for each lesion
    )


def _before(lesions: sa.Subquery, readings: sa.CTE, reader: str) -> sa.Subquery:
    row = lesions.c
    last = (
        sa.select(
            readings.c.lesion_id,
            readings.c.size,
            sa.func.row_number()
            .over(
                partition_by=readings.c.lesion_id,
                order_by=(readings.c.day.desc(), readings.c.size.desc()),
            )
            .label("place"),
        )
        .where(readings.c.day <= 0)
        .subquery("up_to_treatment")
    )
    own = sa.select(last.c.lesion_id, last.c.size).where(last.c.place == 1).subquery("own_before")
    known = own.c.size
    size = sa.func.coalesce(known, row.baseline_diameter_mm) if reader in _OWN else known
    return (
        sa.select(
            row.diagnosis_id,
            sa.func.count().label("lesions"),
            sa.func.count(size).label("measured"),
            sa.func.sum(size).label("size"),
        )
        .outerjoin_from(lesions, own, row.lesion_id == own.c.lesion_id)
        .where(_is_target(lesions))
        .group_by(row.diagnosis_id)
        .subquery("before")
    )


def _after(lesions: sa.Subquery, readings: sa.CTE) -> sa.Subquery:
    row = lesions.c
    return (
        sa.select(
            row.diagnosis_id,
            readings.c.day,
            sa.func.count(sa.distinct(readings.c.lesion_id)).label("lesions"),
            sa.func.count(readings.c.size).label("measured"),
            sa.func.sum(readings.c.size).label("size"),
        )
        .join_from(lesions, readings, row.lesion_id == readings.c.lesion_id)
        .where(_is_target(lesions), sa.or_(readings.c.day.is_(None), readings.c.day > 0))
        .group_by(row.diagnosis_id, readings.c.day)
        .subquery("after")
    )


def _is_target(lesions: sa.Subquery) -> sa.ColumnElement[bool]:
    return sa.or_(lesions.c.is_target.is_(None), lesions.c.is_target == "Y")
