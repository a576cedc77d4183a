"""The draft of a mapping as text, with what is left to decide in comments."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from queries.domains.model import Field, Kind
from queries.importers.source import SourceTable
from queries.importers.synonyms import MISSING, UNKNOWN, WORDS
from queries.importers.units import units_of
from queries.importers.values import date_forms

_MOST_CODES = 20  # distinct texts of a coded column that are listed
_COMMA = re.compile(r"[+-]?\d+,\d+")
_PLAIN = re.compile(r"[+-]?\d+([.,]\d+)?")
_NUMBERS = (Kind.INTEGER, Kind.NUMBER)


@dataclass(frozen=True)
class Place:
    """A column, and the field that it seems to be."""

    table: str
    field: Field
    column: str
    texts: list[str]  # distinct and in order, without those for missing and unknown


def draft_text(
    source: SourceTable, places: list[Place], *, remarks: Iterable[str], options: Mapping[str, str]
) -> str:
    """Write a mapping that places columns in fields, and can be loaded as it is."""
    lines = [
        *(f"# {remark}" for remark in remarks),
        *_source_lines(source, places, options),
        *_table_lines(places),
    ]
    return "\n".join(lines) + "\n"


def _source_lines(
    source: SourceTable, places: list[Place], options: Mapping[str, str]
) -> Iterator[str]:
    seen = {text for values in source.columns.values() for text in set(values)}
    yield from ("", "[source]", f"label = {_quoted(Path(source.label).stem)}")
    yield "# cutoff = 2024-12-31  # last day of the data; stays out where there are no dates"
    for key, value in options.items():
        if value:
            yield f"{key} = {_quoted(value)}"
    if any(_is_comma_number(place) for place in places):
        yield 'decimal = ","'
    for key, texts in (("missing", MISSING), ("unknown", UNKNOWN)):
        found = [text for text in texts if text in seen]
        if found:
            yield f"{key} = [{', '.join(map(_quoted, found))}]"


def _is_comma_number(place: Place) -> bool:
    return place.field.kind in _NUMBERS and any(_COMMA.fullmatch(text) for text in place.texts)


def _table_lines(places: list[Place]) -> Iterator[str]:
    by_name = {place.field.name: place for place in places}
    patient, site = by_name.pop("patient_id", None), by_name.pop("site_id", None)
    own = f"column = {_quoted(patient.column)}" if patient else "row = true"
    at = f"site_id = {_inline(site)}" if site else 'site_id = { value = "SITE-1" }'
    whose, of = f"patient_id = {{ {own} }}", f'diagnosis_id = {{ {own}, prefix = "DX-" }}'
    rest = {
        table: [place for place in by_name.values() if place.table == table]
        for table in ("patient", "vital_status", "diagnosis", "baseline", "procedure")
    }
    yield from _block("site", [at, 'country_code = { value = "DEU" }  # check'], [])
    yield from _block("patient", [whose, at], rest["patient"])
    yield from _vital_lines(whose, rest["vital_status"])
    domain = 'domain_code = { value = "HCC" }  # check'
    yield from _block("diagnosis", [of, whose, domain], rest["diagnosis"])
    if rest["baseline"]:
        yield from _block("baseline", [of], rest["baseline"])
    if rest["procedure"]:
        session = f'procedure_id = {{ {own}, prefix = "PR-" }}'
        yield from _block("procedure", [session, of], rest["procedure"])


def _vital_lines(whose: str, places: list[Place]) -> Iterator[str]:
    by_name = {place.field.name: place for place in places}
    death = by_name.pop("death_date", None)
    if "vital_status" in by_name:
        yield from _block("vital_status", [whose], places)
    elif death is not None:  # whoever has a date of death is dead
        column = f"column = {_quoted(death.column)}"
        empty = f"[{', '.join(map(_quoted, ('', *MISSING[:3])))}]"
        dead = [whose, 'vital_status = { value = "DEAD" }']
        yield from _block("vital_status", dead, [death], f"{{ {column}, except = {empty} }}")
        alive = [whose, 'vital_status = { value = "ALIVE" }']
        others = list(by_name.values())
        yield from _block("vital_status", alive, others, f"{{ {column}, among = {empty} }}")


def _block(table: str, lines: list[str], places: list[Place], when: str = "") -> Iterator[str]:
    yield from ("", "[[table]]", f"name = {_quoted(table)}")
    if when:
        yield f"when = {when}"
    yield from ("[table.fields]", *lines)
    for place in places:
        if place.field.kind is not Kind.CODE:
            yield f"{place.field.name} = {_inline(place)}"
    for place in places:
        if place.field.kind is Kind.CODE:
            yield from _coded(place)


def _inline(place: Place) -> str:
    said, remark = f"column = {_quoted(place.column)}", ""
    if place.field.kind in (Kind.DATE, Kind.STAMP):
        form, remark = _dated(place)
        said += f", {form}"
    elif place.field.kind in _NUMBERS and len(units_of(place.field)) > 1:
        unit = next((u for u in units_of(place.field) if _is_unit_of(place.column, u)), "")
        said += f", unit = {_quoted(unit)}" if unit else ""
        remark = "" if unit else f"in {place.field.unit}? check"
    return f"{{ {said} }}" + (f"  # {remark}" if remark else "")


def _is_unit_of(column: str, unit: str) -> bool:
    # The last words of the name are the unit's, as in `size_cm` or `Creatinine (mg/dL)`.
    parts = re.split(r"[^a-z0-9]+", unit.lower())
    ending = r"[^a-z0-9]+".join(map(re.escape, parts))
    return bool(re.search(rf"(^|[^a-z0-9]){ending}[^a-z0-9]*$", column.lower()))


def _dated(place: Place) -> tuple[str, str]:
    forms = date_forms(place.texts)
    if forms:
        others = f"or {', '.join(forms[1:])}: decide" if len(forms) > 1 else ""
        return f"date = {_quoted(forms[0])}", others
    if place.field.kind is Kind.DATE and all(map(_PLAIN.fullmatch, place.texts)):
        return 'elapsed = true, unit = "days"', "days since the index procedure? check"
    return 'date = "YYYY-MM-DD"', "no form fits every text: check"


def _coded(place: Place) -> Iterator[str]:
    known = [code.code for code in place.field.codes]
    name = place.field.name
    yield from ("", f"[table.fields.{name}]", f"column = {_quoted(place.column)}")
    if set(place.texts) <= set(known):
        return
    yield f"[table.fields.{name}.codes]  # one of {', '.join(known)}"
    if len(place.texts) > _MOST_CODES:
        yield f"# {len(place.texts)} different texts: not listed"
        return
    for text in place.texts:
        code = next((c for c in known if text.lower() in (c.lower(), *WORDS.get(c, ()))), None)
        yield f"{_quoted(text)} = {_quoted(code)}" if code else f'# {_quoted(text)} = "?"'


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
