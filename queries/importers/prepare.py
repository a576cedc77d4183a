"""A draft made fit for the registry: every rule applied, every row accounted for."""

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
    report = ImportReport(
        files=tuple(
            FileCount(
                label=label,
                n_file=n_file,
                n_loaded=len(_loaded(draft, label)),
                n_duplicate=len(repeated.get(label, ())),
                n_quarantined=len(findings.aside.get(label, ())),
                n_left_out=draft.n_left_out.get(label, 0),
            )
            for label, n_file in draft.n_file.items()
        ),
        findings=tuple(findings.found),
        row_counts={name: len(table.rows) for name, table in draft.tables.items()},
    )
    if not draft.table("diagnosis").rows:
        first = next((f for f in findings.found if f.file_row is not None), None)
        why = f" The first: {first.rule} (row {first.file_row}, {first.column})" if first else ""
        raise ImportRefused(
            f"No row can be loaded: {sum(draft.n_file.values()):,} rows, all set aside.{why}",
            "Correct the file or the mapping; the registry is unchanged.",
        )
    return Prepared(draft, index, report)


def _loaded(draft: Draft, label: str) -> set[int]:
    # Counted on its own, not as what is left: `FileCount` then notices a lost row.
    return {
        row
        for table in draft.tables.values()
        for row, file in zip(table.rows, table.file_of_rows(), strict=True)
        if file == label
    }
