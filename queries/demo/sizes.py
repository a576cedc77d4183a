"""The invented sizes of lesions that are not ablated, at every visit with imaging.

Drawn from a stream of their own: nothing else of the registry depends on them.
"""

import numpy as np

from queries.demo.course import Course
from queries.demo.lesions import Lesions, lesion_ids
from queries.demo.network import Places
from queries.demo.tables import where
from queries.demo.visits import Visits
from queries.importers.draft import DraftTable, Value

_CHANGES = {  # what the sum of diameters is multiplied with, by what the site saw
    "CR": (0.0, 0.0),
    "PR": (0.4, 0.68),  # a lesion that grows fourfold between visits is taken for a fault
    "SD": (0.74, 1.15),
    "PD": (1.22, 1.5),
}
_MEASURED = 0.95  # share of lesions that are measured at a visit
_SHRINKS_WHOLE = 0.3  # share of the change of the enhancing part that the whole lesion shows
_STREAM = 5_701  # tells this stream from others of the same registry


def size_stream(seed: int, first: int) -> np.random.Generator:
    """Return the stream of a part, known by the number of its first diagnosis."""
    return np.random.default_rng((_STREAM, seed, first))


def add_sizes(
    table: DraftTable,
    course: Course,
    found: Lesions,
    *,
    made: Visits,
    responses: DraftTable,
    random: np.random.Generator,
) -> None:
    """Add rows with sizes to the assessments of lesions, in keeping with the site's responses."""
    rows = np.flatnonzero(made.came & made.imaged)
    seen = responses.columns["response"][: rows.size]
    bounds = np.array([_CHANGES[str(code)] for code in seen]).reshape(-1, 2)
    factor = bounds[:, 0] + (bounds[:, 1] - bounds[:, 0]) * random.random(rows.size)
    visit, lesion = _pairs(found, made.who[rows])
    change, before = factor[visit], np.rint(found.size)[lesion]
    is_enhancing = course.group.domain == "HCC"
    whole_change = 1 - _SHRINKS_WHOLE * (1 - change) if is_enhancing else change
    known = random.random(visit.size) < _MEASURED
    ids = lesion_ids(course, found)
    who = made.who[rows][visit]
    day = course.index[who] + made.day[rows][visit].astype(np.int64)
    viable = where(known, np.round(before * change, 1).tolist())
    added: dict[str, list[Value]] = {
        "lesion_id": [ids[i] for i in lesion],
        "assessment_date": day.tolist(),
        "diameter_mm": where(known, np.round(before * whole_change, 1).tolist()),
        "viable_diameter_mm": viable if is_enhancing else [None] * visit.size,
        "lesion_status": ["NOT_EVALUABLE"] * visit.size,  # no zone of ablation to be judged
        "reader": ["SITE"] * visit.size,
    }
    ablated = len(table.rows)
    for name, values in added.items():
        table.columns[name] = [*table.columns.get(name, [None] * ablated), *values]
    table.rows = list(range(2, ablated + visit.size + 2))


def _pairs(found: Lesions, visitors: Places) -> tuple[Places, Places]:
    """Return every visit with every lesion of its patient that is not ablated."""
    own = np.flatnonzero(~found.is_ablated)  # in the order of their patients
    first = np.searchsorted(found.who[own], visitors, side="left")
    n = np.searchsorted(found.who[own], visitors, side="right") - first
    visit = np.repeat(np.arange(visitors.size), n)
    within = np.arange(visit.size) - np.repeat(np.cumsum(n) - n, n)
    return visit, own[first[visit] + within]
