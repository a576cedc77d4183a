"""Who could be counted, in sentences made from the definition of the cohort."""

from collections.abc import Sequence

from dashboard.condition_words import condition_text
from dashboard.wording import counted
from queries.domains.catalogue import DOMAINS
from queries.domains.places import COUNTRIES, REGIONS
from queries.filters import Filters


def eligible(filters: Filters) -> str:
    """Say in sentences who could be counted, by the definition of the cohort."""
    domain = DOMAINS[filters.domain]
    techniques = _any_of([domain.technique_label(code) for code in filters.techniques])
    countries = _any_of([COUNTRIES.get(code, (code,))[0] for code in filters.countries])
    parts = [
        f"Eligible were diagnoses of {lower_first(domain.name)}",
        f"with {techniques} at the index procedure" if techniques else "with an index procedure",
        _years(filters.first_year, filters.last_year),
        _where([REGIONS.get(code, code) for code in filters.regions]),
        f"in {countries}" if countries else "",
        f"at {counted(len(filters.sites), 'chosen site')}" if filters.sites else "",
    ]
    said = f"{' '.join(part for part in parts if part)}."
    if not filters.criteria:
        return said
    conditions = "; ".join(condition_text(one, filters.domain) for one in filters.criteria)
    return f"{said} Each had to meet: {conditions}."


def lower_first(text: str) -> str:
    """Return a text for the middle of a sentence."""
    return f"{text[:1].lower()}{text[1:]}"


def _any_of(names: Sequence[str]) -> str:
    if len(names) < 2:  # noqa: PLR2004  # two need a word between them
        return "".join(names)
    mark = "; " if any("," in name for name in names) else ", "
    return f"{mark.join(names[:-1])} or {names[-1]}"


def _where(regions: Sequence[str]) -> str:
    return f"in the region {_any_of(regions)}" if regions else "in any region"


def _years(first: int | None, last: int | None) -> str:
    if first is None and last is None:
        return "in any year"
    if first is None:
        return f"up to {last}"
    if last is None:
        return f"from {first}"
    return f"in {first}" if first == last else f"from {first} to {last}"
