"""Single patients over time, as the page asks for them."""

import pandas as pd

from analytics.timeline import Kind, Timelines, timelines
from dashboard.answers.row_gate import rows_answer
from queries.errors import EmptyCohort
from queries.policies import View
from queries.reads import timeline as reads
from queries.reads.timeline import Shown
from queries.registry import Registry


@rows_answer(View.TIMELINE, methods="timeline")
def timeline(registry: Registry, shown: Shown) -> Timelines:
    """Return what happened to the last patients of the cohort, or to one."""
    patients = reads.patients(registry, shown)
    if patients.empty:
        who = "No patient" if shown.patient_no is None else f"No patient number {shown.patient_no}"
        raise EmptyCohort(
            f"{who} with an index procedure is in your reach under these filters.",
            "Widen the filters, or choose another number.",
        )
    happened: dict[Kind, pd.DataFrame] = {
        "procedure": reads.procedures(registry, shown),
        "reading": reads.readings(registry, shown),
        "event": reads.clinical_events(registry, shown),
        "adverse": reads.adverse_events(registry, shown),
    }
    return timelines(patients, happened)
