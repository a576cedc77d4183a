"""A project's data dictionary: its fields, their forms, choices and identifier flags."""

import re
from dataclasses import dataclass
from pathlib import Path

from queries.errors import ImportRefused
from queries.importers.source import SourceTable, read_source

# what is read of it: the programming interface's name of a column -> the web page's
HEADERS = {
    "field_name": "Variable / Field Name",
    "form_name": "Form Name",
    "field_type": "Field Type",
    "field_label": "Field Label",
    "select_choices_or_calculations": "Choices, Calculations, OR Slider Labels",
    "text_validation_type_or_show_slider_number": "Text Validation Type OR Show Slider Number",
    "identifier": "Identifier?",
}
_LISTED = frozenset({"radio", "dropdown", "checkbox"})  # types that list their own choices
_FIXED = {"yesno": {"1": "Yes", "0": "No"}, "truefalse": {"1": "True", "0": "False"}}
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class ProjectField:
    """One field of a project."""

    name: str
    form: str
    kind: str  # its type, in REDCap's own word
    label: str
    choices: dict[str, str]  # code -> label; empty where the type has none
    validation: str
    is_flagged: bool  # marked as an identifier

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that an export holds the field in."""
        if self.kind == "checkbox":
            return tuple(checkbox_column(self.name, code) for code in self.choices)
        return () if self.kind == "descriptive" else (self.name,)


@dataclass(frozen=True)
class Dictionary:
    """Every field of a project, in the order of its forms."""

    label: str  # name of the file
    sha256: str
    fields: dict[str, ProjectField]

    @property
    def record_id(self) -> str:
        """Field that names the record: the first one."""
        return next(iter(self.fields))

    @property
    def forms(self) -> tuple[str, ...]:
        """Forms, in order."""
        return tuple(dict.fromkeys(field.form for field in self.fields.values()))

    def by_column(self) -> dict[str, ProjectField]:
        """Return every field by the columns that an export holds it in."""
        return {name: field for field in self.fields.values() for name in field.columns}


def read_dictionary(path: Path) -> Dictionary:
    """Read a data dictionary, as the web page or the programming interface writes it.

    Raises
    ------
    ImportRefused
        If the file cannot be read or is no whole data dictionary.
    """
    table = read_source(path)
    columns = _columns(table)
    if table.misfits:
        raise ImportRefused(
            f"Row {min(table.misfits)} of the dictionary {table.label} does not fit its header.",
            _AGAIN,
        )
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    fields = {row["field_name"]: _field(row) for row in rows}
    _check(table, [row["field_name"] for row in rows])
    return Dictionary(table.label, table.sha256, fields)


def checkbox_column(field: str, code: str) -> str:
    """Return the column that an export keeps one choice of a checkbox field in.

    A minus sign and a point become an underscore, so that -9 is not 9 and 1.5 is not 15.
    """
    kept = re.sub(r"[^a-z0-9_]", "", code.lower().replace("-", "_").replace(".", "_"))
    return f"{field}___{kept}"


_AGAIN = "Download the data dictionary from the project again, as CSV."


def _columns(table: SourceTable) -> dict[str, list[str]]:
    found = {
        name: table.columns[header]
        for name, title in HEADERS.items()
        for header in (name, title)
        if header in table.columns
    }
    absent = [title for name, title in HEADERS.items() if name not in found]
    if absent:
        raise ImportRefused(
            f"{table.label} is no data dictionary: it has no column “{absent[0]}”.", _AGAIN
        )
    return found


def _check(table: SourceTable, names: list[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if not names:
        reason = f"The dictionary {table.label} has no fields."
    elif twice:
        reason = f"The dictionary {table.label} names {', '.join(twice)} more than once."
    elif wrong := [
        row for row, name in zip(table.rows, names, strict=True) if not _NAME.fullmatch(name)
    ]:
        reason = f"Row {wrong[0]} of the dictionary {table.label} has no field name of REDCap."
    else:
        return
    raise ImportRefused(reason, _AGAIN)


def _field(row: dict[str, str]) -> ProjectField:
    kind = row["field_type"].lower()
    listed = row["select_choices_or_calculations"] if kind in _LISTED else ""
    return ProjectField(
        name=row["field_name"],
        form=row["form_name"],
        kind=kind,
        label=row["field_label"],
        choices=_FIXED.get(kind) or _choices(listed),
        validation=row["text_validation_type_or_show_slider_number"].lower(),
        is_flagged=row["identifier"].lower() in ("y", "yes", "1"),
    )


def _choices(text: str) -> dict[str, str]:
    # A choice without a comma is an old way to write one whose code is its label.
    pairs = [part.partition(",") for part in text.split("|") if part.strip()]
    return {code.strip(): (label if comma else code).strip() for code, comma, label in pairs}
