"""The registry's own REDCap project: its forms, and the map that makes it need none."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from queries.domains.catalogue import TABLES
from queries.domains.model import Field, Kind
from queries.errors import ImportRefused
from queries.importers.language import Rule, Source
from queries.importers.mapping import curated_fields
from queries.importers.redcap.dictionary import Dictionary
from queries.importers.redcap.names import EVENT_KEY, GROUP, INSTANCE_KEY, RECORD_KEY, ROW_KEY
from queries.importers.redcap.plan import RedcapBlock, RedcapMap

RECORD_ID = "record_id"
FORMS: dict[str, tuple[str, ...]] = {  # form -> curated tables that it makes
    "enrolment": ("site", "patient", "diagnosis"),
    "baseline": ("baseline",),
    "lesion": ("lesion",),
    "procedure": ("procedure",),
    "procedure_lesion": ("procedure_lesion",),
    "followup": ("visit", "response_assessment"),
    "lesion_assessment": ("lesion_assessment",),
    "event": ("clinical_event",),
    "ae": ("adverse_event",),
    "pro": ("pro_score",),
    "outcome": ("vital_status",),
}
_NEEDED = ("site", "patient", "diagnosis")
_RECORD, _GROUP = Rule(column=RECORD_KEY), Rule(column=GROUP)
_NUMBER, _ROW = Rule(column=INSTANCE_KEY), Rule(column=ROW_KEY)
# What the place of a row says; one record is one patient with one diagnosis.
_PLACED: dict[str, dict[str, Rule]] = {
    "site": {"site_id": _GROUP, "source_group": _GROUP},
    "patient": {"patient_id": _RECORD, "site_id": _GROUP},
    "vital_status": {"patient_id": _RECORD},
    "diagnosis": {"patient_id": _RECORD},
    "lesion": {"lesion_id": _NUMBER, "lesion_no": _NUMBER},
    "procedure": {"procedure_id": _NUMBER},
    "visit": {"visit_id": _ROW},
    "adverse_event": {"ae_id": _ROW},
}
_NUMBERED = {"lesion_id": "lesion_no", "procedure_id": "procedure_no"}  # entered as a number
_LEFT_OUT: dict[str, set[str]] = {
    "site": {field.name for field in TABLES["site"]} - {"country_code"},
    "visit": {"due_date", "window_start_date", "window_end_date"},  # the schedule gives them
}


@dataclass(frozen=True)
class Entry:
    """A curated field that is entered on a form."""

    form: str
    table: str
    field: Field
    name: str  # as the project calls it


def entries() -> tuple[Entry, ...]:
    """Return every field that is entered, in the order of the forms.

    A project names each field once. It has the curated name; where several forms have a field of
    that name, the form stands before it.
    """
    wanted = list(_wanted())
    forms = defaultdict(set)
    for form, _, field in wanted:
        forms[_entered_name(field)].add(form)
    return tuple(
        Entry(form, table, field, name if len(forms[name]) == 1 else f"{form}_{name}")
        for form, table, field in wanted
        for name in (_entered_name(field),)
    )


def _wanted() -> Iterator[tuple[str, str, Field]]:
    for form, tables in FORMS.items():
        for table in tables:
            skipped = {*_placed(table), *_LEFT_OUT.get(table, ())}
            for name, field in curated_fields(table).items():
                if name not in skipped:
                    yield form, table, field


def _placed(table: str) -> dict[str, Rule]:
    placed = _PLACED.get(table, {})
    return placed | ({"diagnosis_id": _RECORD} if "diagnosis_id" in curated_fields(table) else {})


def _entered_name(field: Field) -> str:
    return _NUMBERED.get(field.name, field.name)


def own_map(dictionary: Dictionary) -> RedcapMap:
    """Return the map of the registry's own project, as far as a dictionary has its fields.

    Raises
    ------
    ImportRefused
        If the dictionary lacks what every registry needs.
    """
    entered: defaultdict[str, dict[str, Rule]] = defaultdict(dict)
    for entry in entries():
        rule = _entered_rule(entry, dictionary)
        if rule is not None:
            entered[entry.table][entry.field.name] = rule
    blocks = []
    for form, tables in FORMS.items():
        for table in tables:
            fields = _placed(table) | entered[table]
            lacking = [f.name for f in curated_fields(table).values() if f.required]
            lacking = [name for name in lacking if name not in fields]
            if not lacking and form in dictionary.forms:
                within = tuple(name for name, rule in fields.items() if _is_local(name, rule))
                blocks.append(
                    RedcapBlock(name=table, form=form, fields=fields, within_record=within)
                )
            elif table in _NEEDED:
                _refuse(dictionary, form, lacking)
    return RedcapMap(source=Source(label="REDCap project"), table=tuple(blocks))


def _entered_rule(entry: Entry, dictionary: Dictionary) -> Rule | None:
    there = dictionary.fields.get(entry.name)
    if there is not None and there.form == entry.form:
        is_dated = entry.field.kind in (Kind.DATE, Kind.STAMP)
        return Rule(column=entry.name, date="YYYY-MM-DD" if is_dated else "")
    if entry.field.name == "visit_code":  # a project with an event for each visit
        codes = {code.code.lower(): code.code for code in entry.field.codes}
        return Rule(column=EVENT_KEY, codes=codes)
    return None


def _is_local(name: str, rule: Rule) -> bool:
    return name in _NUMBERED and rule.column != RECORD_KEY


def _refuse(dictionary: Dictionary, form: str, lacking: list[str]) -> None:
    what = f"the field {lacking[0]} on" if lacking else ""
    raise ImportRefused(
        f"{dictionary.label} is not the dictionary of the registry's own project: it does not have "
        f"{what} the form {form}.".replace("  ", " "),
        "Describe the project in a map, with --map; see docs/redcap.md.",
    )
