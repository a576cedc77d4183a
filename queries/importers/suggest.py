"""A first draft of a mapping, from the columns of a file and what stands in them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from queries.importers.mapping import curated_fields
from queries.importers.source import SourceTable, read_source
from queries.importers.suggest_text import Place, draft_text
from queries.importers.synonyms import IDENTIFYING, MISSING, NAMES, UNIT_WORDS, UNKNOWN

_DELIMITERS = (",", ";", "\t", "|")


def suggest_mapping(path: Path, *, sheet: str = "") -> str:
    """Write a draft of the mapping of a file, to be checked and completed by hand.

    Nothing is placed that is not recognised by its name, and no column that may identify
    people. Texts of the file are listed for coded fields only.

    Raises
    ------
    ImportRefused
        If the file cannot be read as a table.
    """
    delimiter = _delimiter(path)
    source = read_source(path, sheet=sheet, delimiter=delimiter, skip_unnamed=True)
    places = list(_placed(source))
    remarks = [
        "A draft. Check every line, complete what is missing, then import with --dry-run.",
        "docs/mapping.md explains the keys and lists all fields.",
        *_left_over(source, places),
    ]
    options = {"sheet": sheet, "delimiter": delimiter if delimiter != "," else ""}
    return draft_text(source, places, remarks=remarks, options=options)


def _delimiter(path: Path) -> str:
    try:
        with path.open("rb") as file:
            header = file.readline(100_000).decode("utf-8", errors="replace")
    except OSError:
        return ","  # the reader says what is wrong
    return max(_DELIMITERS, key=header.count)


@dataclass(frozen=True, order=True)
class _Match:
    """How well a column fits a field; the best comes first, then the column further left."""

    against: int
    column_no: int
    column: str
    table: str
    field: str


def _placed(source: SourceTable) -> Iterator[Place]:
    # A column has one field and a field one column.
    taken: set[object] = set()
    absent = {"", *MISSING, *UNKNOWN}
    for match in sorted(_matches(source.columns)):
        if match.column in taken or (match.table, match.field) in taken:
            continue
        taken |= {match.column, (match.table, match.field)}
        texts = sorted(set(source.columns[match.column]) - absent)
        field = curated_fields(match.table)[match.field]
        yield Place(match.table, field, match.column, texts)


def _matches(columns: Iterable[str]) -> Iterator[_Match]:
    for number, column in enumerate(columns):
        words = words_of(column)
        if IDENTIFYING & set(words):
            continue
        for table, names in NAMES.items():
            for field, called in names.items():
                score = _score(words, (*called, field.replace("_", " ")))
                if score:
                    yield _Match(-score, number, column, table, field)


def _score(words: list[str], phrases: Iterable[str]) -> int:
    # The whole name, units apart, counts most; else a phrase of several words within it.
    whole = {" ".join(words), " ".join(word for word in words if word not in UNIT_WORDS)}
    exact = max((len(phrase) for phrase in phrases if phrase in whole), default=0)
    within = max(
        (len(phrase) for phrase in phrases if " " in phrase and set(phrase.split()) <= set(words)),
        default=0,
    )
    return 2 * exact or within


def words_of(column: str) -> list[str]:
    """Return the words of a column's name, in lower case: `dateOfBirth` has three."""
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column)
    return [word for word in re.split(r"[^a-z0-9]+", split.lower()) if word]


def _left_over(source: SourceTable, places: list[Place]) -> Iterator[str]:
    used = {place.column for place in places}
    rest = [column for column in source.columns if column not in used]
    risky = [column for column in rest if IDENTIFYING & set(words_of(column))]
    others = [column for column in rest if column not in risky]
    if risky:
        yield f"May identify people, never map: {', '.join(risky)}"
    if others:
        yield f"Not recognised: {', '.join(others)}"
