"""Cells that a spreadsheet shows and does not run."""

import re
from collections.abc import Hashable

_FORMULA = re.compile(r"^[ \t\r\n]*[=+\-@|%＝＋－＠｜％]")  # noqa: RUF001  # full-width forms work too


def harmless(cell: Hashable) -> Hashable:
    """Return text that would be taken for a formula with an apostrophe in front.

    Numbers stay numbers, negative ones too.
    """
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell
