"""The data dictionary: every curated field, as each domain uses it."""

from collections.abc import Iterator
from dataclasses import dataclass

from queries.domains.catalogue import DOMAINS, TABLES, fields_of
from queries.domains.model import Field

EVERY = "all"  # domains


@dataclass(frozen=True)
class DictionaryRow:
    """One field of one table; a field that domains use differently has one row for each use."""

    table: str
    field: str
    label: str
    kind: str
    unit: str
    codes: tuple[tuple[str, str], ...]  # code and label
    domains: tuple[str, ...]  # codes; `EVERY` alone where all use it
    required: bool  # a row without it cannot be loaded
    core: bool  # counted for completeness
    adjust: bool  # offered to the adjusted comparison
    applies_when: str  # condition and families of techniques; empty: always
    bounds: str  # outside: the row is set aside
    soft_bounds: str  # outside: the row is loaded with a query
    definition: str


def dictionary_rows() -> tuple[DictionaryRow, ...]:
    """Return every field of the catalogue, in the order of tables and columns."""
    return tuple(row for table in TABLES for row in _rows_of(table))


def _rows_of(table: str) -> Iterator[DictionaryRow]:
    uses: dict[str, dict[Field, list[str]]] = {field.name: {} for field in TABLES[table]}
    for code in DOMAINS:
        for field in fields_of(table, code):
            uses[field.name].setdefault(field, []).append(code)
    for by_use in uses.values():
        for field, codes in by_use.items():
            yield _row(table, field, tuple(codes) if len(codes) < len(DOMAINS) else (EVERY,))


def _row(table: str, field: Field, domains: tuple[str, ...]) -> DictionaryRow:
    families = f"technique of {', '.join(field.families)}" if field.families else ""
    return DictionaryRow(
        table=table,
        field=field.name,
        label=field.label,
        kind=field.kind.value,
        unit=field.unit,
        codes=tuple((code.code, code.label) for code in field.codes),
        domains=domains,
        required=field.required,
        core=field.core,
        adjust=field.adjust,
        applies_when="; ".join(filter(None, (field.condition, families))),
        bounds=_range(field.bounds),
        soft_bounds=_range(field.soft),
        definition=field.definition,
    )


def _range(bounds: tuple[float, float] | None) -> str:
    return "" if bounds is None else f"{_plain(bounds[0])} to {_plain(bounds[1])}"


def _plain(number: float) -> str:
    return f"{number:,.2f}".rstrip("0").rstrip(".")
