"""What the registry remembers of a release, as plain data; none of it is ever published."""

from collections.abc import Mapping
from typing import Any

from analytics.disclosure.curve_history import PublishedCurves
from analytics.disclosure.edition import DomainMemory
from analytics.disclosure.ledger import Ledger, Published
from analytics.disclosure.payload import Plain, payload
from analytics.disclosure.restore import restored_comparison, restored_value
from analytics.disclosure.rules import Rules
from analytics.errors import BadInput


def memory_plain(memory: DomainMemory) -> Plain:
    """Return what is remembered of a domain as lists, text and numbers."""
    return {
        "tables": ledger_plain(memory.tables),
        "apart": {name: ledger_plain(ledger) for name, ledger in memory.apart.items()},
        "survival": None if memory.survival is None else curves_plain(memory.survival),
    }


def remembered(plain: Mapping[str, Any], rules: Rules) -> DomainMemory:
    """Return what is remembered of a domain from `memory_plain`."""
    survival = plain["survival"]
    return DomainMemory(
        tables=remembered_ledger(plain["tables"], rules),
        apart={name: remembered_ledger(ledger, rules) for name, ledger in plain["apart"].items()},
        survival=None if survival is None else remembered_curves(survival),
    )


def ledger_plain(ledger: Ledger) -> Plain:
    """Return what is remembered of tables as lists, text and numbers.

    Raises
    ------
    BadInput
        If a level is not text, which would not come back as it was.
    """
    levels = {level for where in ledger.entries for _, level in where}
    strange = [level for level in levels if not isinstance(level, str)]
    if strange:
        raise BadInput(
            f"{len(strange)} levels of the tables are no text.",
            "Name the levels before they are protected.",
        )
    return {
        "as_of": ledger.as_of,
        "tables": [list(keys) for keys in ledger.tables],
        "is_complete": ledger.is_complete,
        "entries": [
            [[list(part) for part in where], _entry_plain(entry)]
            for where, entry in ledger.entries.items()
        ],
    }


def remembered_ledger(plain: Mapping[str, Any], rules: Rules) -> Ledger:
    """Return what is remembered of tables from `ledger_plain`."""
    return Ledger(
        as_of=plain["as_of"],
        tables=tuple(tuple(keys) for keys in plain["tables"]),
        entries={
            tuple((key, level) for key, level in where): _entry(entry, rules)
            for where, entry in plain["entries"]
        },
        is_complete=bool(plain["is_complete"]),
    )


def curves_plain(curves: PublishedCurves) -> Plain:
    """Return what is remembered of curves of several groups as lists, text and numbers."""
    return {
        "as_of": curves.as_of,
        "released": payload(curves.released),
        "counted": [[group, code, *counts] for (group, code), counts in curves.counted.items()],
    }


def remembered_curves(plain: Mapping[str, Any]) -> PublishedCurves:
    """Return what is remembered of curves of several groups from `curves_plain`."""
    return PublishedCurves(
        released=restored_comparison(plain["released"]),
        as_of=plain["as_of"],
        counted={
            (group, int(code)): (int(people), int(events))
            for group, code, people, events in plain["counted"]
        },
    )


def _entry_plain(entry: Published) -> Plain:
    return {
        "shown": payload(entry.shown),
        "since": entry.since,
        "people": entry.people,
        "latest": entry.latest,
        "is_sensitive": entry.is_sensitive,
        "may_be_zero": entry.may_be_zero,
    }


def _entry(plain: Mapping[str, Any], rules: Rules) -> Published:
    return Published(**{**plain, "shown": restored_value(plain["shown"], rules)})
