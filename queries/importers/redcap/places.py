"""Where each row of an export stands: record, event, repeating form and instance."""

import re
from collections import defaultdict
from dataclasses import dataclass

from queries.importers.redcap.dictionary import Dictionary
from queries.importers.redcap.names import (
    ARM_KEY,
    EVENT,
    EVENT_KEY,
    EVENT_NAME,
    INSTANCE,
    INSTANCE_KEY,
    INSTRUMENT,
    RECORD_KEY,
    ROW_KEY,
    STATUS,
    status_column,
)
from queries.importers.source import SourceTable

_COUNT = re.compile(r"[1-9]\d{0,5}")


@dataclass(frozen=True, eq=False)
class Places:
    """Where the rows of a file stand, row by row; empty text where a project has no such thing."""

    record: list[str]
    event: list[str]  # as the export names it, with its arm
    instrument: list[str]  # form that repeats in this row; empty: none, or the whole event
    instance: list[str]  # number of the repetition; empty: the row does not repeat

    def added_columns(self) -> dict[str, list[str]]:
        """Return the columns that spell a place out for a map."""
        stems = {event: EVENT_NAME.fullmatch(event) for event in set(self.event)}
        stem = {event: match["stem"] if match else "" for event, match in stems.items()}
        arm = {event: match["arm"] if match else "" for event, match in stems.items()}
        number = [instance or "1" for instance in self.instance]
        rows = zip(self.record, self.event, number, strict=True)
        return {
            RECORD_KEY: self.record,
            EVENT_KEY: [stem[event] for event in self.event],
            ARM_KEY: [arm[event] for event in self.event],
            INSTANCE_KEY: number,
            # The last parts hold no hyphen, so that no two places are spelt alike.
            ROW_KEY: ["-".join(filter(None, row)) for row in rows],
        }


def places_of(source: SourceTable, dictionary: Dictionary) -> Places:
    """Return where each row stands, as the file says."""
    none = [""] * len(source.rows)
    return Places(
        record=source.columns[dictionary.record_id],
        event=source.columns.get(EVENT, none),
        instrument=source.columns.get(INSTRUMENT, none),
        instance=source.columns.get(INSTANCE, none),
    )


def misplaced(source: SourceTable, places: Places, dictionary: Dictionary) -> dict[int, str]:
    """Return what is wrong with the place of a row, by its number in the file."""
    is_longitudinal = EVENT in source.columns
    forms = set(dictionary.forms)
    wrong: dict[int, str] = {}
    rows = zip(places.record, places.event, places.instrument, places.instance, strict=True)
    for row, (record, event, instrument, instance) in zip(source.rows, rows, strict=True):
        if not record:
            wrong[row] = "The row has no record id."
        elif is_longitudinal and not EVENT_NAME.fullmatch(event):
            wrong[row] = "The row names no event of a project."
        elif instrument and instrument not in forms:
            wrong[row] = "The row repeats a form that the dictionary does not have."
        elif (instrument or instance) and not _COUNT.fullmatch(instance):
            wrong[row] = "The row repeats, but its instance is no whole number from 1."
    return wrong | _wrong_statuses(source, dictionary)


def contradicting(source: SourceTable, places: Places, columns: set[str]) -> dict[int, str]:
    """Return the rows of one place that differ in columns that are used."""
    together = defaultdict(list)
    rows = zip(places.record, places.event, places.instrument, places.instance, strict=True)
    for place, key in enumerate(rows):
        together[key].append(place)
    used = [source.columns[name] for name in sorted(columns) if name in source.columns]
    rule = "Rows of one record, event and instance differ; none is chosen."
    return {
        source.rows[place]: rule
        for several in together.values()
        if len(several) > 1
        and len({tuple(column[place] for column in used) for place in several}) > 1
        for place in several
    }


def _wrong_statuses(source: SourceTable, dictionary: Dictionary) -> dict[int, str]:
    known = {"", *STATUS}
    return {
        row: f"The status of the form {form} is none of 0, 1 and 2."
        for form in dictionary.forms
        if status_column(form) in source.columns
        for row, text in zip(source.rows, source.columns[status_column(form)], strict=True)
        if text not in known
    }
