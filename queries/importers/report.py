"""What an import did with every row of every file."""

import csv
import json
from collections import Counter
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from queries.errors import ImportRefused
from queries.importers.findings import Finding, Severity
from queries.spreadsheet import harmless

_LINES = 12  # kinds of findings that the text names one by one


@dataclass(frozen=True)
class FileCount:
    """Where the rows of one file went; nothing else may happen to a row."""

    label: str
    n_file: int
    n_loaded: int
    n_duplicate: int
    n_quarantined: int
    n_left_out: int = 0  # the mapping does not want them

    def __post_init__(self) -> None:
        known = self.n_loaded + self.n_duplicate + self.n_quarantined + self.n_left_out
        if self.n_file != known:
            raise AssertionError(f"rows of {self.label} were lost: {self}")


@dataclass(frozen=True)
class ImportReport:
    """Counts of rows, findings about them, and what the snapshot holds."""

    files: tuple[FileCount, ...]
    findings: tuple[Finding, ...]
    row_counts: dict[str, int]  # curated table -> rows

    def text(self) -> str:
        """Write the report for a terminal: rows by fate, then findings by kind."""
        lines = [
            f"{count.label}: {count.n_file:,} rows = {count.n_loaded:,} loaded"
            f" + {count.n_duplicate:,} duplicate + {count.n_quarantined:,} quarantined"
            + (f" + {count.n_left_out:,} left out by the mapping" if count.n_left_out else "")
            for count in self.files
        ]
        several = len(self.files) > 1
        kinds = Counter(
            (f.severity, f.file if several else "", f.table, f.column, f.rule, f.remedy)
            for f in self.findings
        )
        ordered = sorted(kinds.items(), key=lambda item: (_ORDER[item[0][0]], -item[1]))
        for (severity, file, table, column, rule, remedy), n in ordered[:_LINES]:
            where = " ".join(filter(None, (file, ".".join(filter(None, (table, column))))))
            first = self._first_row(severity, file, column, rule)
            times = f" (row {first})" if n == 1 and first else f" ({_rows(n, first)})"
            about = f" {where}:" if where else ""
            shown = "" if severity is Severity.NOTE else times
            lines.append(f"  {severity.value.lower()}{about} {rule} {remedy}{shown}")
        if len(ordered) > _LINES:
            lines.append(f"  and {len(ordered) - _LINES} further kinds; --report writes them all")
        return "\n".join(lines)

    def write(self, path: Path) -> None:
        """Write the report as JSON, and its findings beside it as CSV.

        Raises
        ------
        ImportRefused
            If the folder cannot be written to.
        """
        content = {
            "files": [asdict(count) for count in self.files],
            "rows": self.row_counts,
            "findings": [asdict(finding) for finding in self.findings],
        }
        try:
            path.write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")
            with path.with_suffix(".csv").open("w", newline="", encoding="utf-8-sig") as file:
                writer = csv.writer(file, lineterminator="\r\n")
                writer.writerow([field.name for field in fields(Finding)])
                for finding in self.findings:
                    writer.writerow([harmless(cell) for cell in asdict(finding).values()])
        except OSError as error:
            raise ImportRefused(
                f"The report {path.name} cannot be written ({error.strerror}).",
                "Choose another file with --report.",
            ) from error

    def _first_row(self, severity: Severity, file: str, column: str, rule: str) -> int | None:
        rows = [
            f.file_row
            for f in self.findings
            if (f.severity, f.column, f.rule) == (severity, column, rule)
            and f.file_row
            and file in ("", f.file)
        ]
        return min(rows, default=None)


def _rows(n: int, first: int | None) -> str:
    said = "1 row" if n == 1 else f"{n:,} rows"
    return said if first is None else f"{said}, first in row {first}"


_ORDER = {Severity.QUARANTINE: 0, Severity.QUERY: 1, Severity.NOTE: 2}
