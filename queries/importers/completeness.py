"""Completeness counted by field: how many values apply, are entered, are stated as unknown."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.inputs import Bools, Ints
from queries.domains.catalogue import TABLES, columns_of, fields_of
from queries.domains.common import TECHNIQUES
from queries.domains.model import Field, Kind
from queries.domains.places import COUNTRIES
from queries.importers.arrays import Texts, places_of, texts_of
from queries.importers.draft import Draft, DraftTable, Value
from queries.importers.timeline import Index

UNKNOWN_MONTH = -1
WHOLE_ROW = "*"  # stands for all core fields of a row together
# Tables with one row expected of each diagnosis, and the key that finds it.
_EXPECTED = {
    "patient": "patient_id",
    "vital_status": "patient_id",
    "diagnosis": "diagnosis_id",
    "baseline": "diagnosis_id",
}
_FAMILIES = {technique.code: technique.family for technique in TECHNIQUES}


def completeness_rows(draft: Draft, index: dict[str, Index]) -> Iterator[dict[str, Value]]:
    """Count core fields, one row after the other."""
    for block in completeness_columns(draft, index):
        yield from (dict(zip(block, row, strict=True)) for row in zip(*block.values(), strict=True))


def completeness_columns(draft: Draft, index: dict[str, Index]) -> Iterator[dict[str, list[Value]]]:
    """Count core fields by site, domain, field and month of the index procedure.

    Of patients, diagnoses and their baseline one row is expected of each diagnosis, so that a
    form that was never sent counts as not entered; of every other table the rows that are there
    are counted. A field applies by its domain, its condition and the family of its technique.
    Under the field `WHOLE_ROW` stand the rows that have all their core fields.

    Yields
    ------
    dict
        Columns of the rows of one domain, table and field.
    """
    groups, member = _groups(draft, index)
    n = len(groups["month"])
    for rows in _rows_by_domain(draft):
        group = member[rows.owner]
        for field, applies, entered, unknown in _judged(rows):
            tallies = [
                np.bincount(group[applies & which], minlength=n)
                for which in (applies, entered, unknown)
            ]
            some = np.flatnonzero(tallies[0])
            placed = {name: values[some].tolist() for name, values in groups.items()}
            yield placed | _columns(rows, field, [tally[some].tolist() for tally in tallies])


def _rows_by_domain(draft: Draft) -> Iterator["_Rows"]:
    domains = texts_of(draft.table("diagnosis"), "domain_code")
    for name in TABLES:
        linked = _linked_rows(draft, name)
        if linked is None:
            continue
        owner, place = linked
        for code in pd.unique(domains[owner]):
            chosen = domains[owner] == code
            yield _Rows(draft, name, code, owner[chosen], place[chosen])


def _columns(rows: "_Rows", field: str, counts: list[list[int]]) -> dict[str, list[Value]]:
    n = len(counts[0])
    return {
        "domain_code": [rows.domain] * n,
        "table_name": [rows.name] * n,
        "column_name": [field] * n,
        "n_applicable": counts[0],
        "n_entered": counts[1],
        "n_unknown": counts[2],
    }


@dataclass(frozen=True, eq=False)
class _Rows:
    """Rows of one table and domain."""

    draft: Draft
    name: str  # of the table
    domain: str
    owner: Ints  # place of the diagnosis of each row
    place: Ints  # place of each row in its table; -1: expected and absent

    def values(self, column: str) -> Texts:
        """Return a column of the table, else of the diagnosis; None where nothing is entered."""
        table = self.draft.table(self.name)
        known = {field.name for field in TABLES[self.name]}
        if column in known or column.endswith("_day"):
            return _padded(table, column)[self.place]
        return _padded(self.draft.table("diagnosis"), column)[self.owner]

    def families(self) -> Texts:
        """Return the family of the technique of each row's procedure."""
        procedures = self.draft.table("procedure")
        place = self.place
        if self.name != "procedure":
            links = self.draft.table(self.name).column("procedure_id")
            ids = pd.Index(texts_of(procedures, "procedure_id"))
            place = places_of(ids, links)[self.place]
        codes = texts_of(procedures, "technique_code")[place]
        return np.array([_FAMILIES.get(code, "") for code in codes], dtype=object)


