"""Text of a file turned into curated values by one rule of a mapping."""

import math
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta

from queries.domains.model import Field, Kind
from queries.importers.header import near
from queries.importers.language import Part, Rule, Source
from queries.importers.units import DAYS, factor

Day = tuple[date | None, str, float | None]  # date, precision, days since index procedure
Dated = tuple[date, str, None]  # a `Day` that is a calendar date
NO_DATE: Day = (None, "NONE", None)

_NUMBER = {  # fifteen digits that count may follow many noughts
    ".": re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,30})?"),
    ",": re.compile(r"[+-]?[0-9]{1,15}(,[0-9]{1,30})?"),
}
_DATES = {
    "YYYY-MM-DD": (re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})"), "DAY"),
    "DD/MM/YYYY": (re.compile(r"(?P<d>[0-9]{2})/(?P<m>[0-9]{2})/(?P<y>[0-9]{4})"), "DAY"),
    "MM/DD/YYYY": (re.compile(r"(?P<m>[0-9]{2})/(?P<d>[0-9]{2})/(?P<y>[0-9]{4})"), "DAY"),
    "D/M/YYYY": (re.compile(r"(?P<d>[0-9]{1,2})/(?P<m>[0-9]{1,2})/(?P<y>[0-9]{4})"), "DAY"),
    "M/D/YYYY": (re.compile(r"(?P<m>[0-9]{1,2})/(?P<d>[0-9]{1,2})/(?P<y>[0-9]{4})"), "DAY"),
    "DD.MM.YYYY": (re.compile(r"(?P<d>[0-9]{2})\.(?P<m>[0-9]{2})\.(?P<y>[0-9]{4})"), "DAY"),
    "YYYY-MM": (re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})"), "MONTH"),
    "YYYY": (re.compile(r"(?P<y>[0-9]{4})"), "YEAR"),
}
_WITH_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9:.+Z-]+")
_ISO_FORMS = {4: "YYYY", 7: "YYYY-MM"}  # by length
_SAS_START = date(1960, 1, 1)
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
    nothing = NO_DATE if field.kind is Kind.DATE else None
    within = bounded(field) if rule.or_absent else None

    def read(text: str) -> object:
        if text in missing:
            return nothing
        if text in unknown:
            return _unknown(field)
        piece = text if rule.part is None else _piece(text, rule.part)
        if not piece:
            return nothing
        value = piece if isinstance(piece, Refused) else parse(piece)
        return value if within is None else within(value)

    return read


def bounded(field: Field) -> Callable[[object], object]:
    """Return the function that refuses a number outside the bounds of its field.

    For values that may be refused without their row; all others are held later, with the row.
    """

    def held(value: object) -> object:
        if isinstance(value, int | float) and field.bounds:
            low, high = field.bounds
            if not low <= value <= high:
                rule = f"The value is outside {low:g} to {high:g} {field.unit}".rstrip() + "."
                return Refused(rule, "Correct it in the source, or its unit in the mapping.")
        return value

    return held


def _piece(text: str, part: Part) -> str | Refused:
    pieces = text.split(part.between)
    if len(pieces) < part.number:
        rule = f"The text has fewer than {part.number} parts."
        return Refused(rule, "Correct it in the source.")
    return pieces[part.number - 1]


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
        return lambda text: _known_to(rule, date_of(text, rule.date, cutoff))
    if field.kind is Kind.STAMP:
        return lambda text: _stamp(date_of(text, rule.date, cutoff))
    scale = factor(field, rule.unit)

    def number_of(text: str) -> object:
        return _scaled(field, rule, plain_number(rule.codes.get(text, text), source.decimal), scale)

    return number_of


def _code(field: Field, rule: Rule) -> Read:
    known = {code.code for code in field.codes}
    if rule.codes:
        why = "The text is in no list of the mapping."
        listed = f"Add it to the codes of {field.name} in the mapping, or correct the file."
        return lambda text: rule.codes.get(text) or _proposed(why, listed, text, rule.codes)
    strange = f"Use one of {', '.join(sorted(known))}."
    return lambda text: (
        text if text in known else _proposed("The code is not known.", strange, text, known)
    )


def _proposed(why: str, remedy: str, text: str, known: Collection[str]) -> Refused:
    # The code that was probably meant, never the text itself: it may be anything.
    found = near(text, known)
    return Refused(why, f"{remedy} Did you mean “{found}”?" if found else remedy)


