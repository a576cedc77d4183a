"""The demo registry as a draft: invented sites, patients and courses, with planted faults."""

from collections.abc import Iterator

import numpy as np

from queries.demo.baseline import baseline_table
from queries.demo.course import Course, course
from queries.demo.group import Group, Texts
from queries.demo.hcc import hcc
from queries.demo.lesions import lesion_assessment_table, lesion_table, lesions, treated_table
from queries.demo.network import CUTOFF, Network, assign_sites, network
from queries.demo.other_domains import DISEASES, SHARES, invented
from queries.demo.planned import add_plans
from queries.demo.safety import adverse_event_table, pro_table
from queries.demo.tables import (
    diagnosis_table,
    patient_table,
    procedure_table,
    site_table,
    target_table,
    vital_table,
)
from queries.demo.visits import event_table, response_table, visit_table, visits
from queries.domains.catalogue import DOMAINS
from queries.importers.draft import Draft, DraftTable

SEED = 20_250_630
_DISEASES = {disease.code: disease for disease in DISEASES}


def diagnoses_by_domain(n: int) -> dict[str, int]:
    """Return how many of n diagnoses each domain of the catalogue has."""
    shares = {code: share for code, share in SHARES.items() if code in DOMAINS}
    total = sum(shares.values())
    counts = {code: round(n * share / total) for code, share in shares.items()}
    first = next(iter(counts))
    counts[first] += n - sum(counts.values())  # rounding
    return counts


def demo_draft(n: int, seed: int) -> Draft:
    """Invent a registry of n diagnoses; the same seed invents the same one."""
    random = np.random.default_rng(seed)
    sites = network(random)
    counts = diagnoses_by_domain(n)
    tables: dict[str, DraftTable] = {"site": site_table(sites)}
    first = 1
    for domain, size in counts.items():
        placed = assign_sites(sites, size, random)
        group = _group(domain, sites.region[placed[0]], random)
        for table in _tables(course(group, sites, placed, random, first=first), sites, random):
            _append(tables, table)
        first += size
    tables["accrual_target"] = target_table(sites, counts)
    draft = Draft(tables, cutoff=CUTOFF)
    add_plans(draft)
    _plant_faults(draft)
    draft.n_file = {table.file: len(table.rows) for table in tables.values()}
    return draft


def _group(domain: str, region: Texts, random: np.random.Generator) -> Group:
    if domain == "HCC":
        return hcc(region, random)
    return invented(_DISEASES[domain], region.size, random)


def _tables(happened: Course, sites: Network, random: np.random.Generator) -> Iterator[DraftTable]:
    yield patient_table(happened, sites, random)
    yield vital_table(happened, sites, random)
    yield diagnosis_table(happened, random)
    yield baseline_table(happened, sites, random)
    yield procedure_table(happened, sites, random)
    found, made = lesions(happened, random), visits(happened, random)
    yield lesion_table(happened, found, random)
    yield treated_table(happened, found, random)
    yield visit_table(happened, sites, made, random)
    yield response_table(happened, made, random)
    yield lesion_assessment_table(happened, found, made)
    yield event_table(happened, random)
    yield adverse_event_table(happened, sites, random)
    yield pro_table(happened, made, random)


def _append(tables: dict[str, DraftTable], table: DraftTable) -> None:
    before = tables.get(table.name)
    if before is None:
        tables[table.name] = table
        return
    names = {**before.columns, **table.columns}
    before.columns = {name: before.column(name) + table.column(name) for name in names}
    before.rows += [row + len(before.rows) for row in table.rows]


def _plant_faults(draft: Draft) -> None:
    # What every registry has, so that the report and the quality page have something to show.
    baseline = draft.tables["baseline"].columns
    rows = len(baseline["max_diameter_mm"])
    baseline["max_diameter_mm"][rows // 5] = 3_400.0  # entered in tenths of a millimetre
    baseline["n_tumours"][rows // 3] = 40
    baseline["ecog"][rows // 2] = "9"
    visit = draft.tables["visit"]
    _repeat_row(visit, len(visit.rows) // 4)
    _repeat_row(draft.tables["response_assessment"], 7)


def _repeat_row(table: DraftTable, place: int) -> None:
    for values in table.columns.values():
        values.append(values[place])
    table.rows.append(table.rows[-1] + 1)
