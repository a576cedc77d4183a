"""Quality checks on named rows: each finds what it is for, and nothing in a clean registry."""

from datetime import date

import pandas as pd
import pytest

from queries.demo.tables import draft_table
from queries.importers.delays import delay_rows
from queries.importers.draft import Draft
from queries.importers.findings import Findings
from queries.importers.observation import observation_rows
from queries.importers.people import people_rows
from queries.importers.prepare import prepare
from queries.importers.visit_status import visit_rows
from queries.quality.catalogue import CHECKS, quality_rows
from queries.quality.frames import Frames
from queries.quality.model import Category

DAY = date(2024, 1, 10)


def registry(**changed):
    """Return frames of one patient whose every row is in order, with columns changed."""
    rows = {
        "site": {"site_id": ["A"], "country_code": ["DEU"], "status": ["ACTIVE"]}
        | {"activation_date": [date(2023, 1, 1)], "ethics_approval_date": [date(2022, 1, 1)]},
        "patient": {"patient_id": ["P"], "site_id": ["A"], "sex": ["F"], "age_at_enrolment": [61]}
        | {"consent_date": [DAY], "enrolment_date": [DAY], "enrolment_type": ["PROSPECTIVE"]},
        "vital_status": {"patient_id": ["P"], "vital_status": ["ALIVE"]}
        | {"last_contact_date": [date(2024, 6, 1)]},
        "diagnosis": {"diagnosis_id": ["D"], "patient_id": ["P"], "domain_code": ["HCC"]}
        | {"intent": ["CURATIVE"]},
        "baseline": {"diagnosis_id": ["D"], "baseline_date": [DAY], "ecog": ["0"]}
        | {"n_tumours": [1], "bilobar": ["N"], "max_diameter_mm": [23.0], "afp_ng_ml": [9.0]},
        "procedure": {"procedure_id": ["X"], "diagnosis_id": ["D"], "procedure_date": [DAY]}
        | {"technique_code": ["MWA"], "approach": ["PERCUTANEOUS"]},
        "visit": {"visit_id": ["V"], "diagnosis_id": ["D"], "visit_code": ["M1"]}
        | {"window_start_date": [date(2024, 2, 1)], "window_end_date": [date(2024, 3, 1)]}
        | {"actual_date": [date(2024, 2, 9)], "date_entered": [date(2024, 2, 20)]},
    }
    for path, value in changed.items():
        table, column = path.split("__")
        rows[table][column] = [value]
    tables = {name: draft_table(name, columns) for name, columns in rows.items()}
    draft = Draft(tables, cutoff=date(2024, 6, 30))
    draft.n_file = {table.file: len(table.rows) for table in tables.values()}
    return Frames(prepare(draft, Findings()).draft)


def failing(frames):
    return {row["check_code"] for row in quality_rows(frames) if row["n_failed"]}


def test_a_clean_registry_fails_no_check():
    assert failing(registry()) == set()


BROKEN = {
    "F02": {"vital_status__vital_status": "ALIVE", "vital_status__patient_id": "nobody"},
    "F07": {"procedure__approach": "TRANSARTERIAL"},
    "F08": {"site__activation_date": None},
    "S05": {"patient__consent_date": date(2024, 3, 1), "patient__enrolment_date": date(2024, 3, 1)},
    "S06": {"site__ethics_approval_date": date(2024, 2, 1)},
    "S07": {"patient__enrolment_date": date(2024, 1, 9)},
    "S09": {"baseline__baseline_date": date(2023, 6, 1)},
    "S10": {"vital_status__last_contact_date": date(2024, 1, 20)},
    "P01": {"baseline__ecog": "3"},
    "P03": {"baseline__afp_ng_ml": 1_500_000.0},
    "P04": {"baseline__bilobar": "Y"},
    "P11": {"baseline__max_diameter_mm": 20.0},
    "U02": {"baseline__max_diameter_mm": 250.0},
    "T04": {"visit__date_entered": date(2024, 4, 20)},
    "T14": {"visit__date_entered": date(2024, 2, 1)},
}


@pytest.mark.parametrize(("code", "changed"), BROKEN.items(), ids=BROKEN)
def test_a_check_finds_what_it_is_for(code, changed):
    assert code in failing(registry(**changed))


def test_i11_consent_after_visits_is_a_failed_check_and_the_rows_are_kept():
    late = date(2024, 6, 1)

    frames = registry(patient__consent_date=late, patient__enrolment_date=late)

    assert "S05" in failing(frames)
    assert len(frames.diagnosis) == 1


def test_every_check_says_why_it_matters_what_to_do_and_who():
    assert len(CHECKS) >= 40
    for check in CHECKS.values():
        assert check.reason.endswith(".")
        assert check.remedy.endswith(".")
        assert check.name.endswith(".")
        assert 0 <= check.allowed < 1
    assert {check.category for check in CHECKS.values()} >= {
        Category.CONFORMANCE,
        Category.PLAUSIBILITY,
        Category.TIMELINESS,
    }


def test_a_broken_rule_is_one_error_and_the_others_stand(monkeypatch):
    frames = registry()
    monkeypatch.delattr(Frames, "table")
    monkeypatch.setattr(Frames, "table", lambda *_: 1 / 0, raising=False)

    rows = list(quality_rows(frames))

    assert len({row["check_code"] for row in rows}) == len(CHECKS)
    assert any(row["n"] is None for row in rows)


def test_what_became_of_a_visit_is_decided_by_window_death_and_cut_off():
    def status(**changed):
        return [row["status"] for row in visit_rows(registry(**changed))]

    assert status() == ["DONE"]
    assert status(visit__actual_date=date(2024, 3, 9)) == ["DONE_OUT"]
    assert status(visit__actual_date=None, visit__date_entered=None) == ["MISSED"]
    late = {"visit__actual_date": None, "visit__window_end_date": date(2024, 8, 1)}
    assert status(**late) == ["NOT_DUE"]
    dead = {
        "visit__actual_date": None,
        "vital_status__vital_status": "DEAD",
        "vital_status__death_date": date(2024, 2, 10),
    }
    assert status(**dead) == ["NA_DEATH"]


def test_delays_and_people_are_counted_once_each():
    frames = registry()

    (delay,) = [row for row in delay_rows(frames) if row["form"] == "visit"]
    assert (delay["delay_days"], delay["n"], delay["month"]) == (11, 1, 12 * 2024 + 1)
    (person,) = people_rows(frames)
    assert (person["sex"], person["age_decade"], person["n"]) == ("F", 60, 1)


def test_observed_time_is_held_to_possible_time():
    facts = pd.DataFrame(
        {
            "site_id": ["A", "A", "A"],
            "domain_code": ["HCC"] * 3,
            "cutoff_day": [400.0, 400.0, 100.0],
            "death_day": [None, 200.0, None],
            "last_contact_day": [100.0, 200.0, 100.0],
        }
    ).astype({"death_day": float})

    rows = {row["horizon_months"]: row for row in observation_rows(facts)}

    assert (rows[12]["n"], rows[12]["n_known"]) == (2, 1)
    assert (rows[12]["observed_days"], rows[12]["possible_days"]) == (300, 200 + 365)
    assert (rows[0]["n"], rows[0]["n_known"], rows[0]["possible_days"]) == (3, 2, 700)
