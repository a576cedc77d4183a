"""The data dictionary as a document: domains, endpoints, techniques, then every field."""

from collections.abc import Sequence

from analytics.endpoints import EndpointRule
from queries.domains.catalogue import DOMAINS, TABLES
from queries.domains.common import TECHNIQUE_CODES, TECHNIQUES
from queries.domains.dictionary import DictionaryRow, dictionary_rows
from queries.domains.model import Comparison, Domain, Technique
from queries.domains.schedule import SCHEDULE

_HEAD = """# Data dictionary

Made from the catalogue (`queries/domains`) by `python docs/data_dictionary.py`; do not edit it by
hand. A date is kept with its precision (DAY, MONTH, YEAR, NONE) and its day since the index
procedure. Nothing entered is empty; `UNK` is an answer, "unknown". Outside its bounds a value sets
its row aside; outside its soft bounds it raises a query.
"""
_FIELDS = """## Fields

`core`: counted for completeness. `adjust`: offered to the adjusted comparison. Required: a row
without it cannot be loaded.
"""
_COLUMNS = (
    "| field | meaning | kind | codes | domains | use | applies when | bounds | definition |\n"
    "|---|---|---|---|---|---|---|---|---|\n"
)
_SEE_TECHNIQUES = "see Techniques"


def dictionary_text() -> str:
    """Return the dictionary as a document in Markdown."""
    fields = dictionary_rows()
    tables = [
        f"### {table}\n\n{_COLUMNS}" + "".join(_line(row) for row in fields if row.table == table)
        for table in TABLES
    ]
    domains = [_domain(domain) for domain in DOMAINS.values()]
    return "\n".join([_HEAD, _techniques(), _schedule(), _endpoints(), *domains, _FIELDS, *tables])


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines: list[tuple[str, ...]] = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(_cell(cell) for cell in line)} |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", " or ")


def _techniques() -> str:
    rows = [(f"`{t.code}`", t.label, t.family) for t in TECHNIQUES]
    return "## Techniques\n\n" + _table(("code", "technique", "family"), rows)


def _schedule() -> str:
    rows = [
        (v.code, str(v.due), f"{v.opens} to {v.closes}", "yes" if v.has_imaging else "no (pain)")
        for v in SCHEDULE
    ]
    head = ("visit", "due, days from the index procedure", "window, days", "imaging")
    return "## Visits\n\n" + _table(head, rows)


def _endpoints() -> str:
    offered: dict[tuple[str, str], list[str]] = {}
    rules: dict[tuple[str, str], EndpointRule] = {}
    for domain in DOMAINS.values():
        for rule in domain.endpoints:
            rules.setdefault((rule.code, rule.name), rule)
            offered.setdefault((rule.code, rule.name), []).append(domain.code)
    defined = {rule.code: rule.definition for rule in rules.values()}
    rows = [
        (
            *(f"`{code}`", name, rule.unit.value, ", ".join(offered[code, name])),
            # A variant is told by its policy alone, unless it has a definition of its own.
            "" if rule.definition == defined.get(rule.variant_of) else rule.definition,
            rule.policy,
        )
        for (code, name), rule in rules.items()
    ]
    head = ("code", "endpoint", "per", "domains", "definition", "policy")
    return "## Endpoints\n\n" + _table(head, rows)


def _domain(domain: Domain) -> str:
    lines = [
        f"## {domain.name} (`{domain.code}`)\n",
        f"{domain.definition} Local control: {domain.local_control}\n",
        f"Techniques: {', '.join(_name(technique) for technique in domain.techniques)}.\n",
    ]
    if domain.comparisons:
        listed = "".join(f"- {_arms(comparison)}\n" for comparison in domain.comparisons)
        lines.append(f"Comparisons:\n\n{listed}")
    else:
        lines.append("Comparisons: none is offered.\n")
    return "\n".join(lines)


def _name(technique: Technique) -> str:
    return f"{technique.label} (`{technique.code}`)"


def _arms(comparison: Comparison) -> str:
    first, second = (" + ".join(arm) for arm in (comparison.first, comparison.second))
    return f"{comparison.name}: {first} against {second}"


def _line(row: DictionaryRow) -> str:
    kind = f"{row.kind}, {row.unit}" if row.unit else row.kind
    limits = row.bounds + (f" (query outside {row.soft_bounds})" if row.soft_bounds else "")
    marks = (("required", row.required), ("core", row.core), ("adjust", row.adjust))
    use = ", ".join(mark for mark, is_on in marks if is_on)
    cells = (
        *(f"`{row.field}`", row.label, kind, _codes(row), ", ".join(row.domains)),
        *(use, row.applies_when, limits, row.definition),
    )
    return f"| {' | '.join(_cell(cell) for cell in cells)} |\n"


def _codes(row: DictionaryRow) -> str:
    if row.codes == tuple((code.code, code.label) for code in TECHNIQUE_CODES):
        return _SEE_TECHNIQUES
    return ", ".join(
        f"`{code}`" + (f" {label}" if label != code else "") for code, label in row.codes
    )
