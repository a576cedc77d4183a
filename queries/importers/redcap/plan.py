"""Which form and event of a project makes which curated rows: the map of a REDCap export."""

import difflib
from dataclasses import replace
from pathlib import Path

from pydantic import Field

from queries.domains.model import Kind
from queries.errors import ImportRefused
from queries.importers.language import Block, Mapping
from queries.importers.mapping import check_columns, curated_fields, load_as
from queries.importers.redcap.dictionary import Dictionary, ProjectField
from queries.importers.redcap.identifiers import why_not
from queries.importers.redcap.names import (
    ADDED,
    ARM_KEY,
    EVENT,
    EVENT_KEY,
    LOCAL,
    RECORD_KEY,
    ROW_KEY,
    STATUS,
    own_columns,
    status_column,
)
from queries.importers.source import SourceTable

_SEE = "See docs/redcap.md."


class RedcapBlock(Block):
    """One curated table, and the rows of the export that make it."""

    form: str  # form whose rows make the table, repeating or not
    event: tuple[str, ...] = ()  # events, with their arm or for all arms; left out: every event
    within_record: tuple[str, ...] = ()  # identifiers that are told apart in their record only


class RedcapMap(Mapping):
    """A map of a REDCap export."""

    table: tuple[RedcapBlock, ...] = Field(min_length=1)


def load_map(path: Path) -> RedcapMap:
    """Return a map that fits the catalogue.

    Raises
    ------
    ImportRefused
        If the file cannot be read, is not TOML, or names something that does not exist.
    """
    return load_as(path, RedcapMap)[0]


def check_plan(plan: RedcapMap, source: SourceTable, dictionary: Dictionary) -> None:
    """Refuse a map that asks for what the project does not have, or must not give away.

    Raises
    ------
    ImportRefused
        If a form, column or choice is not there, or a column holds identifiers or free text.
    """
    if plan.file or plan.source.rows or plan.source.first:
        raise ImportRefused("The map chooses files or rows, as only that of a table does.", _SEE)
    for block in plan.table:
        _check_block(block, dictionary)
    known = dictionary.by_column()
    for name in sorted(plan.columns()):
        _check_column(name, known, dictionary)
    _check_record_id(plan, dictionary)
    is_longitudinal = EVENT in source.columns
    spelt = [name for name in ADDED if is_longitudinal or name not in (EVENT_KEY, ARM_KEY)]
    check_columns(plan, replace(source, columns=source.columns | {name: [] for name in spelt}))
    _check_choices(plan, known)


def _check_block(block: RedcapBlock, dictionary: Dictionary) -> None:
    if block.form not in dictionary.forms:
        near = difflib.get_close_matches(block.form, dictionary.forms, n=1)
        hint = f" Did you mean “{near[0]}”?" if near else ""
        raise ImportRefused(
            f"The dictionary {dictionary.label} has no form “{block.form}”.",
            f"Correct the map, or give the dictionary of the same project.{hint}",
        )
    fields = curated_fields(block.name)
    for name in block.within_record:
        if name not in block.fields or fields[name].kind is not Kind.KEY:
            wrong = "which is no identifier that it fills"
        elif block.fields[name].codes:
            wrong = "and gives it codes"
        elif block.fields[name].value and not LOCAL.fullmatch(block.fields[name].value):
            wrong = "as a value of more than letters, digits and underscores"
        else:
            continue
        raise ImportRefused(f"The map of {block.name} keeps “{name}” in its record, {wrong}.", _SEE)


def _check_column(name: str, known: dict[str, ProjectField], dictionary: Dictionary) -> None:
    field = known.get(name) or dictionary.fields.get(name)
    if field is None:
        if name not in own_columns(dictionary.forms):
            raise ImportRefused(
                f"The map asks for “{name}”, which is not in the dictionary {dictionary.label}.",
                "Correct the map; only what the dictionary describes is read.",
            )
        return
    reason = why_not(field)
    if reason:
        raise ImportRefused(
            f"The map asks for “{name}”, which {reason}.",
            "Take it out of the map: the registry has no place for it. If it is none, give it "
            "another name, type or mark in the project.",
        )
    if name not in known:
        raise ImportRefused(
            f"The map asks for “{name}”, which is a checkbox field.",
            f"Map its columns: {', '.join(field.columns[:4])}.",
        )


def _check_record_id(plan: RedcapMap, dictionary: Dictionary) -> None:
    reason = why_not(dictionary.fields[dictionary.record_id])
    is_used = plan.columns() & {RECORD_KEY, ROW_KEY} or any(b.within_record for b in plan.table)
    if reason and is_used:
        raise ImportRefused(
            f"The record id “{dictionary.record_id}” {reason}.",
            "Give records a meaningless number in the project, and keep the identifier in a field "
            "of its own.",
        )


def _check_choices(plan: RedcapMap, known: dict[str, ProjectField]) -> None:
    # A text that the project cannot hold is a misspelling, and would quietly match nothing.
    codes = {*plan.source.missing, *plan.source.unknown}
    for block in plan.table:
        asked = [(rule.column, set(rule.codes)) for rule in block.fields.values()]
        asked += [(when.column, {*when.among, *when.except_} - {""}) for when in block.when]
        for column, texts in asked:
            strange = sorted(texts - _possible(column, known, texts) - codes)
            if strange:
                raise ImportRefused(
                    f"The map of {block.name} names “{strange[0]}”, no choice of {column}.",
                    "Use the codes of the dictionary, not their labels.",
                )


def _possible(column: str, known: dict[str, ProjectField], asked: set[str]) -> set[str]:
    field = known.get(column)
    if field is None:
        return set(STATUS) if column.endswith(status_column("")) else asked
    if field.kind == "checkbox":
        return {"0", "1"}
    return set(field.choices) or asked
