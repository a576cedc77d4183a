"""Single patients over time as tables."""

import pandas as pd

from analytics.timeline import Timelines
from dashboard.sentences.timeline import KIND_NAMES, mark_name, patient_name
from dashboard.wording import Words, whole


def timeline_table(result: Timelines, words: Words) -> pd.DataFrame:
    """Write one row per thing that happened."""
    return pd.DataFrame(
        [
            {
                "Patient": patient_name(lane),
                "Day": whole(mark.day),
                "Kind": KIND_NAMES[mark.kind],
                "What": mark_name(mark, words),
            }
            for lane in result.lanes
            for mark in lane.marks
        ],
        columns=["Patient", "Day", "Kind", "What"],
    )


def timeline_rows(result: Timelines, words: Words) -> pd.DataFrame:
    """Return one row per thing that happened, with its codes."""
    return pd.DataFrame(
        [
            {
                "patient_no": lane.patient_no,
                "index_technique": lane.technique,
                "day": mark.day,
                "kind": mark.kind,
                "code": mark.code or mark.kind,
                "what": mark_name(mark, words),
            }
            for lane in result.lanes
            for mark in lane.marks
        ],
        columns=["patient_no", "index_technique", "day", "kind", "code", "what"],
    )
