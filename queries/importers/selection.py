"""Which rows of a file are wanted, and what other files say about them."""

from collections import Counter

from queries.errors import ImportRefused
from queries.importers.language import Conditions, First, Lookup
from queries.importers.source import SourceTable
from queries.importers.values import Refused, date_of, plain_number

_SEVERAL = "What is looked up for the row is there more than once; none is chosen."
_NO_ORDER = "The text that groups the row, or puts it in order, cannot be read."


def places_where(conditions: Conditions, source: SourceTable) -> list[int]:
    """Return the places of the rows for which every condition holds."""
    places = list(range(len(source.rows)))
    for condition in conditions:
        texts = source.columns[condition.column]
        among, none_of = set(condition.among), set(condition.except_)
        places = [
            place
            for place in places
            if (not among or texts[place] in among) and texts[place] not in none_of
        ]
    return places


def only_where(conditions: Conditions, source: SourceTable) -> SourceTable:
    """Return the rows for which every condition holds; the others are counted as left out."""
    return source.only(places_where(conditions, source), {}) if conditions else source


def only_first(first: First | None, source: SourceTable, decimal: str) -> SourceTable:
    """Return the earliest row of each group; the others are counted as left out.

    Of several at the same place the one that stands first in the file is taken. A row without
    a group, or that cannot be put in order, is set apart.
    """
    if first is None:
        return source
    groups, orders = source.columns[first.by], source.columns[first.order]
    known = {text: _position(text, first, decimal) for text in set(orders)}
    chosen: dict[str, tuple[float, int]] = {}
    misfits: dict[int, str] = {}
    for place, (group, order) in enumerate(zip(groups, orders, strict=True)):
        position = known[order]
        if position is None or not group:
            misfits[source.rows[place]] = _NO_ORDER
        elif group not in chosen or position < chosen[group][0]:
            chosen[group] = (position, place)
    return source.only(sorted(place for _, place in chosen.values()), misfits)


def _position(text: str, first: First, decimal: str) -> float | None:
    if not first.date:
        number = plain_number(text, decimal)
        return None if isinstance(number, Refused) else number
    dated = date_of(text, first.date, None)
    return None if isinstance(dated, Refused) else float(dated[0].toordinal())


def looked_up(
    source: SourceTable, lookup: Lookup, other: SourceTable, wanted: set[str]
) -> SourceTable:
    """Return a file with the wanted columns of another, called `file.column`.

    A row without its like there has nothing in them; one with several is set apart.

    Raises
    ------
    ImportRefused
        If one of the files has not the key.
    """
    match = lookup.match or lookup.key
    for table, key in ((source, lookup.key), (other, match)):
        if key not in table.columns:
            raise ImportRefused(
                f"{table.label} has no column “{key}” to look something up by.",
                "Correct key or match of the lookup in the mapping.",
            )
    there = other.columns[match]
    several = {key for key, n in Counter(there).items() if n > 1 and key}
    place_of = {key: place for place, key in enumerate(there) if key}
    keys = source.columns[lookup.key]
    misfits = {source.rows[at]: _SEVERAL for at, key in enumerate(keys) if key in several}
    table = source.only([at for at, key in enumerate(keys) if key not in several], misfits)
    found = [place_of.get(key) for key in table.columns[lookup.key]]
    for name, values in other.columns.items():
        called = f"{lookup.file}.{name}"
        if called in wanted:
            table.columns[called] = ["" if at is None else values[at] for at in found]
    return table
