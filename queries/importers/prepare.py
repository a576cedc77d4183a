"""A draft made fit for the registry: every rule applied, every row accounted for."""

from collections import Counter
from dataclasses import dataclass

from queries.errors import ImportRefused
from queries.importers.checks import check_values
from queries.importers.draft import Draft, complete
from queries.importers.findings import Findings
from queries.importers.relations import check_relations
from queries.importers.report import FileCount, ImportReport
from queries.importers.sequences import check_sequences
from queries.importers.timeline import Index, count_days, index_procedures


@dataclass(frozen=True, eq=False)
class Prepared:
    """What a snapshot is built from."""

    draft: Draft  # checked rows only
    index: dict[str, Index]  # diagnosis -> its index procedure
    report: ImportReport


def prepare(draft: Draft, findings: Findings) -> Prepared:
    """Check a draft and take out what is set aside.

    Raises
    ------
    ImportRefused
        If no diagnosis is left.
    """
    for table in draft.tables.values():
        complete(table)
    check_values(draft, findings)
    check_sequences(draft, findings)
    repeated = check_relations(draft, findings)
    index = index_procedures(draft)
    count_days(draft, index, findings)
    loaded = _loaded(draft)
    report = ImportReport(
        files=tuple(
            FileCount(
                label=label,
                n_file=n_file,
                n_loaded=len(loaded.get(label, ())),
                n_duplicate=len(repeated.get(label, ())),
                n_quarantined=len(findings.aside.get(label, ())),
                n_left_out=draft.n_left_out.get(label, 0),
            )
            for label, n_file in draft.n_file.items()
        ),
        findings=tuple(findings.found),
        row_counts={name: len(table.rows) for name, table in draft.own_tables.items()},
    )
    if not draft.table("diagnosis").rows:
        raise _nothing_left(sum(draft.n_file.values()), findings)
    return Prepared(draft, index, report)


def _nothing_left(n_rows: int, findings: Findings) -> ImportRefused:
    # Said of the file that the first finding is about: what others lack may follow from it.
    about = [finding for finding in findings.found if finding.file_row is not None]
    if not about:
        return ImportRefused(
            f"No row can be loaded: the file has {n_rows:,} rows below its header.",
            "Export it again; the registry is unchanged.",
        )
    kinds = Counter((f.column, f.rule, f.remedy) for f in about if f.file == about[0].file)
    (column, rule, remedy), n = kinds.most_common(1)[0]
    where = f" in column {column}" if column else ""
    return ImportRefused(
        f"No row can be loaded: {n_rows:,} rows, all set aside. Most often{where} "
        f"({n:,} rows): {rule}",
        f"{remedy} The registry is unchanged.",
    )


def _loaded(draft: Draft) -> dict[str, set[int]]:
    # Counted on its own, not as what is left: `FileCount` then notices a lost row.
    loaded: dict[str, set[int]] = {}
    for table in draft.own_tables.values():
        loaded.setdefault(table.file, set()).update(() if table.files else table.rows)
        for file, row in zip(table.files, table.rows if table.files else (), strict=True):
            loaded.setdefault(file, set()).add(row)
    return loaded
