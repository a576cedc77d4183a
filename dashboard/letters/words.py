"""What a site letter says, before it is set as Markdown or on paper."""

from dataclasses import dataclass

from analytics.concerns import Concern, SiteLetter
from analytics.site_record import SiteRecord
from dashboard.answers.answer import Answer
from dashboard.components import cutoff_words
from dashboard.export import standing
from dashboard.sentences.concerns import action_heading, action_said, chance_said, concern_said
from dashboard.sentences.home import standing_said
from dashboard.sentences.marks import standing_counted
from queries.domains.catalogue import DOMAINS

REGISTRY = "IO-CORE, Global Interventional Oncology Clinical Outcomes Registry"
GENERATED = "SYNTHETIC DATA: invented for demonstration, not from patients"


@dataclass(frozen=True)
class Action:
    """One thing to do."""

    heading: str
    why: str  # what falls short, with its numbers
    how: str  # what the site can do


@dataclass(frozen=True)
class LetterWords:
    """Every word of a letter, as plain text; site and source come from the data."""

    site: str
    about: str  # disease and data cut-off
    source: str  # as it names itself
    stamp: str  # empty unless the data are generated
    standing: str
    heading: str  # of the actions
    actions: tuple[Action, ...]
    further: str  # what found no room; empty where everything did
    method: str


def letter_words(answer: Answer[SiteLetter], export_id: str = "") -> LetterWords:
    """Return what the letter to a site says."""
    letter, where_from = answer.value, answer.provenance
    record = letter.record
    return LetterWords(
        site=_name(record),
        about=f"{DOMAINS[where_from.filters.domain].name}; {cutoff_words(where_from.cutoff)}",
        source=f"{_short(where_from.source)}, snapshot {where_from.snapshot_id}",
        stamp=GENERATED if where_from.is_synthetic else "",
        standing=standing_said(record),
        heading=_heading(len(letter.actions)),
        actions=tuple(_action(concern, record) for concern in letter.actions),
        further=_further(letter.further),
        method=(
            f"{standing_counted(record)} What misses its mark by more than chance comes first; "
            "then follow-up before checks, completeness, entry and enrolment. Numbers of one site "
            "are small: read the limits with the share."
            + (f" {_file(export_id, is_synthetic=where_from.is_synthetic)}" if export_id else "")
        ),
    )


def _file(export_id: str, *, is_synthetic: bool) -> str:
    return f"{standing(is_synthetic=is_synthetic)}; export {export_id}."


def _name(record: SiteRecord) -> str:
    name = _short(record.name)
    return f"{name} ({record.site_id})" if record.site_id not in name else name


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


_LONGEST = 80  # letters of a name: the letter has one page


def _heading(n: int) -> str:
    return {
        0: "Nothing falls short at present",
        1: "The action that matters most",
        2: "The two actions that matter most",
    }.get(n, "The three actions that matter most")


def _action(concern: Concern, record: SiteRecord) -> Action:
    why = f"{concern_said(concern, record)} {chance_said(concern)}".strip()
    return Action(action_heading(concern), why, action_said(concern, record))


def _further(n: int) -> str:
    if not n:
        return ""
    things = "One more thing lies" if n == 1 else f"{n} more things lie"
    return f"{things} below the mark; the pages Completeness, Quality and Timeliness show all."
