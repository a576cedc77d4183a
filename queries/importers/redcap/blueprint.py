"""The data dictionary of the registry's own project, ready to be uploaded to REDCap."""

import csv
from collections.abc import Iterator
from pathlib import Path

from queries.domains.model import Field, Kind
from queries.domains.places import COUNTRIES
from queries.errors import ImportRefused
from queries.importers.redcap.project import RECORD_ID, Entry, entries

# REDCap reads them by their order.
HEADER = (
    *("Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label"),
    *("Choices, Calculations, OR Slider Labels", "Field Note"),
    *("Text Validation Type OR Show Slider Number", "Text Validation Min", "Text Validation Max"),
    *("Identifier?", "Branching Logic (Show field only if...)", "Required Field?"),
    *("Custom Alignment", "Question Number (surveys only)", "Matrix Group Name"),
    *("Matrix Ranking?", "Field Annotation"),
)
_MANY = 6  # choices above which a list is shown, not buttons
_NUMBERS = {Kind.INTEGER: "integer", Kind.NUMBER: "number"}


def write_blueprint(path: Path) -> None:
    """Write the dictionary of a project that needs no map.

    Raises
    ------
    ImportRefused
        If the file cannot be written.
    """
    try:
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, HEADER, restval="", lineterminator="\r\n")
            writer.writeheader()
            writer.writerows(blueprint_rows())
    except OSError as error:
        raise ImportRefused(
            f"The dictionary {path.name} cannot be written ({error.strerror}).",
            "Choose another file.",
        ) from error


def blueprint_rows() -> Iterator[dict[str, str]]:
    """Go through the rows of the dictionary: the record id, then every field that is entered."""
    all_entries = entries()
    first = all_entries[0].form
    yield _named(RECORD_ID, first) | {"Field Type": "text", "Field Label": "Registry pseudonym"}
    seen: set[str] = set()
    for entry in all_entries:  # two tables of one form share a field of one name
        if entry.name not in seen:
            seen.add(entry.name)
            yield _named(entry.name, entry.form) | _asked(entry, all_entries)


def _named(name: str, form: str) -> dict[str, str]:
    return {"Variable / Field Name": name, "Form Name": form}


def _asked(entry: Entry, all_entries: tuple[Entry, ...]) -> dict[str, str]:
    field = entry.field
    asked = {
        "Field Label": field.label,
        "Field Note": field.unit,
        "Required Field?": "y" if field.core or field.required else "",
        "Branching Logic (Show field only if...)": _branching(entry, all_entries),
    }
    return asked | _kind(field)


def _kind(field: Field) -> dict[str, str]:
    if field.kind is Kind.STAMP:
        stamped = {"Field Annotation": "@TODAY @READONLY"}  # set as the form is first saved
        return {"Field Type": "text", _HOW: "date_ymd"} | stamped
    if field.kind is Kind.DATE:
        return {"Field Type": "text", _HOW: "date_ymd"}
    choices = _choices(field)
    if choices:
        kind = "radio" if len(choices) <= _MANY else "dropdown"
        listed = " | ".join(f"{code}, {label}" for code, label in choices.items())
        return {"Field Type": kind, "Choices, Calculations, OR Slider Labels": listed}
    low, high = (f"{bound:.15g}" for bound in field.bounds) if field.bounds else ("", "")
    limits = {"Text Validation Min": low, "Text Validation Max": high}
    if field.name in ("lesion_id", "procedure_id"):
        return {"Field Type": "text", _HOW: "integer", "Text Validation Min": "1"}
    return {"Field Type": "text", _HOW: _NUMBERS.get(field.kind, "")} | limits


_HOW = "Text Validation Type OR Show Slider Number"


def _choices(field: Field) -> dict[str, str]:
    if field.name == "country_code":
        return {code: name for code, (name, _) in COUNTRIES.items()}
    return {code.code: code.label for code in field.codes}


def _branching(entry: Entry, all_entries: tuple[Entry, ...]) -> str:
    if entry.field.applies_when is None:
        return ""
    other, code = entry.field.applies_when
    asked = (e.name for e in all_entries if (e.table, e.field.name) == (entry.table, other))
    return f"[{next(asked)}] = '{code}'"
