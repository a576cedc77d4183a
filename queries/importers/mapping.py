"""A mapping file, read and held against the catalogue."""

import hashlib
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from queries.domains.catalogue import DOMAINS, TABLES
from queries.domains.model import Code, Kind
from queries.domains.model import Field as CuratedField
from queries.errors import ImportRefused
from queries.importers.header import near, refuse_absent
from queries.importers.language import Block, Mapping, Rule
from queries.importers.source import SourceTable
from queries.importers.units import DAYS, factor

PLACE_FIELDS = {
    "patient": (CuratedField("site_id", "Site", Kind.KEY, required=True),),
    "diagnosis": (
        CuratedField(
            "domain_code",
            "Disease domain",
            codes=tuple(Code(domain.code, domain.name) for domain in DOMAINS.values()),
            required=True,
        ),
    ),
}
_SEE = "See docs/mapping.md."
AnyMapping = TypeVar("AnyMapping", bound=Mapping)


def load_mapping(path: Path) -> tuple[Mapping, str]:
    """Return a mapping that fits the catalogue, and the SHA-256 of its file.

    Raises
    ------
    ImportRefused
        If the file cannot be read, is not TOML, or names something that does not exist.
    """
    return load_as(path, Mapping)


def load_as(path: Path, form: type[AnyMapping]) -> tuple[AnyMapping, str]:
    """Return a mapping of one form, which may have further keys, as `load_mapping` does."""
    try:
        content = path.read_bytes()
        mapping = form.model_validate(tomllib.loads(content.decode("utf-8")))
    except OSError as error:
        raise ImportRefused(
            f"The mapping {path.name} cannot be read ({error.strerror}).", "Check its name."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ImportRefused(f"The mapping {path.name} is not TOML: {error}.", _SEE) from error
    except ValidationError as error:
        raise _unfit(path.name, error) from error
    _check_files(mapping)
    for block in mapping.table:
        _check_block(block)
    return mapping, hashlib.sha256(content).hexdigest()


def curated_fields(table: str) -> dict[str, CuratedField]:
    """Return the fields that a mapping may fill in a curated table, by name."""
    return {field.name: field for field in (*TABLES[table], *PLACE_FIELDS.get(table, ()))}


def check_columns(mapping: Mapping, source: SourceTable) -> None:
    """Refuse a mapping that names columns which the file does not have."""
    absent = sorted(mapping.columns() - set(source.columns))
    if absent:
        refuse_absent(source.label, absent, len(mapping.columns()), source.columns)


def _near(name: str, known: Iterable[str]) -> str:
    found = near(name, known)
    return f" Did you mean “{found}”?" if found else ""


def _unfit(name: str, error: ValidationError) -> ImportRefused:
    fault = error.errors()[0]
    place = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        return ImportRefused(
            f"The mapping {name} has a key that nobody reads: {place}.",
            "Correct its spelling; docs/mapping.md lists every key.",
        )
    return ImportRefused(f"The mapping {name} is wrong at {place}: {fault['msg']}.", _SEE)


def _check_files(mapping: Mapping) -> None:
    names = [file.name for file in mapping.file]
    twice = [name for name, n in Counter(names).items() if n > 1]
    strange = [block.file for block in mapping.table if block.file not in (names or [""])]
    late = [
        lookup.file
        for place, file in enumerate(mapping.file)
        for lookup in file.lookup
        if lookup.file not in names[:place]
    ]
    if twice:
        reason, remedy = f"The mapping names the file {twice[0]} more than once.", "Rename one."
    elif strange:
        reason = f"A table of the mapping is made from the file “{strange[0]}”, which it lacks."
        remedy = f"Name one of its files ([[file]]) as file = …: {', '.join(names) or 'none'}."
    elif late:
        reason = f"The mapping looks something up in “{late[0]}”, which is not listed before."
        remedy = "List the file that is looked up above the one that needs it."
    else:
        return
    raise ImportRefused(reason, remedy)


def _check_block(block: Block) -> None:
    if block.name not in TABLES:
        raise ImportRefused(
            f"The mapping fills a table “{block.name}” that the registry does not have.",
            f"Use one of {', '.join(TABLES)}.",
        )
    known = curated_fields(block.name)
    for name, rule in block.fields.items():
        if name not in known:
            raise ImportRefused(
                f"The table {block.name} has no field “{name}”.",
                f"docs/mapping.md lists its fields.{_near(name, known)}",
            )
        wrong = _wrong_rule(known[name], rule)
        if wrong:
            raise ImportRefused(f"The mapping of {block.name}.{name} {wrong}.", _SEE)
    missing = [f.name for f in known.values() if f.required and f.name not in block.fields]
    if missing:
        raise ImportRefused(
            f"The mapping of {block.name} leaves out {', '.join(missing)}.",
            "Every row needs it: name a column, or a value for every row.",
        )


def _wrong_rule(field: CuratedField, rule: Rule) -> str:
    origins = [rule.column, rule.columns, rule.value, rule.row]
    if sum(map(bool, origins)) != 1:
        return "needs either a column or a value (or columns, or row = true)"
    if rule.row and (field.kind is not Kind.KEY or rule.codes or rule.part):
        return "numbers rows, which makes an identifier and nothing else"
    if rule.since and not rule.column:
        return "counts time since a start, and names no column for its end"
    if rule.round and field.kind is not Kind.INTEGER:
        return "rounds what is not kept in whole numbers"
    return _WRONG_OF_KIND[field.kind](field, rule)


def _wrong_text(_field: CuratedField, rule: Rule) -> str:
    return _wrong_undated(rule) or ("gives a unit to text" if rule.unit else "")


def _wrong_codes(field: CuratedField, rule: Rule) -> str:
    known = {code.code for code in field.codes}
    given = set(rule.codes.values()) | ({rule.value} if rule.value else set())
    unknown = sorted(given - known)
    if unknown:
        return f"makes {', '.join(unknown)}, where only {', '.join(sorted(known))} are known"
    return _wrong_undated(rule)


def _wrong_undated(rule: Rule) -> str:
    is_dated = rule.date or rule.elapsed or rule.since or rule.precision
    return "treats as a date what is none" if is_dated else ""


def _wrong_number(field: CuratedField, rule: Rule) -> str:
    if rule.elapsed or rule.precision or bool(rule.date) != bool(rule.since):
        return "treats as a date what is none"
    if rule.since and (field.unit not in DAYS or rule.unit):
        return f"counts time, which is given in {field.unit or 'no unit'} here"
    factor(field, rule.unit)  # refuses by itself
    return ""


def _wrong_date(field: CuratedField, rule: Rule) -> str:
    if (rule.elapsed or rule.since) and field.kind is Kind.STAMP:
        return "needs a calendar date"
    if rule.elapsed and rule.unit not in DAYS:
        return f"needs a unit of time: {', '.join(DAYS)}"
    if rule.precision and (rule.elapsed or rule.since):
        return "says how much of a date is known, where it keeps none"
    if rule.elapsed == bool(rule.date):
        return "needs either the form of its dates (date) or elapsed = true"
    return ""


_WRONG_OF_KIND: dict[Kind, Callable[[CuratedField, Rule], str]] = {
    Kind.KEY: _wrong_text,
    Kind.CODE: _wrong_codes,
    Kind.INTEGER: _wrong_number,
    Kind.NUMBER: _wrong_number,
    Kind.DATE: _wrong_date,
    Kind.STAMP: _wrong_date,
}
