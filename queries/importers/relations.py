"""Rules between rows: one row a key, children with their parents, places handed down."""

from queries.domains.catalogue import PLACE, TABLE_KEYS
from queries.domains.places import COUNTRIES
from queries.importers.draft import Draft, DraftTable, stored_columns
from queries.importers.findings import Findings, Said, Severity

# child column -> the table whose key it must be; in the order in which parents are decided
PARENTS: dict[str, tuple[tuple[str, str], ...]] = {
    "patient": (("site_id", "site"),),
    "vital_status": (("patient_id", "patient"),),
    "diagnosis": (("patient_id", "patient"),),
    "baseline": (("diagnosis_id", "diagnosis"),),
    "lesion": (("diagnosis_id", "diagnosis"),),
    "procedure": (("diagnosis_id", "diagnosis"),),
    "procedure_lesion": (("procedure_id", "procedure"), ("lesion_id", "lesion")),
    "visit": (("diagnosis_id", "diagnosis"),),
    "lesion_assessment": (("lesion_id", "lesion"),),
    "response_assessment": (("diagnosis_id", "diagnosis"),),
    "clinical_event": (("diagnosis_id", "diagnosis"),),
    "adverse_event": (("diagnosis_id", "diagnosis"), ("procedure_id", "procedure")),
    "pro_score": (("diagnosis_id", "diagnosis"),),
    "accrual_target": (("site_id", "site"),),
    "screening": (("site_id", "site"),),
}

_CONFLICT = Said(
    Severity.QUARANTINE,
    "Rows of one key differ; none is chosen.",
    "Correct the source so that each is there once.",
)
_COUNTRY = Said(
    Severity.QUARANTINE,
    "The country is not one of the registry's.",
    "Use ISO 3166-1 alpha-3, as DEU; new countries are added to the catalogue.",
)


def check_relations(draft: Draft, findings: Findings) -> dict[str, set[int]]:
    """Decide which rows stay together, and take everything set aside out of the draft.

    Of rows that are equal in everything, one is kept. Rows of one key that differ are all set
    aside: none is chosen. A child without its parent is set aside with it.

    Returns
    -------
    dict
        File label -> rows of the file that only repeat an earlier one.
    """
    for table in draft.tables.values():
        _refuse_conflicts(table, findings)
    _refuse_unknown_countries(draft, findings)
    before = -1
    while before != len(findings.found):  # a parent set aside takes its children with it
        before = len(findings.found)
        _take_out(draft, findings)
        _refuse_orphans(draft, findings)
    # Only now: a row set aside must not be the one that stands for its equals.
    repeated = _merge_repeated(draft)
    _hand_down_places(draft)
    return repeated


def _refuse_conflicts(table: DraftTable, findings: Findings) -> None:
    if _has_distinct_keys(table):
        return
    names = stored_columns(table.name)
    seen: dict[object, tuple[object, ...]] = {}
    conflicting: set[object] = set()
    keys = list(table.tuples(TABLE_KEYS[table.name]))
    for key, values in zip(keys, table.tuples(names), strict=True):
        if seen.setdefault(key, values) != values:
            conflicting.add(key)
    for place, key in enumerate(keys if conflicting else ()):
        if key in conflicting:
            findings.add(table.finding(place, TABLE_KEYS[table.name][0], _CONFLICT))


def _has_distinct_keys(table: DraftTable) -> bool:
    return len(set(table.tuples(TABLE_KEYS[table.name]))) == len(table.rows)


def _refuse_unknown_countries(draft: Draft, findings: Findings) -> None:
    table = draft.table("site")
    for place, code in enumerate(table.column("country_code")):
        if code is not None and code not in COUNTRIES:
            findings.add(table.finding(place, "country_code", _COUNTRY))


def _merge_repeated(draft: Draft) -> dict[str, set[int]]:
    # A row of the file repeats an earlier one where each of its curated rows does.
    if all(_has_distinct_keys(table) for table in draft.tables.values()):
        return {}
    new: dict[str, set[int]] = {}
    every: dict[str, set[int]] = {}
    for table in draft.tables.values():
        first: dict[object, int] = {}
        keep = []
        files = table.file_of_rows()
        for place, values in enumerate(table.tuples(stored_columns(table.name))):
            is_first = first.setdefault(values, place) == place
            keep.append(is_first)
            every.setdefault(files[place], set()).add(table.rows[place])
            if is_first:
                new.setdefault(files[place], set()).add(table.rows[place])
        table.keep(keep.__getitem__)
    return {file: rows - new.get(file, set()) for file, rows in every.items()}


def _take_out(draft: Draft, findings: Findings) -> None:
    for table in draft.tables.values() if findings.aside else ():
        files, rows = table.file_of_rows(), table.rows
        is_aside = [findings.is_aside(*which) for which in zip(files, rows, strict=True)]
        table.keep(lambda place, is_aside=is_aside: not is_aside[place])  # type: ignore[misc]  # bound now


def _refuse_orphans(draft: Draft, findings: Findings) -> None:
    for name, parents in PARENTS.items():
        table = draft.table(name)
        for column, parent in parents:
            known = set(draft.table(parent).column(column))
            name_of = parent.replace("_", " ")
            said = Said(
                Severity.QUARANTINE,
                f"Its {name_of} is not there or is set aside.",
                f"Correct the row of the {name_of} first.",
            )
            for place, key in enumerate(table.column(column)):
                if key is not None and key not in known:
                    findings.add(table.finding(place, column, said))


def _hand_down_places(draft: Draft) -> None:
    # So that one row rule cuts every table: site and domain stand in each row.
    place_of: dict[str, dict[object, tuple[object, ...]]] = {}
    for name, parents in PARENTS.items():
        columns = PLACE.get(name, ())
        table = draft.tables.get(name)
        if table is None or not columns:
            continue
        if name != "patient":
            column, parent = parents[0]
            above = place_of.get(parent, {})
            found = [above[key] for key in table.column(column)]
            for place, target in enumerate(("site_id", "domain_code")):
                if target in columns and not (name == "diagnosis" and target == "domain_code"):
                    table.columns[target] = [row[place] for row in found]
        key = TABLE_KEYS[name][0]
        rows = zip(table.column("site_id"), table.column("domain_code"), strict=True)
        place_of[name] = dict(zip(table.column(key), rows, strict=True))
