"""The data dictionary as tables: fields, endpoints and techniques, for readers and for files."""

from collections.abc import Iterable, Sequence

import pandas as pd

from queries.domains.catalogue import DOMAINS
from queries.domains.dictionary import EVERY, DictionaryRow
from queries.domains.model import Technique

_KINDS = {
    "key": "identifier",
    "code": "code",
    "integer": "whole number",
    "number": "number",
    "date": "date",
    "stamp": "day of entry",
}
_MOST_CODES = 15  # written out in a cell; a longer list is the techniques, which have their own


_NONE = "—"


def fields_of_domain(rows: Iterable[DictionaryRow], domain: str) -> tuple[DictionaryRow, ...]:
    """Return the fields that a domain uses, as it uses them; of every domain for `EVERY`."""
    return tuple(
        row for row in rows if domain == EVERY or domain in row.domains or EVERY in row.domains
    )


def matching(rows: Iterable[DictionaryRow], search: str) -> tuple[DictionaryRow, ...]:
    """Return the fields whose name, label, definition, unit or codes hold every word."""
    words = search.casefold().split()
    return tuple(row for row in rows if all(word in _all_of(row) for word in words))


def matching_rows(frame: pd.DataFrame, search: str) -> pd.DataFrame:
    """Return the rows of a table whose cells hold every word."""
    words = search.casefold().split()
    held = [
        all(word in " ".join(cells).casefold() for word in words)
        for cells in frame.itertuples(index=False, name=None)
    ]
    return frame[held]


def _all_of(row: DictionaryRow) -> str:
    codes = (part for pair in row.codes for part in pair)
    return " ".join((row.table, row.field, row.label, row.definition, row.unit, *codes)).casefold()


def fields_table(rows: Sequence[DictionaryRow], *, every_domain: bool) -> pd.DataFrame:
    """Write one row per field; the domains only where several are shown."""
    return pd.DataFrame([_row(row, every_domain=every_domain) for row in rows])


def _row(row: DictionaryRow, *, every_domain: bool) -> dict[str, str]:
    kind = _KINDS.get(row.kind, row.kind)
    return {
        "Field": row.label,
        "What is meant": row.definition,
        "Column": row.field,
        "Type, unit": f"{kind}, {row.unit}" if row.unit else kind,
        "Codes": _codes(row),
        "Use": _use(row),
        "Applies when": _when(row.applies_when),
        "Hard range (usual range)": _ranges(row),
        **({"Domains": _domains(row)} if every_domain else {}),
    }


def _codes(row: DictionaryRow) -> str:
    if len(row.codes) > _MOST_CODES:
        return "see Techniques"
    written = (code if code == label else f"{code} {label}" for code, label in row.codes)
    return "; ".join(written) or _NONE


def _use(row: DictionaryRow) -> str:
    marks = (("required", row.required), ("core", row.core), ("adjust", row.adjust))
    return ", ".join(mark for mark, is_on in marks if is_on) or "optional"


def _when(condition: str) -> str:
    return condition.replace("=", " = ").replace("|", " or ") or "always"


def _ranges(row: DictionaryRow) -> str:
    if not row.bounds:
        return _NONE
    return row.bounds + (f" ({row.soft_bounds})" if row.soft_bounds else "")


def _domains(row: DictionaryRow) -> str:
    return ", ".join(row.domains)


def field_rows(rows: Sequence[DictionaryRow]) -> pd.DataFrame:
    """Return every property of every field, one column each, for a file."""
    return pd.DataFrame(
        [
            {
                "table": row.table,
                "column": row.field,
                "label": row.label,
                "definition": row.definition,
                "type": row.kind,
                "unit": row.unit,
                "codes": "; ".join(f"{code}={label}" for code, label in row.codes),
                "applies_when": row.applies_when,
                "core": row.core,
                "required": row.required,
                "adjust": row.adjust,
                "hard_range": row.bounds,
                "soft_range": row.soft_bounds,
                "domains": ", ".join(row.domains),
            }
            for row in rows
        ]
    )


def endpoints_table(domain: str) -> pd.DataFrame:
    """Write one row per endpoint of a domain, or of all: definition, and what was chosen."""
    offered: dict[tuple[str, str, str, str, str], list[str]] = {}
    for code in DOMAINS if domain == EVERY else (domain,):
        for rule in DOMAINS[code].endpoints:
            said = (rule.name, rule.code, rule.unit.value, rule.definition, rule.policy or _NONE)
            offered.setdefault(said, []).append(code)
    head = ("Endpoint", "Code", "Per", "Definition", "Policy")
    return pd.DataFrame(
        [
            dict(zip(head, said, strict=True))
            | ({"Domains": _listed(codes)} if domain == EVERY else {})
            for said, codes in offered.items()
        ]
    )


def techniques_table(domain: str) -> pd.DataFrame:
    """Write one row per technique of a domain, or of all."""
    offered: dict[Technique, list[str]] = {}
    for code in DOMAINS if domain == EVERY else (domain,):
        for technique in DOMAINS[code].techniques:
            offered.setdefault(technique, []).append(code)
    return pd.DataFrame(
        [
            {"Technique": technique.label, "Code": technique.code, "Family": technique.family}
            | ({"Domains": _listed(codes)} if domain == EVERY else {})
            for technique, codes in offered.items()
        ]
    )


def _listed(codes: Sequence[str]) -> str:
    return EVERY if len(codes) == len(DOMAINS) else ", ".join(codes)
