"""Early outcomes and negative controls in the report of a comparison."""

from collections.abc import Callable
from typing import TypeVar

from analytics.errors import AnalysisError
from dashboard import components
from dashboard.answers.answer import Answer, Ask
from dashboard.answers.comparison_controls import comparison_controls
from dashboard.answers.comparison_outcomes import comparison_outcomes
from dashboard.comparison_values import Controls, EarlyOutcomes
from dashboard.reports.blocks import Block
from dashboard.sentences import comparison_controls as controls_told
from dashboard.sentences import comparison_outcomes as early_told
from dashboard.tables.comparison_controls import controls_table
from dashboard.tables.comparison_outcomes import contrasts_table, counts_table
from queries.errors import QueryError
from queries.protocol import Protocol

T = TypeVar("T")
EARLY, CONTROLS = "Response and severe adverse events", "Negative controls"


def early_blocks(ask: Ask, protocol: Protocol) -> tuple[Block, ...]:
    """Return both parts of a report; one that is refused stands there as its reason."""
    return (
        *_part(EARLY, lambda: comparison_outcomes(ask, protocol), _early),
        *_part(CONTROLS, lambda: comparison_controls(ask, protocol), _controls),
    )


def _part(
    heading: str, work: Callable[[], Answer[T]], write: Callable[[Answer[T]], tuple[Block, ...]]
) -> tuple[Block, ...]:
    try:
        return (Block(heading), *write(work()))
    except (AnalysisError, QueryError) as refused:
        return (Block(heading, f"{refused.reason} {refused.remedy}"),)


def _early(answer: Answer[EarlyOutcomes]) -> tuple[Block, ...]:
    found, words = answer.value, components.words_of(answer.provenance, "")
    if not found.found:
        return (Block(text=early_told.absent_said(found)),)
    return (
        Block(text=early_told.early_said(found, words)),
        Block(text=early_told.early_counted(found, words)),
        Block(table=contrasts_table(found, words)),
        Block(table=counts_table(found, words)),
        Block(text=early_told.early_note(found, words)),
    )


def _controls(answer: Answer[Controls]) -> tuple[Block, ...]:
    found, words = answer.value, components.words_of(answer.provenance, "")
    if controls_told.none_listed(found):
        return (Block(text=controls_told.none_listed(found)),)
    return (
        Block(text=controls_told.controls_said(found, words)),
        Block(text=controls_told.controls_counted(found, words)),
        Block(table=controls_table(found, words)),
        *(Block(text=controls_told.control_said(one)) for one in found.found),
        Block(text=controls_told.controls_note(found, words)),
    )
