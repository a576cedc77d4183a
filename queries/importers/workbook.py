"""Sheets of an XLSX workbook as text; formulas, macros and oversized archives are refused."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime

import numpy as np
import openpyxl
from openpyxl.workbook import Workbook

from queries.errors import ImportRefused

MAX_PARTS = 200
MAX_UNPACKED = 200 * 1024 * 1024  # bytes
MAX_RATIO = 100  # unpacked to packed
_ACTIVE = ("vbaproject", "externallinks/", "activex/", "embeddings/")


def is_zip(content: bytes) -> bool:
    """Say whether a file is a packed one, as workbooks are."""
    return content.startswith(b"PK\x03\x04")


def sheet_rows(content: bytes, name: str, sheet: str) -> Iterator[list[str]]:
    """Go through the rows of a sheet as text.

    Raises
    ------
    ImportRefused
        If the file is no plain workbook, is too large unpacked, has no such sheet, or holds a
        formula (its result would depend on who opened it last).
    """
    _check_archive(content, name)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    except Exception as error:  # whatever a damaged archive raises
        raise ImportRefused(
            f"{name} cannot be read as a workbook.", "Save it again as XLSX, or as CSV."
        ) from error
    try:
        for number, row in enumerate(book[_sheet(book, name, sheet)].iter_rows(), start=1):
            yield [_text(cell, name, number) for cell in row]
    finally:
        book.close()


def _check_archive(content: bytes, name: str) -> None:
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except zipfile.BadZipFile as error:
        raise ImportRefused(f"{name} is damaged.", "Export it again.") from error
    unpacked = sum(part.file_size for part in parts)
    names = " ".join(part.filename.lower() for part in parts)
    if "xl/workbook.xml" not in names:
        reason, remedy = f"{name} is an archive, not a workbook.", "Give a CSV or an XLSX file."
    elif any(active in names for active in _ACTIVE):
        reason = f"{name} holds macros, embedded files or links to other files."
        remedy = "Save it as a plain XLSX or as CSV."
    elif (
        len(parts) > MAX_PARTS
        or unpacked > MAX_UNPACKED
        or unpacked > MAX_RATIO * max(len(content), 1)
    ):
        reason = f"{name} unpacks to {unpacked / 1e6:.0f} MB in {len(parts)} parts."
        remedy = "Save the one sheet that is needed as CSV."
    else:
        return
    raise ImportRefused(reason, remedy)


def _sheet(book: Workbook, name: str, sheet: str) -> str:
    names: list[str] = book.sheetnames
    if sheet in names:
        return sheet
    if not sheet and len(names) == 1:
        return names[0]
    wanted = f"no sheet “{sheet}”" if sheet else f"{len(names)} sheets and the mapping names none"
    raise ImportRefused(
        f"{name} has {wanted}.", f"Name one in the mapping, as sheet = …: {', '.join(names)}."
    )


def _text(cell: object, name: str, row: int) -> str:
    value = getattr(cell, "value", None)
    if getattr(cell, "data_type", "") == "f":
        raise ImportRefused(
            f"{name} holds a formula in row {row}, column {getattr(cell, 'column_letter', '?')}.",
            "Replace formulas by their values, or save the sheet as CSV.",
        )
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return np.format_float_positional(value, trim="-")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else str(value)
    return value.isoformat() if isinstance(value, date) else str(value)
