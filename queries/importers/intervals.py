"""Time between two columns: an age from a birth date, days from a start that the file names."""

import math
from collections.abc import Callable, Sequence
from datetime import timedelta

from queries.domains.model import Field, Kind
from queries.importers.language import Rule, Source
from queries.importers.units import DAYS
from queries.importers.values import (
    NO_DATE,
    Dated,
    Day,
    Refused,
    Unknown,
    bounded,
    date_of,
    elapsed_day,
    plain_number,
)

_UNSURE = Refused("The time between two dates needs both to the day.", "Enter the whole date.")
_REVERSED = Refused("The time ends before it begins.", "Compare both with the source.")


def interval_reader(field: Field, rule: Rule, source: Source) -> Callable[[Sequence[str]], object]:
    """Return the function that turns end, start and what is added to the start into a value.

    Time since the index procedure is in whole days; an age is in completed years. Where one of
    the texts is missing or unknown there is no value.
    """
    nothing: object = NO_DATE if field.kind is Kind.DATE else None
    missing = {"", *source.missing, *rule.missing}
    unknown = {*source.unknown, *rule.unknown}
    within = bounded(field)

    def read(texts: Sequence[str]) -> object:
        if missing.intersection(texts):
            return nothing
        if unknown.intersection(texts):
            return Unknown()
        if rule.date:
            value = _between_dates(field, rule, source, texts)
        else:
            value = _between_numbers(rule, source, texts)
        return within(value) if rule.or_absent else value

    return read


def _between_numbers(rule: Rule, source: Source, texts: Sequence[str]) -> Day | Refused:
    numbers: list[float] = []
    for text in texts:
        number = plain_number(text, source.decimal)
        if isinstance(number, Refused):
            return number
        numbers.append(number)
    return elapsed_day((numbers[0] - sum(numbers[1:])) * DAYS[rule.unit])


def _between_dates(field: Field, rule: Rule, source: Source, texts: Sequence[str]) -> object:
    end, start = (date_of(text, rule.date, source.cutoff) for text in texts[:2])
    added = [plain_number(text, source.decimal) for text in texts[2:]]
    refused = next((read for read in (end, start, *added) if isinstance(read, Refused)), None)
    if refused is not None:
        return refused
    return _time(field, end, start, sum(added))  # type: ignore[arg-type]  # none is refused


def _time(field: Field, end: Dated, start: Dated, added: float) -> object:
    begin = start[0] + timedelta(days=added)
    days = (end[0] - begin).days
    if field.kind is Kind.DATE:
        return elapsed_day(days) if end[1] == start[1] == "DAY" else _UNSURE
    if days < 0:
        return _REVERSED
    # A date known to the month or year counts from its first day.
    if field.kind is Kind.NUMBER or field.unit != "years":
        units = days / DAYS[field.unit]
        return units if field.kind is Kind.NUMBER else math.floor(units)
    is_before = (end[0].month, end[0].day) < (begin.month, begin.day)
    return end[0].year - begin.year - is_before
