"""One row per diagnosis of all that was known at its index procedure, for analyses."""

from collections.abc import Iterator

import pandas as pd

from queries.domains.covariates import described_by, record_fields
from queries.domains.model import Kind
from queries.domains.scores import SCORES
from queries.importers.arrays import cells_of
from queries.importers.draft import Value
from queries.importers.facts import PLACE
from queries.quality.frames import Frames


def index_records(frames: Frames, facts: pd.DataFrame) -> Iterator[dict[str, Value]]:
    """Write what describes each diagnosis, its scores worked out, nothing of what followed.

    Parameters
    ----------
    frames : Frames
        Curated rows.
    facts : DataFrame
        One row per diagnosis with its place (`dated_facts`), in the order of the frames.
    """
    rows = frames.diagnosis.reset_index(drop=True)
    described = rows.reindex(columns=[field.name for field in record_fields()])
    for score in SCORES:
        name = score.field.name
        described[name] = pd.Series(score.work_out(rows), dtype=object)
        described.loc[~rows["domain_code"].isin(score.field.domains), name] = None
    for domain in rows["domain_code"].drop_duplicates():
        # A column that a domain does not use is not described by it, whatever a file held.
        used = {field.name for field in described_by(domain)}
        foreign = [name for name in described.columns if name not in used]
        described.loc[rows["domain_code"] == domain, foreign] = None
    columns = {name: facts[name].tolist() for name in (*PLACE, "patient_no")}
    columns["technique_code"] = _of_index(facts, "technique_code")
    columns |= {field.name: _cells(described[field.name], field.kind) for field in record_fields()}
    names = tuple(columns)
    return (dict(zip(names, row, strict=True)) for row in zip(*columns.values(), strict=True))


def _of_index(facts: pd.DataFrame, name: str) -> list[Value]:
    return _cells(facts[name].where(facts["has_index"]))


def _cells(values: pd.Series, kind: Kind = Kind.CODE) -> list[Value]:
    known = values.notna().to_numpy()
    if kind is Kind.INTEGER:
        return cells_of(values.fillna(0).astype(int), known)
    return cells_of(values.to_numpy(dtype=object), known)
