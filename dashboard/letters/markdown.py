"""The site letter as Markdown; the page shows the same text."""

from analytics.concerns import SiteLetter
from analytics.marks import Measure
from analytics.site_record import Key, measures
from dashboard.answers.answer import Answer
from dashboard.letters.words import REGISTRY, Action, letter_words
from dashboard.sentences.marks import NAMES, UNITS, is_counted, mark_words, share_with_limits
from dashboard.wording import label_text, whole


def letter_markdown(
    answer: Answer[SiteLetter], export_id: str = "", *, top: int = 1, table: bool = True
) -> str:
    """Write the letter to a site.

    Parameters
    ----------
    answer : Answer
        What the site is told, and where it comes from.
    export_id : str
        Under which the log knows the file; empty where it is not taken away.
    top : int
        Level of the first heading.
    table : bool
        Whether the measures follow as a table; the page has a figure of them.
    """
    words = letter_words(answer, export_id)
    actions = [_action(place, action, top) for place, action in enumerate(words.actions, start=1)]
    # What comes from the data is shown letter by letter; the other words are ours.
    parts = [
        f"{'#' * top} {label_text(words.site)}",
        f"{REGISTRY}  \n{words.about}; {label_text(words.source)}",
        f"**{words.stamp}**" if words.stamp else "",
        words.standing,
        f"{'#' * (top + 1)} {words.heading}",
        *actions,
        words.further,
        *(_stands(answer, top + 1) if table else ()),
        f"*{words.method}*",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _action(place: int, action: Action, top: int) -> str:
    return (
        f"{'#' * (top + 2)} {place}. {action.heading}\n\n"
        f"{action.why}\n\n**What helps:** {action.how}"
    )


def _stands(answer: Answer[SiteLetter], top: int) -> tuple[str, str]:
    return f"{'#' * top} Where the site stands", _table(measures(answer.value.record))


def _table(held: tuple[Measure, ...]) -> str:
    head = "| Measure | Reached (n) | Of (n) | Share | Mark | Verdict |"
    rows = [f"| {' | '.join(_cells(measure))} |" for measure in held]
    return "\n".join([head, "|---|---|---|---|---|---|", *rows])


def _cells(measure: Measure) -> tuple[str, ...]:
    key, is_there = Key(measure.key), is_counted(measure)
    return (
        NAMES[key],
        whole(measure.count) if is_there else measure.verdict.value,
        f"{whole(round(measure.of))} {UNITS[key]}" if is_there else measure.verdict.value,
        share_with_limits(measure),
        mark_words(measure.mark),
        measure.verdict.value,
    )
