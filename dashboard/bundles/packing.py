"""A bundle written as one ZIP file; the same bundle gives the same bytes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pandas as pd

from dashboard.bundles.contents import Bundle, expected_frame
from dashboard.bundles.scripts import readme, script_in_python, script_in_r
from dashboard.export import plain_csv
from dashboard.wording import counted, whole

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of ZIP's calendar: no file tells when it was made
_READABLE = 0o644 << 16
_CAPPED = "n_ages_told_as_89"


@dataclass(frozen=True)
class Around:
    """What stands around the numbers of a bundle."""

    title: str
    data: str  # source, snapshot and cut-off in words
    figure_id: str
    standing: str  # INTERNAL or SYNTHETIC
    methods: str  # the paragraph
    settings: Mapping[str, object]
    unit: str  # of a row


@dataclass(frozen=True)
class Export:
    """The one act of taking it away; nothing else of a bundle differs from time to time."""

    export_id: str
    made_at: str  # ISO 8601, UTC


def packed(bundle: Bundle, around: Around, export: Export) -> bytes:
    """Write a bundle as a ZIP file."""
    files = {name: text.encode() for name, text in _texts(bundle, around).items()}
    taken = {
        "export_id": export.export_id,
        "made_at": export.made_at,
        "standing": around.standing,
    }
    files["export.json"] = _json(taken).encode()
    files["SHA256SUMS"] = _digests(files).encode()
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        for name in sorted(files):
            entry = ZipInfo(name, _FIRST_DAY)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, _READABLE
            archive.writestr(entry, files[name])
    return held.getvalue()


def _texts(bundle: Bundle, around: Around) -> dict[str, str]:
    table = bundle.table.copy()
    table.insert(0, "data", around.standing)
    choices = pd.DataFrame(sorted(bundle.choices.items()), columns=["choice", "value"])
    told = [(one.column, one.value, one.meaning) for one in bundle.dictionary]
    return {
        "README.txt": _readme(bundle, around),
        "methods.txt": f"{around.methods}\n",
        "settings.json": _json({**around.settings, "analysis": dict(bundle.settings)}),
        "table.csv": plain_csv(table),
        "dictionary.csv": plain_csv(pd.DataFrame(told, columns=["column", "value", "meaning"])),
        "choices.csv": plain_csv(choices),
        "expected.csv": plain_csv(expected_frame(bundle.expected)),
        "analysis.R": script_in_r(bundle.kind),
        "analysis.py": script_in_python(bundle.kind),
    }


def _readme(bundle: Bundle, around: Around) -> str:
    return readme().format(
        standing=around.standing,
        title=around.title,
        data=around.data,
        figure=f"Figure id {around.figure_id}" if around.figure_id else "No figure id.",
        unit=around.unit,
        n_rows=whole(len(bundle.table)),
        capped=_capped(bundle),
        notes="\n".join(f"  {note}" for note in bundle.notes),
    )


def _capped(bundle: Bundle) -> str:
    n = bundle.settings.get(_CAPPED, 0)
    if not isinstance(n, int) or not n:
        return ""
    who = counted(n, "row is", "rows are")
    return (
        f"\n  In this table {who} told so. Where that moves a number, expected.csv gives the one "
        "that this table\n  gives under “value”, and the page's own under “page”."
    )


def _json(held: Mapping[str, object]) -> str:
    return json.dumps(held, indent=2, sort_keys=True, ensure_ascii=False, default=list) + "\n"


def _digests(files: Mapping[str, bytes]) -> str:
    return "".join(
        f"{hashlib.sha256(held).hexdigest()}  {name}\n" for name, held in sorted(files.items())
    )
