"""A table file read strictly: every value is text, nothing is guessed and nothing is run."""

import codecs
import csv
import hashlib
import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from queries.errors import ImportRefused
from queries.importers.header import check_header, refuse_other_delimiter
from queries.importers.readers.bundle import is_bundle, other_resources, resource_rows
from queries.importers.readers.transport import is_transport, transport_rows
from queries.importers.workbook import is_zip, sheet_rows

MAX_BYTES = 50 * 1024 * 1024
MAX_ROWS = 2_000_000
MAX_CELL = 10_000  # characters
_SAVE = "Save it as CSV (UTF-8) or XLSX."
_EXPORT = "Sign in where it comes from, and export it again as CSV or XLSX."
_NO_TABLE = {  # beginning of a file, in small letters -> what it is, what to do
    b"\xd0\xcf\x11\xe0": ("an old Excel workbook (.xls)", _SAVE),
    b"%pdf": ("a PDF", _SAVE),
    b"<!doctype html": ("a page of the web, whatever its name", _EXPORT),
    b"<html": ("a page of the web, whatever its name", _EXPORT),
    b"<?xml": ("XML", _SAVE),
}


@dataclass(frozen=True, eq=False)
class SourceTable:
    """A file as text; rows that do not fit the header are kept apart, not repaired."""

    label: str  # name of the file, without its folder
    sha256: str
    columns: dict[str, list[str]]  # header -> values, NFC and trimmed
    rows: list[int]  # row of the file that each value comes from; the header is row 1
    misfits: dict[int, str]  # row of the file -> what is wrong with it
    empty_at_end: int  # empty rows after the last one
    n_left_out: int = 0  # rows that the mapping does not want
    notes: tuple[str, ...] = ()  # what else is to be known of the file
    is_sparse: bool = False  # a column without a value is not there at all, as in a bundle

    @property
    def n_file(self) -> int:
        """Rows in the file, header and empty rows at its end not counted."""
        return len(self.rows) + len(self.misfits) + self.n_left_out

    def only(self, places: list[int], misfits: dict[int, str]) -> "SourceTable":
        """Return the rows at some places; `misfits` are set apart, all others left out."""
        rows = [self.rows[place] for place in places]
        return replace(
            self,
            columns={
                name: [values[place] for place in places] for name, values in self.columns.items()
            },
            rows=rows,
            misfits=self.misfits | misfits,
            n_left_out=self.n_left_out + len(self.rows) - len(rows) - len(misfits),
        )


def read_source(
    path: Path,
    *,
    sheet: str = "",
    encoding: str = "",
    delimiter: str = ",",
    skip_unnamed: bool = False,
) -> SourceTable:
    """Read a CSV or XLSX file, a FHIR bundle or a SAS transport file.

    Parameters
    ----------
    path : Path
        The file; what it is, is decided by its first bytes, not by its name.
    sheet : str
        Sheet of a workbook, or resource type of a bundle; empty: the only one.
    encoding : str
        Encoding of a CSV file that is neither UTF-8 nor UTF-16 with a byte order mark.
    delimiter : str
        Character between the fields of a CSV file.
    skip_unnamed : bool
        Leave out columns without a name, in place of refusing them.

    Raises
    ------
    ImportRefused
        If the file cannot be read, is too large, or is not a table of text.
    """
    content = _content(path)
    notes: tuple[str, ...] = ()
    if is_zip(content):
        lines = sheet_rows(content, path.name, sheet)
    elif is_transport(content):
        lines = transport_rows(content, path.name, encoding)
    elif is_bundle(content):
        lines = resource_rows(content, path.name, sheet)
        notes = other_resources(content, path.name, sheet)
    else:
        lines = _csv_rows(_decoded(content, path.name, encoding), path.name, delimiter)
    table = _table(path.name, lines, skip_unnamed=skip_unnamed)
    digest = hashlib.sha256(content).hexdigest()
    return replace(table, sha256=digest, notes=notes, is_sparse=is_bundle(content))


