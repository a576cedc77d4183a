"""The report of a comparison: protocol, design, gate, results, robustness, methods, checklist."""

from dashboard import components
from dashboard.answers.answer import Answer
from dashboard.comparison_values import Designed, Result, Robustness
from dashboard.exhibits import comparison as exhibits
from dashboard.exhibits.robustness import PLACES, SPECIFICATIONS, SUBGROUPS
from dashboard.reports.blocks import Block
from dashboard.reports.checklist import checklist
from dashboard.reports.pictures import pictured
from dashboard.sentences import comparison as told
from dashboard.sentences import robustness as steady
from dashboard.sentences.protocol import time_zero_said
from dashboard.tables import comparison_design as design_tables
from dashboard.tables import comparison_result as result_tables
from dashboard.tables import comparison_robustness as steady_tables
from dashboard.tables.protocol import target_trial
from dashboard.texts.library import methods_text
from dashboard.wording import Words

GENERATED = "SYNTHETIC DATA: invented for demonstration, not from patients."


def report_title(result: Answer[Result]) -> str:
    """Return what the report is called."""
    reference, treated = result.value.protocol.arms
    return f"{treated} against {reference}: comparison adjusted by propensity score"


def report_blocks(
    designed: Answer[Designed],
    result: Answer[Result],
    found: Robustness | None,
    early: tuple[Block, ...] = (),
) -> tuple[Block, ...]:
    """Return the parts of a report.

    Parameters
    ----------
    designed, result : Answer
        Design and result of one frozen protocol.
    found : Robustness, optional
        How steady the result is, as far as it was worked out.
    early : tuple of Block
        Early outcomes and negative controls, already written.
    """
    where_from = result.provenance
    words = components.words_of(where_from, result.value.protocol.endpoint)
    return (
        *(
            [Block(text=GENERATED, is_loud=True, stamp="SYNTHETIC DATA")]
            if where_from.is_synthetic
            else []
        ),
        Block(
            text=f"{components.filters_in_words(where_from.filters, 'nothing')}. "
            f"{where_from.source}, snapshot {where_from.snapshot_id}, "
            f"{components.cutoff_words(where_from.cutoff)}. Fingerprint of the frozen protocol: "
            f"{result.value.fingerprint}."
        ),
        *(
            Block(text=f"Opened although the design failed. Reason: {reason}", is_loud=True)
            for reason in result.value.reasons
        ),
        *_answer(result.value, words),
        Block("Protocol: the trial that is emulated", table=target_trial(result.value.protocol)),
        *(
            Block(text=f"{reason} {remedy}")
            for reason, remedy in time_zero_said(result.value.protocol)
        ),
        *_design(designed, words),
        *_numbers(result, words),
        *early,
        *_steady(_like(result, found), words),
        Block("Methods", text=_plain(methods_text("comparison"))),
        Block(
            "Checklist (target trial, STROBE, RECORD-PE)", table=checklist(result.value.protocol)
        ),
    )


def _answer(result: Result, words: Words) -> tuple[Block, ...]:
    return (
        Block("Answer", text=told.result_quoted(result, words)),
        Block(text=told.not_shown(result, words)),
    )


def _like(result: Answer[Result], found: Robustness | None) -> Answer[Robustness] | None:
    return None if found is None else Answer(found, result.provenance)


def _design(answer: Answer[Designed], words: Words) -> tuple[Block, ...]:
    designed = answer.value
    return (
        Block("Design", told.design_counted(designed, words)),
        Block(table=design_tables.attrition_table(designed, words)),
        Block(text=told.preference_seen(designed, words)),
        pictured(answer, exhibits.PREFERENCE, words),
        Block(text=told.positivity_said(designed, words), is_loud=True),
        Block(table=design_tables.covariate_table(designed, words)),
        Block(text=f"{told.love_seen(designed, words)} {told.love_note(designed, words)}"),
        pictured(answer, exhibits.LOVE, words),
        Block(table=design_tables.balance_table(designed, words)),
        Block(table=design_tables.region_table(designed, words)),
        Block("Gate", told.design_said(designed, words)),
        Block(table=design_tables.gate_table(designed, words)),
    )


def _numbers(answer: Answer[Result], words: Words) -> tuple[Block, ...]:
    result = answer.value
    return (
        Block("Results", told.result_counted(result, words)),
        Block(text=told.result_note(result, words)),
        pictured(answer, exhibits.CURVES, words),
        Block(table=result_tables.effects_table(result, words)),
        Block(table=result_tables.landmark_table(result, words)),
        Block(table=result_tables.at_risk_table(result, words)),
        Block(table=result_tables.opinions_table(result, words)),
        Block(text=told.opinions_note(result, words)),
    )


def _steady(answer: Answer[Robustness] | None, words: Words) -> tuple[Block, ...]:
    if answer is None:
        return (Block("Robustness", "Not worked out for this report."),)
    found = answer.value
    return (
        Block("Robustness", steady.would_have_to_be_true(found)),
        Block(text=f"{steady.specifications_seen(found, words)} {steady.counted(found, words)}"),
        pictured(answer, SPECIFICATIONS, words),
        Block(table=steady_tables.specification_table(found, words)),
        Block(text=steady.places_seen(found, words)),
        pictured(answer, PLACES, words),
        Block(table=steady_tables.places_table(found, words)),
        Block(text=steady.subgroups_seen(found, words)),
        *([pictured(answer, SUBGROUPS, words)] if found.subgroups else []),
        Block(table=steady_tables.subgroup_table(found, words)),
    )


def _plain(markdown: str) -> str:
    return markdown.replace("#### ", "").replace("**", "")
