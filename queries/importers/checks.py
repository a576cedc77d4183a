"""Rules on single values: present where required, in its code list, within its bounds."""

from datetime import date, timedelta

from queries.domains.catalogue import TABLES
from queries.domains.model import Field, Kind
from queries.importers.draft import Draft, DraftTable, Value
from queries.importers.findings import Findings, Said, Severity
from queries.importers.mapping import curated_fields
from queries.importers.values import EARLIEST

_ASIDE = Severity.QUARANTINE
_LONGEST_KEY = 200  # characters


def check_values(draft: Draft, findings: Findings) -> None:
    """Hold every value against its field; a broken hard rule sets its row aside.

    Ages above the top code are pooled into it here, so that no later step sees them.
    """
    for table in draft.tables.values():
        for field in curated_fields(table.name).values():
            _check_field(table, field, draft.cutoff, findings)
        if table.name in TABLES:
            _pool_top_codes(table)


def _check_field(table: DraftTable, field: Field, cutoff: date | None, findings: Findings) -> None:
    values = table.column(field.name)
    if field.kind is Kind.KEY and _are_sound_keys(field, values):
        return
    verdict = {value: _verdict(field, value, cutoff) for value in set(values)}
    if not any(verdict.values()):
        return
    for place, value in enumerate(values):
        said = verdict[value]
        if said is not None:
            findings.add(table.finding(place, field.name, said))


def _are_sound_keys(field: Field, values: list[Value]) -> bool:
    # Keys are as many as rows: those of a sound column are not looked at one by one.
    has_all = not field.required or None not in values
    return has_all and max(map(len, filter(None, values)), default=0) <= _LONGEST_KEY


def _verdict(field: Field, value: object, cutoff: date | None) -> Said | None:
    if value is None:
        absent = Said(_ASIDE, "The value is absent and every row needs it.", "Enter it.")
        return absent if field.required else None
    if isinstance(value, date):
        return _date_verdict(value, None if field.planned else cutoff)
    if isinstance(value, str):
        return _text_verdict(field, value)
    return _number_verdict(field, value) if isinstance(value, int | float) else None


def _date_verdict(value: date, cutoff: date | None) -> Said | None:
    latest = date.max if cutoff is None else cutoff + timedelta(days=1)
    if EARLIEST <= value <= latest:
        return None
    rule = "The date lies before 1900 or after the data cut-off."
    return Said(_ASIDE, rule, "Correct it in the source.")


def _text_verdict(field: Field, value: str) -> Said | None:
    if field.kind is Kind.CODE and value not in {code.code for code in field.codes}:
        known = ", ".join(code.code for code in field.codes)
        return Said(_ASIDE, "The code is not known.", f"Use one of {known}.")
    if len(value) > _LONGEST_KEY:
        rule = f"The text has more than {_LONGEST_KEY} characters."
        return Said(_ASIDE, rule, "Use the short identifier; free text is not taken.")
    return None


def _number_verdict(field: Field, value: float) -> Said | None:
    if field.bounds and not field.bounds[0] <= value <= field.bounds[1]:
        low, high = (f"{bound:g}" for bound in field.bounds)
        rule = f"The value is outside {low} to {high} {field.unit}".rstrip() + "."
        return Said(_ASIDE, rule, "Correct it in the source, or its unit in the mapping.")
    if field.soft and not field.soft[0] <= value <= field.soft[1]:
        low, high = (f"{bound:g}" for bound in field.soft)
        rule = f"The value is unusual: outside {low} to {high} {field.unit}".rstrip() + "."
        return Said(Severity.QUERY, rule, "Compare it with the source.")
    return None


def _pool_top_codes(table: DraftTable) -> None:
    for field in TABLES[table.name]:
        if field.top_code is not None and field.name in table.columns:
            top = field.top_code
            table.columns[field.name] = [
                value if value is None else min(value, top) for value in table.columns[field.name]
            ]
