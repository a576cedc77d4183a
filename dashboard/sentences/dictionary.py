"""The data dictionary in sentences."""

from collections.abc import Sequence

from dashboard.wording import counted, whole
from queries.domains.catalogue import DOMAINS
from queries.domains.dictionary import DictionaryRow


def dictionary_headline(rows: Sequence[DictionaryRow], domain: str) -> str:
    """Say how many fields there are, and how many of them are core."""
    whose = DOMAINS[domain].name if domain in DOMAINS else "All domains"
    tables = len({row.table for row in rows})
    names = {(row.table, row.field) for row in rows}
    core = len({(row.table, row.field) for row in rows if row.core})
    return (
        f"{whose}: {counted(len(names), 'field')} in {counted(tables, 'table')}, "
        f"{whole(core)} of them core."
    )


def domain_said(domain: str) -> str:
    """Say who belongs to a domain and what is judged for local control; nothing for all."""
    if domain not in DOMAINS:
        return ""
    about = DOMAINS[domain]
    control = f" Local control: {about.local_control}" if about.local_control else ""
    return f"{about.definition}{control}"


def nothing_found(part: str, search: str, domain: str) -> tuple[str, str]:
    """Say that no entry holds the words, and what to try."""
    whose = f" of {DOMAINS[domain].name}" if domain in DOMAINS else ""
    return f"No entry{whose} under “{part}” holds “{search}”.", "Try fewer letters, or all domains."


def reading_fields() -> str:
    """Say what the columns of a table of fields mean."""
    return (
        "Core: counted for completeness. Adjust: offered to the adjusted comparison. Required: a "
        "row without it cannot be loaded. Outside the hard range a value sets its row aside; "
        "outside the usual range it is loaded with a query. A date is kept with its precision "
        "(day, month, year, none) and its day since the index procedure."
    )
