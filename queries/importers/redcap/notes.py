"""What is to be known about an export as a whole: columns left unread, forms and their status."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from queries.importers.findings import Finding, Findings, Severity
from queries.importers.redcap.dictionary import checkbox_column
from queries.importers.redcap.export import Export
from queries.importers.redcap.flatten import Flat
from queries.importers.redcap.identifiers import why_not
from queries.importers.redcap.names import EVENT_KEY, GROUP, STATUS, own_columns, status_column
from queries.importers.redcap.plan import RedcapMap

_NO_CUTOFF = (
    "No data cut-off is given: no date is held against one.",
    "Name the last day of the data with --cutoff, or in the map.",
)
_LEAVE_BLANK = "Export again with “blank for gray form status” to tell these two apart."


def note_export(export: Export, plan: RedcapMap, flat: Flat, findings: Findings) -> None:
    """Add what is to be known; no note holds a value of the file."""
    said = [
        *_untaken(export, flat),
        *_strange_events(export, plan),
        *_elsewhere(export, plan, flat),
    ]
    said += _unused_groups(export, plan)
    said += [_NO_CUTOFF] if plan.source.cutoff is None else []
    said += [*_unread(export, plan), *_statuses(export)]
    for rule, remedy in said:
        label = export.source.label
        findings.add(Finding(Severity.NOTE, label, "", None, "", rule, remedy))


def _unread(export: Export, plan: RedcapMap) -> Iterator[tuple[str, str]]:
    own = own_columns(export.dictionary.forms) | _code_columns(export, plan)
    names = defaultdict(list)
    for name in export.source.columns:
        if name in plan.columns() or name in own or name == export.dictionary.record_id:
            continue
        field = export.fields.get(name)
        names["is not in the dictionary" if field is None else why_not(field)].append(name)
    for reason, columns in sorted(names.items()):
        if reason:
            yield f"Never read: {', '.join(columns)}. Each {reason}.", "Nothing to do."
        else:
            yield f"Not mapped and not read: {', '.join(columns)}.", "Map what is needed."


def _code_columns(export: Export, plan: RedcapMap) -> set[str]:
    # Boxes that stand for a missing-data code.
    return {
        checkbox_column(field.name, code)
        for field in export.dictionary.fields.values()
        if field.kind == "checkbox"
        for code in (*plan.source.missing, *plan.source.unknown)
    }


def _statuses(export: Export) -> Iterator[tuple[str, str]]:
    for form in export.dictionary.forms:
        if status_column(form) not in export.source.columns:
            continue
        counts = Counter(_status_words(export, form))
        if counts:
            told = ", ".join(f"{counts[word]:,} {word}" for word in _WORDS if word in counts)
            remedy = _LEAVE_BLANK if _EMPTY in counts else "Nothing to do."
            yield f"Status of the form {form}: {told}.", remedy


_EMPTY = "with nothing entered (incomplete or never opened)"
_GREY = "never opened (grey)"
_WORDS = (STATUS["2"], STATUS["1"], STATUS["0"], _EMPTY, _GREY)


def _status_words(export: Export, form: str) -> Iterator[str]:
    # A row can hold a form where it repeats it, or where its event has the form otherwise.
    texts = export.source.columns[status_column(form)]
    rows = zip(export.places.event, export.places.instrument, texts, strict=True)
    single = {event for event, repeated, text in rows if text and not repeated}
    rows = zip(export.places.event, export.places.instrument, texts, strict=True)
    for (event, repeated, text), is_held in zip(rows, export.holds[form], strict=True):
        if repeated != form and (repeated or event not in single):
            continue
        if not text:
            yield _GREY
        elif text == "0" and not is_held:
            yield _EMPTY
        else:
            yield STATUS[text]


def _untaken(export: Export, flat: Flat) -> Iterator[tuple[str, str]]:
    is_used = [any(row) for row in zip(*flat.taken, strict=True)]
    for form, held in export.holds.items():
        n = sum(there and not used for there, used in zip(held, is_used, strict=True))
        if n:
            rule = f"{n:,} rows hold the form {form} and make no curated row."
            yield rule, "Add a table of that form to the map, if its content is wanted."


def _strange_events(export: Export, plan: RedcapMap) -> Iterator[tuple[str, str]]:
    known = {*export.places.event, *export.source.columns[EVENT_KEY]}
    asked = {event for block in plan.table for event in block.event}
    for event in sorted(asked - known):
        yield f"The map asks for the event {event}, which no row has.", "Check its spelling."


def _elsewhere(export: Export, plan: RedcapMap, flat: Flat) -> Iterator[tuple[str, str]]:
    for block, taken in zip(plan.table, flat.taken, strict=True):
        for name in sorted({rule.column for rule in block.fields.values()} - {""}):
            filled = [bool(text) for text in export.source.columns[name]]
            if any(taken) and any(filled) and not any(map(min, filled, taken)):
                rule = f"{name} is filled, but in no row that makes a {block.name}."
                yield rule, f"It belongs to other rows than those of the form {block.form}."


def _unused_groups(export: Export, plan: RedcapMap) -> Iterator[tuple[str, str]]:
    groups = set(export.source.columns.get(GROUP, ())) - {""}
    if len(groups) > 1 and GROUP not in plan.columns():
        rule = f"The export has {len(groups)} data access groups, and the map uses none of them."
        yield rule, f"Map {GROUP} to the site, unless all are one site."
