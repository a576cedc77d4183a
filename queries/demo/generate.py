"""The demo registry as a draft: invented sites, patients and courses, with planted faults."""

import numpy as np

from queries.demo.baseline import baseline_table
from queries.demo.course import courses
from queries.demo.network import CUTOFF, network
from queries.demo.tables import (
    diagnosis_table,
    patient_table,
    procedure_table,
    site_table,
    target_table,
    vital_table,
)
from queries.demo.visits import follow_up_tables
from queries.importers.draft import Draft, DraftTable

SEED = 20_250_630


def demo_draft(n: int, seed: int) -> Draft:
    """Invent a registry of n diagnoses; the same seed invents the same one."""
    random = np.random.default_rng(seed)
    sites = network(random)
    course = courses(sites, n, random)
    tables = [
        site_table(sites),
        patient_table(course, sites, random),
        vital_table(course, random),
        diagnosis_table(course, random),
        baseline_table(course, sites, random),
        procedure_table(course, sites, random),
        *follow_up_tables(course, sites, random),
        target_table(sites, n),
    ]
    draft = Draft({table.name: table for table in tables}, cutoff=CUTOFF)
    _plant_faults(draft)
    draft.n_file = {table.file: len(table.rows) for table in tables}
    return draft


def _plant_faults(draft: Draft) -> None:
    # What every registry has, so that the report and the quality page have something to show.
    baseline = draft.tables["baseline"].columns
    rows = len(baseline["max_diameter_mm"])
    baseline["max_diameter_mm"][rows // 5] = 3_400.0  # entered in tenths of a millimetre
    baseline["albumin_g_l"][rows // 3] = 4.1  # entered in g/dL
    baseline["ecog"][rows // 2] = "9"
    visit = draft.tables["visit"]
    _repeat_row(visit, len(visit.rows) // 4)
    _repeat_row(draft.tables["response_assessment"], 7)


def _repeat_row(table: DraftTable, place: int) -> None:
    for values in table.columns.values():
        values.append(values[place])
    table.rows.append(table.rows[-1] + 1)
