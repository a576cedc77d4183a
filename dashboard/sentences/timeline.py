"""Single patients over time in sentences."""

from analytics.timeline import Lane, Mark, Timelines
from dashboard.sentences.response import criterion_name, reader_name
from dashboard.wording import Words, counted, whole
from queries.domains.adverse_terms import term_label
from queries.domains.common import EVENT_TYPE, RELATEDNESS, RESPONSE

KIND_NAMES = {
    "procedure": "Procedure",
    "reading": "Imaging",
    "event": "Clinical event",
    "adverse": "Adverse event",
    "death": "Death",
    "last": "Last contact, alive",
}
NOT_STATED = "not stated"
_EVENTS, _RESPONSES, _RELATED = (
    {code.code: code.label for code in codes} for codes in (EVENT_TYPE, RESPONSE, RELATEDNESS)
)


def patient_name(lane: Lane) -> str:
    """Return what a patient is called: the number within the snapshot."""
    return f"Patient {lane.patient_no}"


def mark_name(mark: Mark, words: Words) -> str:
    """Return what happened, as "Partial response (mRECIST, Site)"."""
    if mark.kind == "procedure":
        return words.label(mark.code) if mark.code else NOT_STATED
    if mark.kind == "event":
        return _EVENTS.get(mark.code, mark.code) or NOT_STATED
    if mark.kind == "reading":
        criterion, reader = mark.detail
        by = ", ".join(part for part in (criterion_name(criterion), reader_name(reader)) if part)
        return f"{_RESPONSES.get(mark.code, mark.code) or NOT_STATED} ({by})"
    if mark.kind == "adverse":
        grade, related = mark.detail
        told = [f"grade {grade}" if grade else "grade not entered", _RELATED.get(related, related)]
        term = term_label(mark.code) if mark.code else NOT_STATED
        return f"{term} ({', '.join(part.lower() for part in told if part)})"
    return KIND_NAMES[mark.kind]


def end_words(lane: Lane) -> str:
    """Say how follow-up ended."""
    if lane.end is None:
        return "follow-up not known"
    return f"{'died' if lane.died else 'last contact'} on day {whole(lane.end)}"


def timeline_counted(result: Timelines, _words: Words) -> str:
    """Say who is shown and from when days are counted."""
    undated = sum(lane.undated for lane in result.lanes)
    more = f" {counted(undated, 'entry', 'entries')} without a day not shown." if undated else ""
    return (
        f"{counted(len(result.lanes), 'patient')}, the last treated first; days since the index "
        "procedure. Numbers of patients are those of this snapshot and mean nothing outside it."
        + more
    )


def timeline_seen(result: Timelines, words: Words) -> str:
    """Read the patients aloud: technique and how follow-up ended."""
    parts = [
        f"{patient_name(lane)}: {words.label(lane.technique)}, "
        f"{counted(len(lane.marks), 'entry', 'entries')}, {end_words(lane)}"
        for lane in result.lanes
    ]
    return f"Patients over time. {'; '.join(parts)}."


def timeline_note(_result: Timelines, _words: Words) -> str:
    """Say what must not be done with it."""
    return "De-identified rows: not for publication, and no guide for the patient in front of you."