def _padded(table: DraftTable, column: str) -> Texts:
    cells = np.empty(len(table.rows) + 1, dtype=object)  # the last one stands for no row
    cells[:-1] = table.column(column)
    return cells


def _groups(draft: Draft, index: dict[str, Index]) -> tuple[dict[str, Texts], Ints]:
    diagnoses = draft.table("diagnosis")
    countries = draft.table("site").lookup("site_id", "country_code")
    places: dict[tuple[str, int], int] = {}
    member = np.empty(len(diagnoses.rows), dtype=np.int64)
    for row, (diagnosis, site) in enumerate(diagnoses.tuples(("diagnosis_id", "site_id"))):
        month = index[diagnosis].month if diagnosis in index else None
        key = (site, UNKNOWN_MONTH if month is None else month)
        member[row] = places.setdefault(key, len(places))
    sites = [site for site, _ in places]
    listed: dict[str, list[Value]] = {
        "site_id": sites,
        "country_code": [countries[site] for site in sites],
        "region_code": [COUNTRIES[countries[site]][1] for site in sites],
        "month": [month for _, month in places],
    }
    return {name: np.array(values, dtype=object) for name, values in listed.items()}, member


def _linked_rows(draft: Draft, name: str) -> tuple[Ints, Ints] | None:
    diagnoses, table = draft.table("diagnosis"), draft.table(name)
    if name in _EXPECTED:
        key = _EXPECTED[name]
        place = places_of(pd.Index(texts_of(table, key)), diagnoses.column(key))
        return np.arange(place.size), place
    links = _diagnoses_of(draft, table)
    if links is None:
        return None
    known = pd.Index(texts_of(diagnoses, "diagnosis_id"))
    return places_of(known, links), np.arange(len(table.rows))


def _diagnoses_of(draft: Draft, table: DraftTable) -> list[Value] | None:
    names = {field.name for field in TABLES[table.name]}
    if "diagnosis_id" in names:
        return table.column("diagnosis_id")
    if "lesion_id" in names:
        owner = draft.table("lesion").lookup("lesion_id", "diagnosis_id")
        return [owner.get(lesion) for lesion in table.column("lesion_id")]
    return None  # sites and targets belong to no diagnosis


def _judged(rows: _Rows) -> Iterator[tuple[str, Bools, Bools, Bools]]:
    """Go through the core fields: to which rows each applies, where it is entered, and unknown."""
    core = [field for field in fields_of(rows.name, rows.domain) if field.core]
    every: Bools = np.ones(rows.owner.size, dtype=bool)
    is_whole, is_partly_unknown = every.copy(), ~every
    for field in core:
        applies = _applies(rows, field)
        entered, unknown = _entered(rows, field)
        is_whole &= entered | ~applies
        is_partly_unknown |= unknown & applies
        yield field.name, applies, entered, unknown
    if core:
        yield WHOLE_ROW, every, is_whole, is_whole & is_partly_unknown


def _applies(rows: _Rows, field: Field) -> Bools:
    applies: Bools = np.ones(rows.owner.size, dtype=bool)
    if field.applies_when is not None:
        applies &= np.isin(rows.values(field.applies_when[0]).astype(str), field.applies_when[1:])
    if field.families:
        applies &= np.isin(rows.families().astype(str), field.families)
    return applies


def _entered(rows: _Rows, field: Field) -> tuple[Bools, Bools]:
    values = rows.values(field.name)
    entered: Bools = np.array([value is not None for value in values], dtype=bool)
    if field.kind is Kind.DATE:  # a source without calendar enters days
        days = rows.values(columns_of(field)[2])
        entered |= np.array([day is not None for day in days], dtype=bool)
    return entered, values == "UNK"
