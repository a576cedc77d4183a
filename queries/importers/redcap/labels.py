"""Raw and label exports told apart: a label is no code, and is never turned back into one."""

import re
from collections.abc import Iterator

from queries.errors import ImportRefused
from queries.importers.header import refuse_other_delimiter
from queries.importers.redcap.dictionary import Dictionary, ProjectField
from queries.importers.redcap.names import EVENT, EVENT_NAME, INSTRUMENT, status_column
from queries.importers.source import SourceTable

_STATUSES = {"Incomplete": "0", "Unverified": "1", "Complete": "2"}
_TICKS = {"Unchecked": "0", "Checked": "1"}
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_RAW = "Export it again as raw data (codes), with the names of fields as header."


def refuse_labels(source: SourceTable, dictionary: Dictionary) -> None:
    """Refuse an export that shows labels where codes belong.

    A column speaks for labels where it holds labels and no code, and for codes the other way
    round; REDCap writes a file in one way throughout, so the columns vote. A stray label in a
    raw export is left to the rule that reads its column.

    Raises
    ------
    ImportRefused
        If the header holds labels, or no fewer columns do than hold codes.
    """
    if dictionary.record_id not in source.columns:
        _refuse_header(source, dictionary)
    votes = dict(_votes(source, dictionary))
    labelled = sorted(name for name, is_labelled in votes.items() if is_labelled)
    if labelled and 2 * len(labelled) >= len(votes):
        raise ImportRefused(
            f"{source.label} is a label export: {', '.join(labelled[:5])} "
            f"hold{'s' if len(labelled) == 1 else ''} labels in place of codes.",
            _RAW,
        )


def _votes(source: SourceTable, dictionary: Dictionary) -> Iterator[tuple[str, bool]]:
    # column -> whether it holds labels; one that holds neither, or both, does not vote
    for name, codes in _codes_by_label(source, dictionary).items():
        texts, raw = set(source.columns[name]), set(codes.values())
        holds_codes, holds_labels = bool(texts & raw), bool(texts & (set(codes) - raw))
        if holds_codes != holds_labels:
            yield name, holds_labels
    for name, form in ((EVENT, EVENT_NAME), (INSTRUMENT, _NAME)):
        texts = set(source.columns.get(name, ())) - {""}
        if texts:
            yield name, not any(form.fullmatch(text) for text in texts)


def _refuse_header(source: SourceTable, dictionary: Dictionary) -> None:
    refuse_other_delimiter(source.label, list(source.columns))
    if any(not _NAME.fullmatch(name) for name in source.columns):
        raise ImportRefused(
            f"The header of {source.label} does not hold the names of fields, as in a label "
            f"export: {dictionary.record_id} is not among them.",
            _RAW,
        )
    raise ImportRefused(
        f"{source.label} has no column {dictionary.record_id}, the first field of the dictionary.",
        "Give the dictionary of the same project, and export its first field.",
    )


def _codes_by_label(source: SourceTable, dictionary: Dictionary) -> dict[str, dict[str, str]]:
    # column of the file -> label -> code
    found: dict[str, dict[str, str]] = {}
    for field in dictionary.fields.values():
        found |= dict.fromkeys(field.columns, _label_codes(field))
    found |= dict.fromkeys(map(status_column, dictionary.forms), _STATUSES)
    return {name: codes for name, codes in found.items() if codes and name in source.columns}


def _label_codes(field: ProjectField) -> dict[str, str]:
    if field.kind == "checkbox":
        # A ticked box shows the word, or the label of its choice.
        return _TICKS | dict.fromkeys(field.choices.values(), "1")
    return {label: code for code, label in field.choices.items()}
