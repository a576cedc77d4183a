"""The files of one import: found, read, looked up in one another, cut to the rows wanted."""

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from queries.errors import ImportRefused
from queries.importers.findings import Finding, Findings, Severity
from queries.importers.language import File, Mapping, Source
from queries.importers.mapping import check_columns
from queries.importers.selection import looked_up, only_first, only_where
from queries.importers.source import SourceTable, read_source


@dataclass(frozen=True, eq=False)
class FilePart:
    """One file, and the part of the mapping that is about it."""

    source: SourceTable
    plan: Mapping


def read_files(path: Path, plan: Mapping, findings: Findings) -> tuple[FilePart, ...]:
    """Read every file that a mapping names, or the one that the command names.

    A file without a table of the mapping is only looked up in; a note says so.

    Raises
    ------
    ImportRefused
        If a file cannot be read, or lacks a column that the mapping uses.
    """
    read: dict[str, FilePart] = {}
    if not plan.file:
        return (FilePart(_wanted(_read(path, plan.source), plan, read), plan),)
    labels = _labels(plan.file, path)
    for file in plan.file:
        part = plan.of_file(file)
        table = replace(_read(_place(path, file), part.source), label=labels[file.name])
        read[file.name] = FilePart(_wanted(table, part, read), part)
    _note_unread(path, plan, findings)
    for part_read in read.values():
        if not part_read.plan.table:
            _note_looked_up(part_read.source, findings)
    return tuple(read.values())


def fingerprint(parts: tuple[FilePart, ...]) -> str:
    """Return one SHA-256 for all files of an import."""
    if len(parts) == 1:
        return parts[0].source.sha256
    said = "\n".join(f"{part.source.label} {part.source.sha256}" for part in parts)
    return hashlib.sha256(said.encode()).hexdigest()


def _read(path: Path, options: Source) -> SourceTable:
    return read_source(
        path,
        sheet=options.sheet,
        encoding=options.encoding,
        delimiter=options.delimiter,
        skip_unnamed=options.skip_unnamed,
    )


def _wanted(table: SourceTable, plan: Mapping, read: dict[str, FilePart]) -> SourceTable:
    # Conditions on own columns come before a lookup: it is of no matter for other rows.
    options = plan.source
    own = tuple(one for one in options.rows if one.column in table.columns)
    table = only_where(own, table)
    for lookup in (lookup for file in plan.file for lookup in file.lookup):
        table = looked_up(table, lookup, read[lookup.file].source, plan.columns())
    table = _whole(table, plan)
    check_columns(plan, table)
    table = only_where(tuple(one for one in options.rows if one not in own), table)
    return only_first(options.first, table, options.decimal)


def _whole(source: SourceTable, plan: Mapping) -> SourceTable:
    # Elements that no resource of a bundle has are empty columns, and a note says so.
    absent = sorted(plan.columns() - set(source.columns)) if source.is_sparse else []
    if not absent:
        return source
    empty = {name: [""] * len(source.rows) for name in absent}
    note = f"Mapped, and in none of the resources: {', '.join(absent)}."
    return replace(source, columns=source.columns | empty, notes=(*source.notes, note))


def _labels(files: tuple[File, ...], path: Path) -> dict[str, str]:
    # A file that is named twice, or by its sheets, is told apart by the mapping's own name.
    times = Counter(file.path for file in files)
    return {
        file.name: (file.path or path.name) + (f" ({file.name})" if times[file.path] > 1 else "")
        for file in files
    }


def _place(path: Path, file: File) -> Path:
    if not file.path:
        return path
    if Path(file.path).name != file.path:
        raise ImportRefused(
            f"The mapping names the file {file.name} with a folder.",
            "Name files without their folder; the command names it.",
        )
    if path.is_file():
        raise ImportRefused(
            f"The mapping reads several files, and {path.name} is one.", "Name their folder."
        )
    return path / file.path


def _note_unread(path: Path, plan: Mapping, findings: Findings) -> None:
    named = {file.path for file in plan.file}
    unread = sorted(f.name for f in path.iterdir() if f.name not in named) if path.is_dir() else []
    if unread:
        rule = f"Other files of the folder, not read: {', '.join(unread)}."
        findings.add(_note(path.name, rule, "Name them in the mapping, if they are needed."))


def _note_looked_up(source: SourceTable, findings: Findings) -> None:
    rule = f"{len(source.rows):,} rows to look up in; they make no rows of their own."
    findings.add(_note(source.label, rule, "Nothing to do."))
    if source.misfits:
        rule = f"{len(source.misfits):,} rows cannot be read and so are not found."
        findings.add(_note(source.label, rule, "Correct the rows in the file."))


def _note(label: str, rule: str, remedy: str) -> Finding:
    return Finding(Severity.NOTE, label, "", None, "", rule, remedy)
