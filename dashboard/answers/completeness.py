"""Completeness, as pages ask for it."""

import numpy as np
import pandas as pd

from analytics.completeness import Completeness, FieldCompleteness
from analytics.inputs import Ints
from analytics.proportions import proportion
from analytics.snapshot_trend import SnapshotTrend
from dashboard.answers.answer import Answer, Ask
from dashboard.answers.gate import answer
from dashboard.answers.snapshots import trend_of
from queries.domains.catalogue import TABLES
from queries.errors import EmptyCohort
from queries.policies import View
from queries.reads.completeness import entered_by_field
from queries.registry import Registry


@answer(View.COMPLETENESS, methods="completeness")
def completeness(registry: Registry) -> Completeness:
    """Sum up how many core fields are entered among those to which they apply."""
    frame = core_rows(entered_by_field(registry).frame)
    if not frame["n"].sum():
        raise EmptyCohort("No field applies to anybody under these filters.", "Widen the filters.")
    fields = fields_of(frame)
    order = [(field.table, field.column) for field in fields]
    sites = tuple(sorted(frame["site_text"].unique()))
    by_site = [
        (str(site), proportion(int(rows["n_entered"].sum()), int(rows["n"].sum())))
        for site, rows in frame.groupby("site_text")
        if rows["n"].sum()
    ]
    return Completeness(
        fields=fields,
        sites=sites,
        applicable=_matrix(frame, "n", order, sites),
        entered=_matrix(frame, "n_entered", order, sites),
        score=proportion(int(frame["n_entered"].sum()), int(frame["n"].sum())),
        n_unknown=int(frame["n_unknown"].sum()),
        by_site=tuple(sorted(by_site, key=lambda pair: pair[1].estimate)),
    )


@answer(View.COMPLETENESS, methods="completeness")
def _entered(registry: Registry) -> tuple[int, int]:
    """Count core fields entered, of those to which they apply."""
    frame = core_rows(entered_by_field(registry).frame)
    return int(frame["n_entered"].sum()), int(frame["n"].sum())


def completeness_over_snapshots(ask: Ask) -> Answer[SnapshotTrend]:
    """Sum up the core fields entered in each of the last snapshots."""
    return trend_of(ask, View.COMPLETENESS, _entered, what="core fields entered", has_limits=True)


def fields_of(frame: pd.DataFrame) -> tuple[FieldCompleteness, ...]:
    """Return the fields that apply to somebody, the least complete first."""
    sums = frame.groupby(["table_name", "column_name"])[["n", "n_unknown", "n_entered"]].sum()
    fields = [
        _field(str(table), str(column), n=n, n_unknown=n_unknown, n_entered=n_entered)
        for (table, column), (n, n_unknown, n_entered) in zip(
            sums.index, sums.to_numpy(dtype=np.int64).tolist(), strict=True
        )
        if n
    ]
    return tuple(sorted(fields, key=lambda field: field.share.estimate))


def core_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of core fields."""
    core = {
        (table, field.name) for table, fields in TABLES.items() for field in fields if field.core
    }
    pairs = zip(frame["table_name"], frame["column_name"], strict=True)
    # As an array: an empty list would choose no columns instead of no rows.
    return frame[np.array([pair in core for pair in pairs], dtype=bool)]


def _field(table: str, column: str, *, n: int, n_unknown: int, n_entered: int) -> FieldCompleteness:
    label = next(field.label for field in TABLES[table] if field.name == column)
    return FieldCompleteness(table, column, label, n, n_unknown, proportion(n_entered, n))


def _matrix(
    frame: pd.DataFrame, value: str, order: list[tuple[str, str]], sites: tuple[str, ...]
) -> Ints:
    table = frame.pivot_table(
        index=["table_name", "column_name"],
        columns="site_text",
        values=value,
        aggfunc="sum",
        fill_value=0,
    )
    shaped = table.reindex(index=pd.MultiIndex.from_tuples(order), columns=list(sites))
    return np.array(shaped.fillna(0), dtype=np.int64)
