"""The demo registry as a draft: invented sites, patients and courses, with planted faults."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from queries.demo.baseline import baseline_table
from queries.demo.course import Course, course
from queries.demo.devices import add_devices
from queries.demo.group import Group, Texts
from queries.demo.hcc import hcc
from queries.demo.lesions import lesion_assessment_table, lesion_table, lesions, treated_table
from queries.demo.network import CUTOFF, Days, Network, Places, assign_sites, network
from queries.demo.other_domains import DISEASES, SHARES, invented
from queries.demo.planned import add_plans
from queries.demo.safety import adverse_event_table, pro_table
from queries.demo.screening import screening_table
from queries.demo.sizes import add_sizes, size_stream
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
from queries.importers.reading import together

# One group of 90 patients strays far by chance. With this seed every group lies well within the
# range of its design value, as with about one seed in four; true effects hold for every seed.
SEED = 42
PART = 5_000  # diagnoses of a part
_DISEASES = {disease.code: disease for disease in DISEASES}


def diagnoses_by_domain(n: int) -> dict[str, int]:
    """Return how many of n diagnoses each domain of the catalogue has."""
    shares = {code: share for code, share in SHARES.items() if code in DOMAINS}
    total = sum(shares.values())
    counts = {code: round(n * share / total) for code, share in shares.items()}
    first = next(iter(counts))
    counts[first] += n - sum(counts.values())  # rounding
    return counts


def demo_parts(n: int, seed: int, *, size: int = PART) -> Iterator[Draft]:
    """Invent a registry of n diagnoses part by part, holding one part at a time.

    Parameters
    ----------
    n : int
        Diagnoses of all parts together.
    seed : int
        The same seed, number and size invent the same registry.
    size : int
        Most diagnoses of a part. A part holds neighbouring sites of one domain, each whole: only
        a site that has more diagnoses than `size` makes a larger one.

    Yields
    ------
    Draft
        The first brings sites, targets and planted faults; the others know the sites.
    """
    random = np.random.default_rng(seed)
    sites, counts = network(random), diagnoses_by_domain(n)
    shared = _network_tables(sites, counts)
    used: Counter[str] = Counter()  # rows of each file so far
    first, brought = 1, frozenset[str]()
    for domain, total in counts.items():
        for placed in _neighbours(assign_sites(sites, total, random), size):
            group = _group(domain, sites.region[placed[0]], random)
            happened = course(group, sites, placed, random, first=first)
            own = {table.name: table for table in _tables(happened, sites, random, seed)}
            draft = Draft(shared | own, cutoff=CUTOFF, brought_before=brought)
            if not brought:
                _plant_faults(draft)
            _number(draft, used)
            yield draft
            first, brought = first + happened.n, frozenset(shared)


def demo_draft(n: int, seed: int) -> Draft:
    """Invent a registry of n diagnoses in one piece."""
    draft = together(replace(part, tables=part.own_tables) for part in demo_parts(n, seed))
    draft.n_file = {table.file: len(table.rows) for table in draft.tables.values()}
    return draft


def _network_tables(sites: Network, counts: Mapping[str, int]) -> dict[str, DraftTable]:
    tables = (site_table(sites), target_table(sites, counts))
    draft = Draft({table.name: table for table in tables})
    add_plans(draft)
    return draft.tables


def _neighbours(placed: tuple[Places, Days], size: int) -> Iterator[tuple[Places, Days]]:
    # Runs of whole sites; within a run the order in which its diagnoses were drawn.
    site, enrolled = placed
    order = np.argsort(site, kind="stable")
    ends = np.flatnonzero(np.diff(site[order], append=-1)) + 1
    start = 0
    for end, following in zip(ends, [*ends[1:], np.inf], strict=True):
        if following - start > size:
            chosen = np.sort(order[start:end])
            yield site[chosen], enrolled[chosen]
            start = int(end)


def _number(draft: Draft, used: Counter[str]) -> None:
    for table in draft.own_tables.values():
        table.rows = [row + used[table.file] for row in table.rows]
        draft.n_file[table.file] = len(table.rows)
        used[table.file] += len(table.rows)


def _group(domain: str, region: Texts, random: np.random.Generator) -> Group:
    if domain == "HCC":
        return hcc(region, random)
    return invented(_DISEASES[domain], region.size, random)


def _tables(
    happened: Course, sites: Network, random: np.random.Generator, seed: int
) -> Iterator[DraftTable]:
    yield patient_table(happened, sites, random)
    yield vital_table(happened, sites, random)
    yield diagnosis_table(happened, sites, random)
    yield baseline_table(happened, sites, random)
    treated = procedure_table(happened, sites, random)
    add_devices(treated, happened, seed)
    yield treated
    found, made = lesions(happened, random), visits(happened, random)
    yield lesion_table(happened, found, random)
    yield treated_table(happened, found, random)
    yield visit_table(happened, sites, made, random)
    responses = response_table(happened, made, random)
    yield responses
    assessed = lesion_assessment_table(happened, found, made)
    sized = size_stream(seed, happened.first)
    add_sizes(assessed, happened, found, made=made, responses=responses, random=sized)
    yield assessed
    yield event_table(happened, random)
    yield adverse_event_table(happened, sites, random)
    yield pro_table(happened, made, random)
    yield screening_table(happened, sites)


def _plant_faults(draft: Draft) -> None:
    # What every registry has, so that the report and the quality page have something to show.
    baseline = draft.tables["baseline"].columns
    rows = len(baseline["max_diameter_mm"])
    baseline["max_diameter_mm"][rows // 5] = 3_400.0  # entered in tenths of a millimetre
    baseline["n_tumours"][rows // 3] = 40
    baseline["ecog"][rows // 2] = "9"
    for name in ("visit", "response_assessment"):
        _repeat_row(draft.tables[name], len(draft.tables[name].rows) // 4)


def _repeat_row(table: DraftTable, place: int) -> None:
    for values in table.columns.values():
        values.append(values[place])
    table.rows.append(table.rows[-1] + 1)
