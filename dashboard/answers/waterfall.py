"""Single patients by best change in size, as the page asks for them."""

from analytics.waterfall import Waterfall, waterfall
from dashboard.answers.row_gate import rows_answer
from queries.errors import EmptyCohort
from queries.policies import View
from queries.reads import waterfall as reads
from queries.registry import Registry


@rows_answer(View.RESPONSE_ROWS, methods="response")
def best_change_by_patient(registry: Registry, criterion: str, reader: str) -> Waterfall:
    """Return the best change in size of every patient, as one reader measured it."""
    patients = reads.patients(registry)
    if patients.empty:
        raise EmptyCohort(
            "No patient with an index procedure is in your reach under these filters.",
            "Widen the region, technique or period in the filters.",
        )
    return waterfall(
        patients,
        reads.readings(registry, criterion, reader),
        reads.sums(registry, criterion, reader),
        criterion=criterion,
        reader=reader,
    )
