"""Named patients told in days since the index procedure, taken through checks and derivation."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from queries.importers.derive import follow_up_rows
from queries.importers.draft import Draft, DraftTable
from queries.importers.findings import Findings
from queries.importers.prepare import Prepared, prepare

INDEX = date(2024, 1, 1)


def on(day):
    """Return a calendar date."""
    return None if day is None else INDEX + timedelta(days=day)


@dataclass(frozen=True)
class Told:
    """What happened to one patient; every number is a day since the index procedure."""

    domain: str = "HCC"
    technique: str | None = "CTACE"  # None: no index procedure
    planned: str | None = None
    consent: int | None = -5
    seen: int | None = 400
    died: int | None = None
    cause: str | None = "CANCER"
    status: str = ""  # where it is not what `died` says
    spread: str | None = None  # disease outside the organ at baseline
    sessions: tuple = ()  # further (day, technique)
    responses: tuple = ()  # (day, response) or with site, new lesion, criterion, reader
    events: tuple = ()  # (day, type) or with detail
    imaged: tuple = ()  # days of visits with imaging
    unfit: tuple = ()  # days of visits with ECOG 3
    lesions: dict = field(default_factory=dict)  # name -> (treated days, controls (day, status))


class Story:
    """Rows of every table, as they are told."""

    def __init__(self) -> None:
        self.tables: dict[str, list[dict]] = {}
        self.add("site", site_id="A", country_code="DEU")

    def add(self, table, **row):
        """Add a row."""
        self.tables.setdefault(table, []).append(row)

    def tell(self, who, told):
        """Add the rows of one patient."""
        self.add("patient", patient_id=who, site_id="A", consent_date=on(told.consent))
        status = told.status or ("ALIVE" if told.died is None else "DEAD")
        vital = {"patient_id": who, "vital_status": status, "last_contact_date": on(told.seen)}
        cause = told.cause if status == "DEAD" else None
        self.add("vital_status", **vital, death_date=on(told.died), death_cause=cause)
        diagnosis = {"diagnosis_id": who, "patient_id": who, "domain_code": told.domain}
        self.add("diagnosis", **diagnosis, planned_strategy=told.planned)
        self.add("baseline", diagnosis_id=who, extrahepatic_disease=told.spread)
        self._tell_treatment(who, told)
        self._tell_course(who, told)

    def _tell_treatment(self, who, told):
        sessions = [(0, told.technique)] if told.technique else []
        for number, (day, technique) in enumerate([*sessions, *told.sessions], start=1):
            row = {"procedure_id": f"{who} {day}", "diagnosis_id": who, "session_no": number}
            self.add("procedure", **row, procedure_date=on(day), technique_code=technique)
        for lesion, (treated, controls) in told.lesions.items():
            self.add("lesion", lesion_id=f"{who}/{lesion}", diagnosis_id=who)
            for day in treated:
                link = {"procedure_id": f"{who} {day}", "lesion_id": f"{who}/{lesion}"}
                self.add("procedure_lesion", **link)
            for day, said in controls:
                row = {"lesion_id": f"{who}/{lesion}", "assessment_date": on(day)}
                self.add("lesion_assessment", **row, lesion_status=said)

    def _tell_course(self, who, told):
        names = ("response", "progression_site", "new_lesion", "criterion", "reader")
        for day, *said in told.responses:
            row = {"criterion": "MRECIST"} | dict(zip(names, said, strict=False))
            self.add("response_assessment", diagnosis_id=who, assessment_date=on(day), **row)
        for day, *said in told.events:
            row = dict(zip(("event_type", "detail_code"), said, strict=False))
            self.add("clinical_event", diagnosis_id=who, event_date=on(day), **row)
        for ecog, days in (("0", told.imaged), ("3", told.unfit)):
            for day in days:
                row = {"visit_id": f"{who} {day} {ecog}", "diagnosis_id": who, "ecog": ecog}
                self.add("visit", **row, actual_date=on(day), imaging_done="Y")

    def draft(self, cutoff):
        """Return the draft of a snapshot."""
        draft = Draft(cutoff=on(cutoff))
        for name, rows in self.tables.items():
            columns = {key for row in rows for key in row}
            values = {key: [row.get(key) for row in rows] for key in sorted(columns)}
            numbers = list(range(2, len(rows) + 2))
            draft.tables[name] = DraftTable(name, f"{name}.csv", numbers, values)
            draft.n_file[f"{name}.csv"] = len(rows)
        return draft


@pytest.fixture
def told() -> type[Told]:
    """The form in which a patient is told."""
    return Told


@pytest.fixture
def taken() -> Callable[..., Prepared]:
    """Take named patients through the checks: `taken({"Ann": told(died=90)}, cutoff=1000)`."""

    def take(people, cutoff=1000):
        story = Story()
        for who, what in people.items():
            story.tell(who, what)
        return prepare(story.draft(cutoff), Findings())

    return take


@pytest.fixture
def ends(taken) -> Callable[..., dict]:
    """Say how one endpoint ends: unit -> (day, code), with entry if late, or why it is left out."""

    def end(endpoint_code, people, cutoff=1000):
        prepared = taken(people, cutoff)
        assert not any(count.n_quarantined for count in prepared.report.files)
        rows = list(follow_up_rows(prepared.draft, prepared.index))
        return {
            row["lesion_id"] or row["diagnosis_id"]: _end(row)
            for row in rows
            if row["endpoint_code"] == endpoint_code
        }

    return end


def _end(row):
    if row["left_out"] is not None:
        return row["left_out"]
    late = (row["entry_half_days"] / 2,) if row["entry_half_days"] else ()
    return (row["exit_half_days"] / 2, row["code"], *late)
