"""Rules on the order of things: nobody is treated after death, or progresses before treatment."""

from collections.abc import Iterable

from queries.importers.draft import Draft, DraftTable
from queries.importers.findings import Findings, Said, Severity


def check_sequences(draft: Draft, findings: Findings) -> None:
    """Set aside rows in an impossible order, and raise queries on unlikely ones.

    Compares dates that are known to the day, and days as a source without calendar counts them.
    """
    owner = draft.table("diagnosis").lookup("diagnosis_id", "patient_id")
    vital = draft.table("vital_status")
    died = _days_of_death(vital)
    for name, column, severity, rule in _RULES:
        table = draft.table(name)
        places = _after_death(table, column, owner, died)
        _say(table, places, f"{column}_date", Said(severity, rule, _COMPARE), findings=findings)
    _check_death_before_procedure(draft, owner, findings)
    _check_status(vital, findings)
    _check_intent(draft, findings)


_COMPARE = "Compare both with the source."
_RULES = (
    ("visit", "actual", Severity.QUERY, "The visit took place after death."),
    ("response_assessment", "assessment", Severity.QUERY, "The response is later than death."),
    ("clinical_event", "event", Severity.QUERY, "The event is later than death."),
    ("adverse_event", "onset", Severity.QUERY, "The adverse event began after death."),
)


def _days_of_death(vital: DraftTable) -> dict[object, tuple[object, object]]:
    columns = ("patient_id", "death_date", "death_precision", "death_day")
    return {
        patient: (on if precision == "DAY" else None, day)
        for patient, on, precision, day in vital.tuples(columns)
    }


def _after_death(
    table: DraftTable,
    stem: str,
    owner: dict[object, object],
    died: dict[object, tuple[object, object]],
) -> list[int]:
    columns = ("diagnosis_id", f"{stem}_date", f"{stem}_precision", f"{stem}_day")
    return [
        place
        for place, (diagnosis, on, precision, day) in enumerate(table.tuples(columns))
        if _is_later(
            (on if precision == "DAY" else None, day), died.get(owner.get(diagnosis), (None, None))
        )
    ]


def _is_later(one: tuple[object, object], other: tuple[object, object]) -> bool:
    # Calendar dates decide; days only where neither side has a date.
    if one[0] is not None and other[0] is not None:
        return bool(one[0] > other[0])  # type: ignore[operator]  # dates
    if one[0] is None and other[0] is None and one[1] is not None and other[1] is not None:
        return bool(one[1] > other[1])  # type: ignore[operator]  # days
    return False


def _check_death_before_procedure(
    draft: Draft, owner: dict[object, object], findings: Findings
) -> None:
    died = _days_of_death(draft.table("vital_status"))
    table = draft.table("procedure")
    rule = "The procedure is later than death."
    places = _after_death(table, "procedure", owner, died)
    _say(
        table,
        places,
        "procedure_date",
        Said(Severity.QUARANTINE, rule, _COMPARE),
        findings=findings,
    )


def _check_status(vital: DraftTable, findings: Findings) -> None:
    columns = ("vital_status", "death_date", "death_day", "death_precision")
    rows = list(vital.tuples(columns))
    undated = [
        place
        for place, (status, on, day, _) in enumerate(rows)
        if status == "DEAD" and on is None and day is None
    ]
    rule = "Dead, without a date of death: no endpoint can be derived."
    _say(vital, undated, "death_date", Said(Severity.QUERY, rule, _COMPARE), findings=findings)
    living = [
        place
        for place, (status, on, day, _) in enumerate(rows)
        if status == "ALIVE" and (on is not None or day is not None)
    ]
    rule = "Alive, with a date of death."
    _say(
        vital, living, "vital_status", Said(Severity.QUARANTINE, rule, _COMPARE), findings=findings
    )


def _check_intent(draft: Draft, findings: Findings) -> None:
    intent = draft.table("diagnosis").lookup("diagnosis_id", "intent")
    baseline = draft.table("baseline")
    places = [
        place
        for place, (diagnosis, ecog) in enumerate(baseline.tuples(("diagnosis_id", "ecog")))
        if ecog in ("3", "4") and intent.get(diagnosis) == "CURATIVE"
    ]
    rule = "ECOG above 2 with curative intent."
    _say(baseline, places, "ecog", Said(Severity.QUERY, rule, _COMPARE), findings=findings)


def _say(
    table: DraftTable, places: Iterable[int], column: str, said: Said, *, findings: Findings
) -> None:
    for place in places:
        findings.add(table.finding(place, column, said))
