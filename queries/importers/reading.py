"""A file read through its mapping: which of its rows makes which curated rows."""

from typing import Any

from queries.domains.catalogue import columns_of
from queries.domains.model import Field, Kind
from queries.importers.draft import Draft, DraftTable
from queries.importers.findings import Finding, Findings, Said, Severity
from queries.importers.mapping import Block, Condition, Mapping, Rule, curated_fields
from queries.importers.source import SourceTable
from queries.importers.values import NO_DATE, Refused, Unknown, reader


def draft_of(source: SourceTable, mapping: Mapping, findings: Findings) -> Draft:
    """Return the curated rows that a file makes, typed; what cannot be read is a finding.

    A row of the file that makes no curated row is set aside, so that none is lost in silence.
    """
    draft = Draft(n_file={source.label: source.n_file}, cutoff=mapping.source.cutoff)
    _note_file(source, mapping, findings)
    used: set[int] = set()
    for block in mapping.table:
        table = _read_block(block, source, mapping, findings)
        used.update(table.rows)
        earlier = draft.tables.get(block.name)
        draft.tables[block.name] = table if earlier is None else _joined(earlier, table)
    for row in sorted(set(source.rows) - used):
        remedy = "Widen the conditions (when) in the mapping."
        findings.add(_about(source, row, "No table of the mapping takes the row.", remedy))
    return draft


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


def _read_block(
    block: Block, source: SourceTable, mapping: Mapping, findings: Findings
) -> DraftTable:
    places = _places(block.when, source)
    table = DraftTable(block.name, source.label, [source.rows[place] for place in places])
    known = curated_fields(block.name)
    for name, rule in block.fields.items():
        field = known[name]
        texts = (
            [rule.value] * len(places)
            if rule.value
            else [source.columns[rule.column][place] for place in places]
        )
        values = _values(field, rule, texts, mapping)
        table.called[name] = rule.column or name
        _store(table, field, _read_values(values, table, field, findings))
    return table


def _places(when: Condition | None, source: SourceTable) -> list[int]:
    if when is None:
        return list(range(len(source.rows)))
    return [
        place
        for place, text in enumerate(source.columns[when.column])
        if (not when.among or text in when.among) and text not in when.except_
    ]


def _values(field: Field, rule: Rule, texts: list[str], mapping: Mapping) -> list[object]:
    read = reader(field, rule, mapping.source, mapping.source.cutoff)
    distinct = {text: read(text) for text in set(texts)}
    return [distinct[text] for text in texts]


def _read_values(
    values: list[object], table: DraftTable, field: Field, findings: Findings
) -> list[Any]:
    # What cannot be read is nothing; its row is set aside, or the file gets a note.
    nothing: object = NO_DATE if field.kind is Kind.DATE else None
    unknown = sum(isinstance(value, Unknown) for value in values)
    for place, value in enumerate(values):
        if isinstance(value, Refused):
            said = Said(Severity.QUARANTINE, value.rule, value.remedy)
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


def _joined(first: DraftTable, second: DraftTable) -> DraftTable:
    names = {**first.columns, **second.columns}
    columns = {name: first.column(name) + second.column(name) for name in names}
    called = second.called | first.called
    return DraftTable(first.name, first.file, first.rows + second.rows, columns, called)


def _about(source: SourceTable, row: int | None, rule: str, remedy: str) -> Finding:
    severity = Severity.NOTE if row is None else Severity.QUARANTINE
    return Finding(severity, source.label, "", row, "", rule, remedy)
