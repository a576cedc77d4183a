"""Text of a file turned into curated values by one rule of a mapping."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from queries.domains.model import Field, Kind
from queries.importers.mapping import Rule, Source
from queries.importers.units import DAYS, factor

Day = tuple[date | None, str, float | None]  # date, precision, days since index procedure
NO_DATE: Day = (None, "NONE", None)

_NUMBER = {
    ".": re.compile(r"[+-]?\d{1,15}(\.\d{1,15})?"),
    ",": re.compile(r"[+-]?\d{1,15}(,\d{1,15})?"),
}
_DATES = {
    "YYYY-MM-DD": (re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})"), "DAY"),
    "DD/MM/YYYY": (re.compile(r"(?P<d>\d{2})/(?P<m>\d{2})/(?P<y>\d{4})"), "DAY"),
    "MM/DD/YYYY": (re.compile(r"(?P<m>\d{2})/(?P<d>\d{2})/(?P<y>\d{4})"), "DAY"),
    "YYYY-MM": (re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})"), "MONTH"),
    "YYYY": (re.compile(r"(?P<y>\d{4})"), "YEAR"),
}
EARLIEST = date(1900, 1, 1)
LATEST_DAY = 16_000  # days since index procedure that fit the registry: 43 years
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True)
class Refused:
    """Why a text cannot become a value, and what to do."""

    rule: str
    remedy: str


@dataclass(frozen=True)
class Unknown:
    """The source says that the value is not known, and the field has no code for that."""


Read = Callable[[str], object]


def reader(field: Field, rule: Rule, source: Source, cutoff: date | None) -> Read:
    """Return the function that turns one text into a value, `Refused` or `Unknown`.

    Nothing entered becomes None; a date becomes a `Day`. Text in no list of the rule is read as
    the field's own kind: a code must be known, a number plain digits, a date of the named form.
    """
    missing = {"", *source.missing, *rule.missing} - {*rule.codes, *rule.unknown}
    unknown = {*source.unknown, *rule.unknown} - set(rule.codes)
    parse = _parser(field, rule, source, None if field.planned else cutoff)
    is_dated = field.kind is Kind.DATE

    def read(text: str) -> object:
        if text in missing:
            return NO_DATE if is_dated else None
        if text in unknown:
            return _unknown(field)
        return parse(text)

    return read


def _unknown(field: Field) -> object:
    if field.kind is Kind.CODE and "UNK" in {code.code for code in field.codes}:
        return "UNK"
    return Unknown()


def _parser(field: Field, rule: Rule, source: Source, cutoff: date | None) -> Read:
    if field.kind is Kind.CODE:
        return _code(field, rule)
    if field.kind is Kind.KEY:
        return lambda text: _key(rule.prefix + rule.codes.get(text, text))
    if rule.elapsed:
        return _elapsed(rule, source)
    if field.kind is Kind.DATE:
        return lambda text: _date(text, rule.date, cutoff)
    if field.kind is Kind.STAMP:
        return lambda text: _stamp(_date(text, rule.date, cutoff))
    scale = factor(field, rule.unit)
    return lambda text: _scaled(field, _number(rule.codes.get(text, text), source.decimal), scale)


def _code(field: Field, rule: Rule) -> Read:
    known = {code.code for code in field.codes}
    if rule.codes:
        listed = Refused(
            "The text is in no list of the mapping.",
            f"Add it to the codes of {field.name} in the mapping, or correct the file.",
        )
        return lambda text: rule.codes.get(text, listed)
    allowed = ", ".join(sorted(known))
    strange = Refused("The code is not known.", f"Use one of {allowed}.")
    return lambda text: text if text in known else strange


def _key(text: str) -> object:
    if _UNSEEN.search(text):
        return Refused(
            "The identifier holds a character that cannot be seen.", "Type the identifier anew."
        )
    return text


def _number(text: str, decimal: str) -> float | Refused:
    if not _NUMBER[decimal].fullmatch(text):
        return Refused(
            f"The text is no plain number with “{decimal}” before its decimals.",
            "Write digits only, without signs such as < and without exponents.",
        )
    return float(text.replace(",", "."))


def _scaled(field: Field, number: float | Refused, scale: float) -> object:
    if isinstance(number, Refused):
        return number
    if field.kind is Kind.NUMBER:
        return number * scale
    if scale == 1.0 and not number.is_integer():
        return Refused("The number is not whole.", "Correct it in the source.")
    return round(number * scale)


def _elapsed(rule: Rule, source: Source) -> Read:
    days_of = DAYS[rule.unit]

    def read(text: str) -> object:
        number = _number(text, source.decimal)
        if isinstance(number, Refused):
            return number
        days = float(round(number * days_of))
        if abs(days) > LATEST_DAY:
            return Refused(
                f"The time is longer than {LATEST_DAY:,} days.", "Check the unit in the mapping."
            )
        return (None, "NONE", days)

    return read


def _date(text: str, form: str, cutoff: date | None) -> object:
    pattern, precision = _DATES[form]
    match = pattern.fullmatch(text)
    parts = match.groupdict() if match else {}
    try:
        day = date(int(parts["y"]), int(parts.get("m", 1)), int(parts.get("d", 1)))
    except (KeyError, ValueError):
        return Refused(f"The text is no date of the form {form}.", "Correct it in the source.")
    latest = date.max if cutoff is None else cutoff + timedelta(days=1)
    if not EARLIEST <= day <= latest:
        return Refused(
            "The date lies before 1900 or after the data cut-off.", "Correct it in the source."
        )
    return (day, precision, None)


def _stamp(day: object) -> object:
    return day[0] if isinstance(day, tuple) else day