def _content(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ImportRefused(
                f"{path.name} has {size / 1e6:.0f} MB; at most {MAX_BYTES / 1e6:.0f} MB are read.",
                "Split it, or leave out columns that are not mapped.",
            )
        content = path.read_bytes()
    except OSError as error:
        raise ImportRefused(
            f"{path.name} cannot be read ({error.strerror}).",
            "Check its name and that you may read it.",
        ) from error
    start = content[:200].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    for magic, (kind, remedy) in _NO_TABLE.items():
        if start.startswith(magic):
            raise ImportRefused(f"{path.name} is {kind}, and no table.", remedy)
    if not content.strip():
        raise ImportRefused(f"{path.name} is empty.", "Export it again.")
    return content


def _decoded(content: bytes, name: str, encoding: str) -> str:
    used = encoding or ("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    try:
        text = content.decode(used)
    except UnicodeDecodeError as error:
        raise ImportRefused(
            f"{name} is not {used.upper().removesuffix('-SIG')}: byte {error.start} does not fit.",
            'Save it as UTF-8, or name its encoding in the mapping, as encoding = "cp1252".',
        ) from error
    except LookupError as error:
        raise ImportRefused(
            f"The mapping names the encoding {used}, which is not known.",
            "Use utf-8, utf-16 or cp1252.",
        ) from error
    place = text.find("\0")
    if place >= 0:
        row = text.count("\n", 0, place) + 1
        raise ImportRefused(
            f"{name} holds a NUL character in line {row} (character {place + 1} of the file), so "
            "it is damaged, no text, or UTF-16 without its mark.",
            'Save it as CSV (UTF-8), or name what it is in the mapping, as encoding = "utf-16-le".',
        )
    return text


def _csv_rows(text: str, name: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1  # line in which the row begins: an open quotation mark runs on over the next ones
    try:
        for row in reader:
            yield row
            start = reader.line_num + 1
    except csv.Error as error:
        if "field limit" in str(error):
            raise ImportRefused(
                f"{name} has a cell of more than {csv.field_size_limit():,} characters in the row "
                f"that begins in line {start}.",
                "Close the quotation mark that is open there, or take the text out of the export.",
            ) from error
        other = f", or name what separates the fields, if it is not “{delimiter}”"
        raise ImportRefused(
            f"{name} is not well-formed CSV: in the row that begins in line {start} "
            f"{_said(error)}.",
            "Close each quotation mark there (one inside a text is written twice)"
            f"{other if start == 1 else ''}.",
        ) from error


def _said(error: csv.Error) -> str:
    if "unexpected end" in str(error):
        return "a quotation mark is never closed"
    if "expected after" in str(error):
        return "text follows a closing quotation mark"
    return str(error)


def _table(label: str, lines: Iterator[list[str]], *, skip_unnamed: bool) -> SourceTable:
    first = next(lines, [])
    if any("\t" in name for name in first):  # which tidying would make a space
        refuse_other_delimiter(label, first)
    header = [" ".join(_clean(name).split()) for name in first]
    named = [place for place, name in enumerate(header) if name or not skip_unnamed]
    names = [header[place] for place in named]
    check_header(label, names)
    kept: list[list[str]] = []
    rows: list[int] = []
    misfits: dict[int, str] = {}
    empty: list[int] = []
    for row, line in enumerate(lines, start=2):
        if row > MAX_ROWS:
            raise ImportRefused(f"{label} has more than {MAX_ROWS:,} rows.", "Split it.")
        if not any(cell and not cell.isspace() for cell in line):
            empty.append(row)
            continue
        misfits |= dict.fromkeys(empty, "The row is empty.")
        empty = []
        wrong = _misfit(line, len(header))
        if wrong:
            misfits[row] = wrong
        else:
            kept.append(line)
            rows.append(row)
    columns = {
        name: _cleaned([line[place] for line in kept])
        for name, place in zip(names, named, strict=True)
    }
    return SourceTable(label, "", columns, rows, misfits, empty_at_end=len(empty))


def _misfit(line: list[str], width: int) -> str:
    if len(line) != width:
        return f"The row has {len(line)} fields where the header has {width}."
    if any(len(cell) > MAX_CELL for cell in line):
        return f"A cell has more than {MAX_CELL:,} characters."
    return ""


def _cleaned(values: Sequence[str]) -> list[str]:
    clean = {value: _clean(value) for value in set(values)}
    return [clean[value] for value in values]


def _clean(value: str) -> str:
    return unicodedata.normalize("NFC", value).strip()