def _key(text: str) -> object:
    if _UNSEEN.search(text):
        return Refused(
            "The identifier holds a character that cannot be seen.", "Type the identifier anew."
        )
    return text


def plain_number(text: str, decimal: str) -> float | Refused:
    """Return the number that a text of plain digits is."""
    if not _NUMBER[decimal].fullmatch(text):
        return Refused(
            f"The text is no plain number with “{decimal}” before its decimals.",
            "Write digits only, without signs such as < and without exponents.",
        )
    return float(text.replace(",", "."))


def _scaled(field: Field, rule: Rule, number: float | Refused, scale: float) -> object:
    if isinstance(number, Refused):
        return number
    if field.kind is Kind.NUMBER:
        return number * scale
    if rule.round == "down":
        return math.floor(number * scale)
    if scale == 1.0 and not number.is_integer():
        return Refused("The number is not whole.", "Correct it, or say round in the mapping.")
    return round(number * scale)


def _elapsed(rule: Rule, source: Source) -> Read:
    days_of = DAYS[rule.unit]

    def read(text: str) -> object:
        number = plain_number(text, source.decimal)
        return number if isinstance(number, Refused) else elapsed_day(number * days_of)

    return read


def elapsed_day(days: float) -> Day | Refused:
    """Return a number of days since the index procedure, to whole days."""
    whole = float(round(days))
    if abs(whole) > LATEST_DAY:
        return Refused(
            f"The time is longer than {LATEST_DAY:,} days.", "Check the unit in the mapping."
        )
    return (None, "NONE", whole)


def date_of(text: str, form: str, cutoff: date | None) -> Dated | Refused:
    """Return the date that a text of the named form is, with what is known of it."""
    dated = _dated(text, form)
    if dated is None:
        return Refused(f"The text is no date of the form {form}.", _other_form(text, form))
    latest = date.max if cutoff is None else cutoff + timedelta(days=1)
    if not EARLIEST <= dated[0] <= latest:
        return Refused(
            "The date lies before 1900 or after the data cut-off.", "Correct it in the source."
        )
    return (*dated, None)


def _other_form(text: str, form: str) -> str:
    # By its look alone, day and month in either order: which it is, only the source knows.
    fitting = [form_ for form_, (pattern, _) in _DATES.items() if pattern.fullmatch(text)]
    others = [
        f'date = "{other}"'
        for other in fitting
        if other != form and _IN_FULL.get(other) not in fitting
    ]
    if not others:
        return "Correct it in the source."
    return f"Say {' or '.join(others)} in the mapping if the source writes so, or correct it there."


_IN_FULL = {"D/M/YYYY": "DD/MM/YYYY", "M/D/YYYY": "MM/DD/YYYY"}  # looser form -> stricter one


def date_forms(texts: Collection[str]) -> list[str]:
    """Return the forms of dates that fit every one of some texts; none fits no texts."""
    return [form for form in _DATES if texts and all(_dated(text, form) for text in texts)]


def _dated(text: str, form: str) -> tuple[date, str] | None:
    if form == "SAS":
        return _sas_date(text)
    if form == "ISO":
        timed = _WITH_TIME.fullmatch(text)
        text = timed[1] if timed else text
        form = _ISO_FORMS.get(len(text), "YYYY-MM-DD")
    pattern, precision = _DATES[form]
    match = pattern.fullmatch(text)
    if match is None:
        return None
    parts = match.groupdict()
    try:
        day = date(int(parts["y"]), int(parts.get("m", 1)), int(parts.get("d", 1)))
    except ValueError:
        return None
    return day, precision


def _sas_date(text: str) -> tuple[date, str] | None:
    number = plain_number(text, ".")
    if isinstance(number, Refused) or not number.is_integer() or abs(number) > _SAS_SPAN:
        return None
    return _SAS_START + timedelta(days=number), "DAY"


_SAS_SPAN = 200_000  # days; beyond, no date of a patient


def _known_to(rule: Rule, day: Dated | Refused) -> Dated | Refused:
    # A source may write out more of a date than it knows.
    if isinstance(day, Refused) or not rule.precision or day[1] == "YEAR":
        return day
    if rule.precision == "MONTH":
        return (day[0].replace(day=1), "MONTH", None)
    return (day[0].replace(month=1, day=1), "YEAR", None)


def _stamp(day: Dated | Refused) -> object:
    return day if isinstance(day, Refused) else day[0]
