"""Results as files that a spreadsheet opens without running anything in them."""

import re
from collections.abc import Hashable

import pandas as pd

from dashboard.answers.answer import Provenance
from dashboard.wording import NOT_SUPPLIED

_FORMULA = re.compile(r"^[ \t\r\n]*[=+\-@|%＝＋－＠｜％]")  # noqa: RUF001  # full-width forms work too
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9]+")


def csv_text(frame: pd.DataFrame, provenance: Provenance) -> str:
    """Write numbers as comma-separated text that says in every row where they come from."""
    cutoff = NOT_SUPPLIED if provenance.cutoff is None else provenance.cutoff.isoformat()
    stamped = frame.copy()
    stamped.insert(0, "data", "SYNTHETIC" if provenance.is_synthetic else "registry")
    stamped.insert(1, "source", provenance.source)
    stamped.insert(2, "data_cutoff", cutoff)
    return plain_csv(stamped)


def plain_csv(frame: pd.DataFrame) -> str:
    """Write a table as comma-separated text.

    Text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay
    numbers. Lines end in CR LF; the first character marks UTF-8.
    """
    written = frame.copy()
    for column in written.select_dtypes("object").columns:
        written[column] = written[column].map(_harmless)
    written.columns = pd.Index([_harmless(name) for name in written.columns])
    return "\ufeff" + written.to_csv(index=False, lineterminator="\r\n")


def file_name(name: str, provenance: Provenance, ending: str = "csv") -> str:
    """Return the name of a file: what, of which domain, from which data."""
    parts = [
        "io-core",
        _NOT_IN_A_NAME.sub("-", name),
        _NOT_IN_A_NAME.sub("-", provenance.filters.domain.lower()),
        f"snapshot-{provenance.snapshot_id}",
        *(["SYNTHETIC"] if provenance.is_synthetic else []),
    ]
    return f"{'_'.join(parts)}.{ending}"


def _harmless(cell: Hashable) -> Hashable:
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell
