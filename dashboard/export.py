"""Results as files that a spreadsheet opens without running anything in them."""

import re
from collections.abc import Hashable

import pandas as pd

from dashboard.answers.answer import Provenance
from dashboard.wording import NOT_SUPPLIED

EXACT, FEW_WITHHELD = "exact", "under 5 withheld"  # which counts a file holds
PROTECTED = "protected by the rules of releases"
_FORMULA = re.compile(r"^[ \t\r\n]*[=+\-@|%＝＋－＠｜％]")  # noqa: RUF001  # full-width forms work too
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9]+")


def csv_text(frame: pd.DataFrame, provenance: Provenance) -> str:
    """Write released numbers as comma-separated text; every row says where they come from."""
    stamped = _stamped(frame, provenance)
    stamped.insert(0, "data", "SYNTHETIC" if provenance.is_synthetic else "registry")
    return plain_csv(stamped)


def internal_csv(
    frame: pd.DataFrame, provenance: Provenance, export_id: str, counts: str = EXACT
) -> str:
    """Write numbers as comma-separated text; every row names the export it is part of.

    Parameters
    ----------
    frame : DataFrame
        The numbers.
    provenance : Provenance
        Where they come from.
    export_id : str
        Under which the log knows the file.
    counts : str
        Which counts it holds: EXACT, FEW_WITHHELD or PROTECTED.
    """
    stamped = _stamped(frame, provenance)
    is_internal = counts != PROTECTED and not provenance.is_synthetic
    stamped.insert(0, "data", "INTERNAL" if is_internal else _released(provenance))
    stamped.insert(3, "export_id", export_id)
    stamped.insert(4, "counts", counts)
    return plain_csv(stamped)


def _released(provenance: Provenance) -> str:
    return "SYNTHETIC" if provenance.is_synthetic else "FOR PUBLICATION"


def standing(*, is_synthetic: bool) -> str:
    """Return the word that stands on a file: that it is internal, or its data are generated."""
    return "SYNTHETIC" if is_synthetic else "INTERNAL"


def _stamped(frame: pd.DataFrame, provenance: Provenance) -> pd.DataFrame:
    cutoff = NOT_SUPPLIED if provenance.cutoff is None else provenance.cutoff.isoformat()
    stamped = frame.copy()
    stamped.insert(0, "source", provenance.source)
    stamped.insert(1, "data_cutoff", cutoff)
    return stamped


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


def file_name(
    name: str, provenance: Provenance, ending: str = "csv", *, is_released: bool = False
) -> str:
    """Return the name of a file: what, of which domain, from which data, for whom."""
    is_marked = provenance.is_synthetic or not is_released
    parts = [
        "io-core",
        _NOT_IN_A_NAME.sub("-", name),
        _NOT_IN_A_NAME.sub("-", provenance.filters.domain.lower()),
        f"snapshot-{provenance.snapshot_id}",
        *([standing(is_synthetic=provenance.is_synthetic)] if is_marked else []),
    ]
    return f"{'_'.join(parts)}.{ending}"


def _harmless(cell: Hashable) -> Hashable:
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell
