"""A file read through its mapping: which of its rows makes which curated rows."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from queries.domains.catalogue import columns_of
from queries.domains.model import Field, Kind
from queries.importers.draft import Draft, DraftTable
from queries.importers.findings import Finding, Findings, Said, Severity
from queries.importers.intervals import interval_reader
from queries.importers.language import Block, Mapping, Rule
from queries.importers.mapping import curated_fields
from queries.importers.selection import places_where
from queries.importers.source import SourceTable
from queries.importers.values import NO_DATE, Refused, Unknown, reader


def draft_of(source: SourceTable, mapping: Mapping, findings: Findings) -> Draft:
    """Return the curated rows that a file makes, typed; what cannot be read is a finding.

    A row of the file that makes no curated row is set aside, so that none is lost in silence.
    """
    draft = Draft(
        n_file={source.label: source.n_file},
        n_left_out={source.label: source.n_left_out},
        cutoff=mapping.source.cutoff,
    )
    if not mapping.table:  # only looked up in
        return Draft(cutoff=mapping.source.cutoff)
    _note_file(source, mapping, findings)
    used: set[int] = set()
    for block in mapping.table:
        table = _read_block(block, source, mapping, findings)
        used.update(table.rows)
        _put(draft, table)
    for row in sorted(set(source.rows) - used):
        remedy = "Widen the conditions (when) in the mapping."
        findings.add(_about(source, row, "No table of the mapping takes the row.", remedy))
    return draft


def together(drafts: Iterable[Draft]) -> Draft:
    """Return the drafts of several files as one."""
    whole = Draft()
    for draft in drafts:
        whole.n_file |= draft.n_file
        whole.n_left_out |= draft.n_left_out
        whole.cutoff = draft.cutoff
        for table in draft.tables.values():
            _put(whole, table)
    return whole


def _put(draft: Draft, table: DraftTable) -> None:
    earlier = draft.tables.get(table.name)
    draft.tables[table.name] = table if earlier is None else _joined(earlier, table)


def _joined(first: DraftTable, second: DraftTable) -> DraftTable:
    names = {**first.columns, **second.columns}
    columns = {name: first.column(name) + second.column(name) for name in names}
    called = second.called | first.called
    rows = first.rows + second.rows
    is_one_file = not (first.files or second.files) and first.file == second.file
    files = [] if is_one_file else first.file_of_rows() + second.file_of_rows()
    return DraftTable(first.name, first.file, rows, columns, called, files)


def _note_file(source: SourceTable, mapping: Mapping, findings: Findings) -> None:
    for row, wrong in source.misfits.items():
        findings.add(_about(source, row, wrong, "Correct the row in the file."))
    dropped = sorted(set(source.columns) - mapping.columns())
    if dropped:
        rule = f"Not mapped and not read: {', '.join(dropped)}."
        findings.add(_about(source, None, rule, "Map what is needed."))
    if source.empty_at_end:
        rule = f"{source.empty_at_end} empty rows at the end."
        findings.add(_about(source, None, rule, "Nothing to do."))
    if source.n_left_out:
        rule = f"{source.n_left_out:,} rows are left out, as the mapping says."
        findings.add(_about(source, None, rule, "Nothing to do, if that is meant (rows, first)."))
    for said in source.notes:
        findings.add(_about(source, None, said, "Map what is needed."))


def _read_block(
    block: Block, source: SourceTable, mapping: Mapping, findings: Findings
) -> DraftTable:
    places = places_where(block.when, source)
    table = DraftTable(block.name, source.label, [source.rows[place] for place in places])
    known = curated_fields(block.name)
    for name, rule in block.fields.items():
        field = known[name]
        values = _values(field, rule, mapping, _texts(rule, source, places))
        table.called[name] = " + ".join(filter(None, (rule.column, *rule.columns))) or name
        severity = Severity.QUERY if rule.or_absent else Severity.QUARANTINE
        _store(table, field, _taken(values, table, field, severity, findings=findings))
    return table


def _texts(rule: Rule, source: SourceTable, places: list[int]) -> Sequence[Any]:
    # One text for each row; where time is counted from a start, a tuple of them.
    if rule.value:
        return [rule.value] * len(places)
    if rule.row:
        return [str(source.rows[place]) for place in places]
    names = rule.columns or (rule.column, *rule.since)
    columns = [_at(source.columns[name], places) for name in names]
    if rule.columns:
        return ["|".join(parts) if all(parts) else "" for parts in zip(*columns, strict=True)]
    return list(zip(*columns, strict=True)) if rule.since else columns[0]


def _at(column: list[str], places: list[int]) -> list[str]:
    return column if len(places) == len(column) else [column[place] for place in places]


def _values(field: Field, rule: Rule, mapping: Mapping, texts: Sequence[Any]) -> list[object]:
    if rule.row:
        return [rule.prefix + text for text in texts]
    read: Callable[[Any], object]
    if rule.since:
        read = interval_reader(field, rule, mapping.source)
    else:
        read = reader(field, rule, mapping.source, mapping.source.cutoff)
    distinct = {text: read(text) for text in set(texts)}
    return [distinct[text] for text in texts]


def _taken(
    values: list[object],
    table: DraftTable,
    field: Field,
    severity: Severity,
    *,
    findings: Findings,
) -> list[Any]:
    # What cannot be read is nothing: its row is set aside, or somebody should look.
    nothing: object = NO_DATE if field.kind is Kind.DATE else None
    kinds = {type(value) for value in values}
    if not kinds & {Refused, Unknown}:
        return values
    unknown = sum(isinstance(value, Unknown) for value in values)
    for place, value in enumerate(values):
        if isinstance(value, Refused):
            said = Said(severity, value.rule, value.remedy)
            findings.add(table.finding(place, field.name, said))
    if unknown:
        rule = f"{unknown} values are stated as unknown; {field.name} has no code for that."
        remedy = "Stored as absent."
        called = table.called[field.name]
        findings.add(Finding(Severity.NOTE, table.file, table.name, None, called, rule, remedy))
    return [nothing if isinstance(value, Refused | Unknown) else value for value in values]


def _store(table: DraftTable, field: Field, values: list[Any]) -> None:
    if field.kind is not Kind.DATE:
        table.columns[field.name] = values
        return
    for name, part in zip(columns_of(field), range(3), strict=True):
        table.columns[name] = [day[part] for day in values]


def _about(source: SourceTable, row: int | None, rule: str, remedy: str) -> Finding:
    severity = Severity.NOTE if row is None else Severity.QUARANTINE
    return Finding(severity, source.label, "", row, "", rule, remedy)
