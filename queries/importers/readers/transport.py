"""SAS transport files (version 5) as rows of text."""

import io
import warnings
from collections.abc import Iterator

import numpy as np
import pandas as pd

from queries.errors import ImportRefused

_HEADER = b"HEADER RECORD*******"
_LEAST = 1e-70
_MEMBER = _HEADER + b"MEMBER  HEADER RECORD"


def is_transport(content: bytes) -> bool:
    """Say whether a file is a SAS transport file."""
    return content.startswith(_HEADER)


def transport_rows(content: bytes, name: str, encoding: str) -> Iterator[list[str]]:
    """Go through the rows of a transport file, the names of its variables first.

    Numbers are written plainly and dates are the days since 1960 that they are; a missing
    value is empty.

    Raises
    ------
    ImportRefused
        If the file is of another version, holds several tables, or cannot be read.
    """
    if content.count(_MEMBER) != 1 or not content.startswith(_HEADER + b"LIBRARY"):
        raise ImportRefused(
            f"{name} is no SAS transport file of version 5 with one table.",
            "Write one table a file, in version 5, or as CSV.",
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            frame = pd.read_sas(io.BytesIO(content), format="xport", encoding=encoding or "utf-8")
    except Exception as error:  # whatever a damaged file raises
        raise ImportRefused(
            f"{name} cannot be read as a SAS transport file.",
            "Write it again, or as CSV; another encoding is named in the mapping.",
        ) from error
    yield [str(column) for column in frame.columns]
    yield from map(list, zip(*(map(_text, frame[column]) for column in frame), strict=True))


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, float) and not np.isnan(value):
        # The library reads nought as the smallest number that the format knows, 16 to the -65.
        value = 0.0 if abs(value) < _LEAST else value
        return str(np.format_float_positional(value, trim="-"))
    return ""
