"""The definition of a cohort as a file: written as JSON, and read from anybody's."""

from collections.abc import Container
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from queries.criteria import Criterion
from queries.domains.catalogue import DOMAINS
from queries.domains.conditions import MAX_CONDITIONS, fields_for_conditions, objection
from queries.domains.places import COUNTRIES, REGIONS
from queries.errors import QueryError
from queries.filters import Filters

MAX_BYTES = 20_000
MAX_NAME = 80

_Word = Annotated[str, Field(max_length=64)]
_Words = Annotated[tuple[_Word, ...], Field(max_length=200)]
_Year = Annotated[int, Field(ge=1900, le=2200)]


class DefinitionRefused(QueryError):
    """A text is no definition of a cohort."""


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Condition(_Form):
    field: _Word
    any_of: _Words = ()
    at_least: float | None = Field(default=None, allow_inf_nan=False)
    at_most: float | None = Field(default=None, allow_inf_nan=False)
    or_not_entered: bool = False


class _Definition(_Form):
    io_core_cohort: Literal[1] = 1  # version of this form
    name: Annotated[str, Field(max_length=MAX_NAME)] = ""
    domain: _Word
    regions: _Words = ()
    countries: _Words = ()
    sites: _Words = ()
    techniques: _Words = ()
    first_year: _Year | None = None
    last_year: _Year | None = None
    conditions: Annotated[tuple[_Condition, ...], Field(max_length=MAX_CONDITIONS)] = ()


@dataclass(frozen=True)
class Definition:
    """What a file says, as far as the registry of today understands it."""

    name: str
    filters: Filters
    dropped: tuple[str, ...]  # what it does not understand, in words


def definition_json(name: str, filters: Filters) -> str:
    """Write a definition as JSON that `read_definition` reads."""
    form = _Definition(
        name=name,
        domain=filters.domain,
        regions=filters.regions,
        countries=filters.countries,
        sites=filters.sites,
        techniques=filters.techniques,
        first_year=filters.first_year,
        last_year=filters.last_year,
        conditions=tuple(
            _Condition(
                field=one.field,
                any_of=one.codes,
                at_least=one.low,
                at_most=one.high,
                or_not_entered=one.keeps_missing,
            )
            for one in filters.criteria
        ),
    )
    return form.model_dump_json(indent=2)


def read_definition(text: str) -> Definition:
    """Read a definition; what is no longer in the catalogue is dropped and named.

    Raises
    ------
    DefinitionRefused
        If the text is too long, no JSON of the form, or of an unknown disease domain.
    """
    if len(text.encode("utf-8", errors="replace")) > MAX_BYTES:
        raise DefinitionRefused(
            f"The text is longer than {MAX_BYTES:,} bytes, so it is no definition of a cohort.",
            "Paste a file that this page wrote.",
        )
    try:
        form = _Definition.model_validate_json(text)
    except (ValidationError, UnicodeEncodeError) as error:
        raise DefinitionRefused(
            "The text is no definition of a cohort.", "Paste a file that this page wrote, whole."
        ) from error
    if form.domain not in DOMAINS:
        raise DefinitionRefused(
            "The definition is of a disease domain that this registry does not have.",
            "Choose the disease domain in the filters and build the cohort anew.",
        )
    return _understood(form)


def clean_name(name: str) -> str:
    """Return a name in one line without signs that do not print, cut to its longest."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())[:MAX_NAME]


def _understood(form: _Definition) -> Definition:
    fields = fields_for_conditions(form.domain)
    techniques = {technique.code for technique in DOMAINS[form.domain].techniques}
    criteria: dict[str, Criterion] = {}
    dropped: list[str] = []
    for one in form.conditions:
        criterion = Criterion(one.field, one.any_of, one.at_least, one.at_most, one.or_not_entered)
        if one.field not in fields:
            dropped.append("a field that this disease domain does not describe")
        elif why_not := objection(criterion, fields[one.field]):
            dropped.append(f"{fields[one.field].label}: {why_not}")
        else:
            criteria[one.field] = criterion
    filters = Filters(
        domain=form.domain,
        regions=_known(form.regions, REGIONS, "a region", dropped),
        countries=_known(form.countries, COUNTRIES, "a country", dropped),
        sites=form.sites,
        techniques=_known(form.techniques, techniques, "a technique", dropped),
        first_year=form.first_year,
        last_year=form.last_year,
        criteria=tuple(criteria.values()),
    )
    return Definition(clean_name(form.name), filters, tuple(dict.fromkeys(dropped)))


def _known(
    given: tuple[str, ...], known: Container[str], what: str, dropped: list[str]
) -> tuple[str, ...]:
    kept = tuple(one for one in given if one in known)
    if len(kept) < len(given):
        dropped.append(f"{what} that the registry does not know")
    return kept
