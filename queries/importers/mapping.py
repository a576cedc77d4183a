"""How a file becomes curated rows: the mapping, checked against the catalogue."""

import difflib
import hashlib
import tomllib
from datetime import date
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from queries.domains.catalogue import DOMAINS, TABLES
from queries.domains.model import Code, Kind
from queries.domains.model import Field as CuratedField
from queries.errors import ImportRefused
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


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(_Strict):
    """Where one curated value comes from: a column of the file, or one value for every row."""

    column: str = ""
    value: str = ""  # the same for every row
    codes: dict[str, str] = Field(default_factory=dict)  # text in the file -> registry's code
    unit: str = ""  # unit of the numbers, or of the time since index procedure
    date: Literal["", "YYYY-MM-DD", "DD/MM/YYYY", "MM/DD/YYYY", "YYYY-MM", "YYYY"] = ""
    elapsed: bool = False  # the number is time since the index procedure
    prefix: str = ""  # put before the text, to make identifiers of several tables distinct
    missing: tuple[str, ...] = ()  # text that means "not entered" in this column
    unknown: tuple[str, ...] = ()  # text that means "asked, and not known"


class Condition(_Strict):
    """Which rows of the file make a row of a curated table."""

    column: str
    among: tuple[str, ...] = ()  # text that makes one
    except_: tuple[str, ...] = Field(default=(), alias="except")  # text that makes none


class Block(_Strict):
    """One curated table and where its values come from."""

    name: str
    when: Condition | None = None
    fields: dict[str, Rule]


class Source(_Strict):
    """What holds for the whole file."""

    label: str
    cutoff: date | None = None  # data cut-off; left out: the source has no calendar
    sheet: str = ""
    encoding: str = ""
    delimiter: Literal[",", ";", "\t", "|"] = ","
    decimal: Literal[".", ","] = "."
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


class Mapping(_Strict):
    """A mapping file."""

    source: Source
    table: tuple[Block, ...] = Field(min_length=1)

    def columns(self) -> set[str]:
        """Return the columns of the file that are used."""
        used = {rule.column for block in self.table for rule in block.fields.values()}
        used |= {block.when.column for block in self.table if block.when}
        return used - {""}


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
        raise ImportRefused(
            f"The mapping {path.name} is not TOML: {error}.", "See docs/mapping.md."
        ) from error
    except ValidationError as error:
        raise _unfit(path.name, error) from error
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
        near = difflib.get_close_matches(absent[0], list(source.columns), n=1)
        hint = f" Did you mean “{near[0]}”?" if near else ""
        raise ImportRefused(
            f"{source.label} has no column {', '.join(f'“{name}”' for name in absent)}.",
            f"Correct the mapping, or export the column.{hint}",
        )


def _unfit(name: str, error: ValidationError) -> ImportRefused:
    fault = error.errors()[0]
    place = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        return ImportRefused(
            f"The mapping {name} has a key that nobody reads: {place}.",
            "Correct its spelling; docs/mapping.md lists every key.",
        )
    return ImportRefused(f"The mapping {name} is wrong at {place}: {fault['msg']}.", _SEE)


_SEE = "See docs/mapping.md."


def _check_block(block: Block) -> None:
    if block.name not in TABLES:
        raise ImportRefused(
            f"The mapping fills a table “{block.name}” that the registry does not have.",
            f"Use one of {', '.join(TABLES)}.",
        )
    known = curated_fields(block.name)
    for name, rule in block.fields.items():
        if name not in known:
            near = difflib.get_close_matches(name, list(known), n=1)
            hint = f" Did you mean “{near[0]}”?" if near else ""
            raise ImportRefused(
                f"The table {block.name} has no field “{name}”.",
                f"docs/mapping.md lists its fields.{hint}",
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
    if bool(rule.column) == bool(rule.value):
        return "needs either a column or a value"
    if field.kind in (Kind.DATE, Kind.STAMP):
        return _wrong_date(field, rule)
    if rule.date or rule.elapsed:
        return "treats as a date what is none"
    if field.kind is Kind.CODE:
        return _wrong_codes(field, rule)
    return _wrong_text(rule) if field.kind is Kind.KEY else _wrong_number(field, rule)


def _wrong_text(rule: Rule) -> str:
    return "gives a unit to text" if rule.unit else ""


def _wrong_number(field: CuratedField, rule: Rule) -> str:
    factor(field, rule.unit)  # refuses by itself
    return ""


def _wrong_date(field: CuratedField, rule: Rule) -> str:
    if rule.elapsed and field.kind is Kind.STAMP:
        return "needs a calendar date"
    if rule.elapsed and rule.unit not in DAYS:
        return f"needs a unit of time: {', '.join(DAYS)}"
    if rule.elapsed == bool(rule.date):
        return "needs either the form of its dates (date) or elapsed = true"
    return ""


def _wrong_codes(field: CuratedField, rule: Rule) -> str:
    known = {code.code for code in field.codes}
    given = set(rule.codes.values()) | ({rule.value} if rule.value else set())
    unknown = sorted(given - known)
    if unknown:
        return f"makes {', '.join(unknown)}, where only {', '.join(sorted(known))} are known"
    return ""
