"""An export laid flat: the plain table and the plain mapping that say the same."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from queries.domains.model import Kind
from queries.importers.language import Block, Condition, Mapping, Rule
from queries.importers.mapping import curated_fields
from queries.importers.redcap.dictionary import checkbox_column
from queries.importers.redcap.export import Export, decimal_of
from queries.importers.redcap.names import EVENT_KEY
from queries.importers.redcap.plan import RedcapBlock, RedcapMap
from queries.importers.selection import places_where
from queries.importers.source import SourceTable

_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]\d{2}:\d{2}(:\d{2})?")
_NOT_SENT = "[not completed]"  # what REDCap writes as the time of a survey that is still open


@dataclass(frozen=True, eq=False)
class Flat:
    """What the import of a plain table reads."""

    source: SourceTable
    mapping: Mapping
    taken: tuple[list[bool], ...]  # for each table of the map, the rows that make it


def flatten(export: Export, plan: RedcapMap) -> Flat:
    """Return the plain table and mapping that make the rows which the map asks for.

    Every choice of rows (form, event, condition) becomes one column, every identifier that
    counts within its record is put behind the record id, and missing-data codes, dates with a
    time and decimals become what a plain mapping understands.
    """
    columns = {name: _texts(export, plan, name) for name in sorted(plan.columns())}
    taken = tuple(list(_taken(block, export, plan, columns)) for block in plan.table)
    blocks = []
    for number, (block, chosen) in enumerate(zip(plan.table, taken, strict=True), start=1):
        choice = f"{block.form} ({number})"
        columns[choice] = ["1" if is_taken else "" for is_taken in chosen]
        fields = {name: _rule(block, name, export=export, plan=plan) for name in block.fields}
        for name in block.within_record:
            rule = fields[name]
            joined = f"{export.dictionary.record_id}-{rule.column or rule.value} ({number})"
            columns[joined] = _within_record(rule, export, columns)
            fields[name] = Rule(column=joined, prefix=rule.prefix)
        when = Condition(column=choice, among=("1",))
        blocks.append(Block(name=block.name, when=(when,), fields=fields))
    options = plan.source.model_copy(update={"missing": (), "unknown": ()})
    mapping = Mapping(source=options, table=tuple(blocks))
    used = {name: columns[name] for name in sorted(mapping.columns())}
    return Flat(replace(export.source, columns=used), mapping, taken)


def _texts(export: Export, plan: RedcapMap, name: str) -> list[str]:
    texts = export.source.columns[name]
    if export.is_structure(name):
        return texts
    field = export.fields.get(name)
    if field is None:
        return [_day(text) for text in texts]
    if field.kind == "checkbox":
        return _boxes(export, plan, name)
    if field.validation.startswith("datetime"):
        return [_day(text) for text in texts]
    own = decimal_of(field)
    return [text.replace(own, plan.source.decimal) for text in texts] if own else texts


def _day(text: str) -> str:
    match = _TIME.fullmatch(text)
    return match[1] if match else text.replace(_NOT_SENT, "")


def _boxes(export: Export, plan: RedcapMap, name: str) -> list[str]:
    # A box that is not ticked on a form that is not there says nothing.
    field = export.fields[name]
    texts = [
        "" if text == "0" and not is_there else text
        for text, is_there in zip(
            export.source.columns[name], export.holds[field.form], strict=True
        )
    ]
    for code in (*plan.source.missing, *plan.source.unknown):
        extra = checkbox_column(field.name, code)
        if extra not in export.fields:
            said = export.source.columns.get(extra, [""] * len(texts))
            texts = [code if is_so == "1" else t for t, is_so in zip(texts, said, strict=True)]
    return texts


def _taken(
    block: RedcapBlock, export: Export, plan: RedcapMap, columns: dict[str, list[str]]
) -> Iterator[bool]:
    events = zip(export.places.event, export.source.columns[EVENT_KEY], strict=True)
    speaks = _speaking(block, export, plan, columns)
    wanted = set(places_where(block.when, replace(export.source, columns=columns)))
    rows = zip(export.holds[block.form], events, speaks, strict=True)
    for place, (is_there, (event, stem), says) in enumerate(rows):
        is_event = not block.event or event in block.event or stem in block.event
        yield is_there and is_event and says and place in wanted


def _speaking(
    block: RedcapBlock, export: Export, plan: RedcapMap, columns: dict[str, list[str]]
) -> list[bool]:
    # A form that was opened and left empty makes no row of a table that needs a value of it.
    known = curated_fields(block.name)
    n_rows = len(export.source.rows)
    own = {
        name: rule
        for name, rule in block.fields.items()
        if rule.column and not export.is_structure(rule.column)
    }
    if not any(known[name].required for name in own):
        return [True] * n_rows
    speaks = [False] * n_rows
    for name, rule in own.items():
        if known[name].kind is Kind.STAMP:  # when a form was entered is no content
            continue
        silent = {"", *plan.source.missing, *plan.source.unknown, *rule.missing, *rule.unknown}
        silent -= set(rule.codes)
        for place, text in enumerate(columns[rule.column]):
            if text not in silent:
                speaks[place] = True
    return speaks


def _rule(block: RedcapBlock, name: str, *, export: Export, plan: RedcapMap) -> Rule:
    # The project's codes hold in every field, and not in what REDCap itself writes.
    rule = block.fields[name]
    if not rule.column or export.is_structure(rule.column):
        return rule
    missing, unknown = plan.source.missing, plan.source.unknown
    return rule.model_copy(
        update={"missing": (*rule.missing, *missing), "unknown": (*rule.unknown, *unknown)}
    )


def _within_record(rule: Rule, export: Export, columns: dict[str, list[str]]) -> list[str]:
    record = export.places.record
    texts = columns[rule.column] if rule.column else [rule.value] * len(record)
    nothing = {"", *rule.missing, *rule.unknown}
    return [
        "" if text in nothing else f"{one}-{text}" for one, text in zip(record, texts, strict=True)
    ]
