"""The figures of a page as parts of its report."""

from typing import TypeVar

from dashboard.answers.answer import Answer
from dashboard.components import caption
from dashboard.exhibits.model import Exhibit
from dashboard.plates.plate import Legend
from dashboard.reports.blocks import Block, Picture
from dashboard.theme import LIGHT
from dashboard.wording import Words

T = TypeVar("T")


def pictured(answer: Answer[T], exhibit: Exhibit[T], words: Words) -> Block:
    """Return the figure of an exhibit as a part of a report.

    Parameters
    ----------
    answer : Answer
        The result and where it comes from.
    exhibit : Exhibit
        How it is shown; needs a `draw`.
    words : Words
        What its codes are called.
    """
    if exhibit.draw is None:
        raise TypeError(f"{exhibit.name} has no figure")
    around = Legend(
        title=exhibit.title.format(outcome=words.outcome),
        caption=" ".join(caption(answer, exhibit, words)),
        described=exhibit.seen(answer.value, words),
        stamp="SYNTHETIC" if answer.provenance.is_synthetic else "",
    )
    return Block(picture=Picture(exhibit.draw(answer.value, words, LIGHT), around))
