"""Curated rows as frames for checks: whole dates, and what each row's diagnosis knows."""

from functools import cached_property

import numpy as np
import pandas as pd
from pandas.arrays import FloatingArray

from queries.domains.catalogue import TABLES
from queries.domains.model import Kind
from queries.importers.arrays import Dates, cells_in, dates_of, days_from, numbers_of
from queries.importers.draft import Draft, DraftTable


class Frames:
    """Frames of a checked draft, made when first asked for.

    Dates that are known to the day become timestamps under their own name; all others are
    absent. Every frame has the columns `site_id` and `domain_code`.

    Parameters
    ----------
    draft : Draft
        Checked rows with their places handed down.
    """

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._made: dict[str, pd.DataFrame] = {}
        self.cutoff = pd.Timestamp(draft.cutoff) if draft.cutoff else pd.NaT

    @cached_property
    def diagnosis(self) -> pd.DataFrame:
        """One row per diagnosis: patient, vital status, baseline and index procedure with it."""
        patient = self._beside("patient", "patient_entered")
        vital = self._beside("vital_status", "vital_entered")
        baseline = self._beside("baseline", "baseline_entered")
        return (
            self.table("diagnosis")
            .merge(patient, on="patient_id", how="left")
            .merge(vital, on="patient_id", how="left")
            .merge(baseline, on="diagnosis_id", how="left")
            .merge(self._index, on="diagnosis_id", how="left")
            .merge(self._sites, on="site_id", how="left")
        )

    @cached_property
    def _index(self) -> pd.DataFrame:
        procedures = self.table("procedure").sort_values(["procedure_date", "session_no"])
        first = procedures.drop_duplicates("diagnosis_id")
        kept = ["diagnosis_id", "procedure_date", "technique_code"]
        return first[kept].rename(
            columns={"procedure_date": "index_date", "technique_code": "index_technique"}
        )

    @cached_property
    def _sites(self) -> pd.DataFrame:
        return self.table("site")[["site_id", "ethics_approval_date", "activation_date", "status"]]

    def _beside(self, name: str, entered: str) -> pd.DataFrame:
        # The place is that of the diagnosis.
        frame = self.table(name).drop(columns=["site_id", "domain_code"])
        return frame.rename(columns={"date_entered": entered})

    def of_diagnosis(self, name: str) -> pd.DataFrame:
        """Return a table with index date, death and follow-up of the diagnosis beside each row."""
        kept = ["diagnosis_id", "index_date", "index_technique", "death_date", "enrolment_date"]
        return self.table(name).merge(self.diagnosis[kept], on="diagnosis_id", how="left")

    def table(self, name: str) -> pd.DataFrame:
        """Return a curated table as it is."""
        if name not in self._made:
            self._made[name] = _frame(self._draft.table(name), name)
        return self._made[name]


def _frame(table: DraftTable, name: str) -> pd.DataFrame:
    columns: dict[str, object] = {}
    for field in TABLES[name]:
        if field.kind is Kind.DATE:
            columns[field.name] = _stamps(dates_of(table, field.stem))
        elif field.kind is Kind.STAMP:
            columns[field.name] = _stamps(days_from(table.column(field.name)))
        elif field.kind in (Kind.INTEGER, Kind.NUMBER):
            numbers = numbers_of(table, field.name)
            columns[field.name] = FloatingArray(numbers, np.isnan(numbers))
        else:
            columns[field.name] = cells_in(table, field.name)
    for place in ("site_id", "domain_code"):
        columns.setdefault(place, cells_in(table, place))
    return pd.DataFrame(columns)


def _stamps(days: Dates) -> Dates:
    stamps: Dates = days.astype("datetime64[ns]")
    return stamps
