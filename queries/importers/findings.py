"""What an import has to say about rows: set aside, doubtful, or merely to be known."""

from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """What a finding does to the row that it names."""

    QUARANTINE = "QUARANTINE"  # the row is set aside
    QUERY = "QUERY"  # the row is loaded; somebody should look
    NOTE = "NOTE"  # about the file as a whole


@dataclass(frozen=True)
class Said:
    """What is to be said about a row, whichever it is."""

    severity: Severity
    rule: str  # what is wrong
    remedy: str  # what to do


@dataclass(frozen=True)
class Finding:
    """One thing found in a file; never holds a value of the file."""

    severity: Severity
    file: str  # label of the file
    table: str  # curated table; empty where the row reached none
    file_row: int | None  # as the file numbers its rows, header 1; None: the whole file
    column: str  # as the file calls it, else as the registry does
    rule: str  # what is wrong
    remedy: str  # what to do


@dataclass
class Findings:
    """Findings as they come in, and the rows set aside by them."""

    found: list[Finding] = field(default_factory=list)
    aside: dict[str, set[int]] = field(default_factory=dict)  # file -> rows set aside

    def add(self, finding: Finding) -> None:
        """Keep a finding; a quarantine sets its row aside."""
        self.found.append(finding)
        if finding.severity is Severity.QUARANTINE and finding.file_row is not None:
            self.aside.setdefault(finding.file, set()).add(finding.file_row)

    def is_aside(self, file: str, file_row: int) -> bool:
        """Say whether a row is set aside."""
        return file_row in self.aside.get(file, ())
