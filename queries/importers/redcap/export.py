"""An export read beside its dictionary: where each row stands, and which forms it holds."""

from dataclasses import dataclass, replace
from itertools import compress

from queries.importers.redcap.dictionary import Dictionary, ProjectField
from queries.importers.redcap.names import LOCAL, STATUS, STRUCTURE, status_column
from queries.importers.redcap.places import Places, contradicting, misplaced, places_of
from queries.importers.redcap.plan import RedcapMap
from queries.importers.source import SourceTable

_NOTHING = "Nothing is entered in the row: each of its forms is empty."


@dataclass(frozen=True, eq=False)
class Export:
    """The rows of an export that can be read, and what they hold."""

    source: SourceTable  # with the columns that spell out each row's place
    dictionary: Dictionary
    fields: dict[str, ProjectField]  # column -> the field that it holds
    places: Places
    holds: dict[str, list[bool]]  # form -> whether a row holds it

    def is_structure(self, column: str) -> bool:
        """Say whether a column tells a row's place, and so is no entry of anybody's."""
        return column in STRUCTURE or column == self.dictionary.record_id


def read_export(source: SourceTable, dictionary: Dictionary, plan: RedcapMap) -> Export:
    """Return an export whose rows are sound; the others are set apart with their reason.

    A row holds the form that repeats in it. A row that repeats no form holds each form in which
    something is entered, or that somebody marked as unverified or complete: some exports write a
    form that was never opened as incomplete and its boxes as not ticked.

    Parameters
    ----------
    source : SourceTable
        A raw export.
    dictionary : Dictionary
        Of the same project.
    plan : RedcapMap
        In the columns that it uses, rows of one place must agree.
    """
    fields = dictionary.by_column()
    places = places_of(source, dictionary)
    touched = _touched(source, dictionary)
    wrong = {
        **{
            row: _NOTHING
            for row, forms in zip(source.rows, zip(*touched.values(), strict=True), strict=True)
            if not any(forms)
        },
        **_wrong_decimals(source, fields, plan.columns()),
        **_wrong_locals(source, plan),
        **contradicting(source, places, plan.columns()),
        **misplaced(source, places, dictionary),
    }
    fit = _without(source, wrong)
    kept = [row not in wrong for row in source.rows]
    places = places_of(fit, dictionary)
    holds = {
        form: [
            form == repeated if repeated else is_touched
            for repeated, is_touched in zip(places.instrument, compress(flags, kept), strict=True)
        ]
        for form, flags in touched.items()
    }
    spelt = replace(fit, columns=fit.columns | places.added_columns())
    return Export(spelt, dictionary, fields, places, holds)


def decimal_of(field: ProjectField) -> str:
    """Return the sign before the decimals of a field, where the project rules it."""
    if field.validation.endswith("comma_decimal"):
        return ","
    ruled = field.kind in ("calc", "slider") or field.validation.startswith(("number", "integer"))
    return "." if ruled else ""


def _touched(source: SourceTable, dictionary: Dictionary) -> dict[str, list[bool]]:
    # form -> whether somebody entered something in it, or said that it is done
    return {form: _touched_form(source, dictionary, form) for form in dictionary.forms}


def _touched_form(source: SourceTable, dictionary: Dictionary, form: str) -> list[bool]:
    touched = [
        STATUS.get(text, "incomplete") != "incomplete"
        for text in source.columns.get(status_column(form), [""] * len(source.rows))
    ]
    for field in dictionary.fields.values():
        # A calculation fills itself in, and the record id stands in every row.
        if field.form != form or field.kind == "calc" or field.name == dictionary.record_id:
            continue
        nothing = ("", "0") if field.kind == "checkbox" else ("",)
        for name in field.columns:
            for place, text in enumerate(source.columns.get(name, ())):
                if text not in nothing:
                    touched[place] = True
    return touched


def _wrong_decimals(
    source: SourceTable, fields: dict[str, ProjectField], used: set[str]
) -> dict[int, str]:
    wrong: dict[int, str] = {}
    for name in sorted(used & set(source.columns) & set(fields)):
        own = decimal_of(fields[name])
        other = {",": ".", ".": ","}.get(own, "")
        if fields[name].kind == "calc" or not other:
            continue
        rule = f"{name} is a number with “{own}” before its decimals, and the row holds “{other}”."
        wrong |= {
            row: rule
            for row, text in zip(source.rows, source.columns[name], strict=True)
            if other in text
        }
    return wrong


def _wrong_locals(source: SourceTable, plan: RedcapMap) -> dict[int, str]:
    # A hyphen of its own could make an identifier that of another record.
    wrong: dict[int, str] = {}
    rules = (block.fields[name] for block in plan.table for name in block.within_record)
    for rule in rules:
        if rule.column not in source.columns:
            continue
        said = f"{rule.column} counts within its record: letters, digits and underscores only."
        nothing = {"", *plan.source.missing, *plan.source.unknown, *rule.missing, *rule.unknown}
        wrong |= {
            row: said
            for row, text in zip(source.rows, source.columns[rule.column], strict=True)
            if text not in nothing and not LOCAL.fullmatch(text)
        }
    return wrong


def _without(source: SourceTable, wrong: dict[int, str]) -> SourceTable:
    kept = [row not in wrong for row in source.rows]
    columns = {name: list(compress(texts, kept)) for name, texts in source.columns.items()}
    rows = list(compress(source.rows, kept))
    return replace(source, columns=columns, rows=rows, misfits=source.misfits | wrong)
