"""Scheduled visits counted by what became of them at the data cut-off."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from queries.importers.draft import Value
from queries.quality.frames import Frames


def visit_rows(frames: Frames) -> Iterator[dict[str, Value]]:
    """Count scheduled visits by site, domain, visit and status.

    Notes
    -----
    DONE: within its window. DONE_OUT: outside. MISSED: the window has closed without a visit.
    NOT_DUE: the window is still open at the cut-off. NA_DEATH, NA_EXIT, NA_PRE: the patient had
    died, had left, or was not yet enrolled; these leave the denominator. Visits without a
    window, and sources without a calendar, are not counted.
    """
    visits = frames.of_diagnosis("visit")
    visits = visits[visits["window_end_date"].notna() & visits["window_start_date"].notna()]
    if visits.empty or pd.isna(frames.cutoff):
        return
    counted = (
        visits.assign(status=_status(visits, frames))
        .groupby(["site_id", "domain_code", "visit_code", "status"])
        .size()
        .reset_index(name="n")
    )
    for site, domain, visit, status, n in counted.itertuples(index=False, name=None):
        yield {
            "site_id": site,
            "domain_code": domain,
            "visit_code": visit,
            "status": status,
            "n": int(n),
        }


def _status(visits: pd.DataFrame, frames: Frames) -> "np.ndarray[tuple[int], np.dtype[np.str_]]":
    person = frames.diagnosis.set_index("diagnosis_id")
    left = person["last_contact_date"].where(person["vital_status"].isin(["LOST", "WITHDRAWN"]))
    exit_date = visits["diagnosis_id"].map(left)
    actual, start, end = (
        visits[name] for name in ("actual_date", "window_start_date", "window_end_date")
    )
    came = actual.notna()
    cases = [
        (came & actual.between(start, end), "DONE"),
        (came, "DONE_OUT"),
        (end < visits["enrolment_date"], "NA_PRE"),
        (visits["death_date"] <= end, "NA_DEATH"),
        (exit_date < start, "NA_EXIT"),
        (end > frames.cutoff, "NOT_DUE"),
    ]
    return np.select([condition for condition, _ in cases], [said for _, said in cases], "MISSED")
