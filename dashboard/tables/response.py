"""Tumour response as tables: written out for readers, and as numbers for files."""

import math

import pandas as pd

from analytics.agreement import Kappa
from analytics.best_change import FEWEST, ChangeByGroup
from analytics.lesion_efficacy import EfficacyByGroup, GroupEfficacy
from analytics.proportions import Proportion, proportion
from analytics.reader_agreement import EVALUABLE, Pair, ReaderAgreement
from analytics.response_by_group import GroupResponse, ResponseByGroup
from dashboard.sentences.proportions import NOBODY, counted_share, limits, share_words
from dashboard.sentences.response import (
    FEW,
    band_name,
    change_words,
    criterion_name,
    kappa_words,
    pair_name,
    reader_name,
)
from dashboard.tables.cells import KeyFigure
from dashboard.tables.survival import EVERYBODY
from dashboard.wording import NOT_ESTIMABLE, Words, confidence_interval, percent, whole

_CLASSES = {
    "CR": "Complete (n)",
    "PR": "Partial (n)",
    "SD": "Stable (n)",
    "PD": "Progressive (n)",
    "NE": "Not evaluable (n)",
}


def _every(result: ResponseByGroup) -> list[GroupResponse]:
    return [*result.groups, *([result.overall] if len(result.groups) > 1 else [])]


def _label(group: str, words: Words) -> str:
    return EVERYBODY if group == "ALL" else words.label(group)


def rates_table(result: ResponseByGroup, words: Words) -> pd.DataFrame:
    """Write one row per technique: response and control, of all treated and of the evaluable."""
    interval = confidence_interval(result.overall.rates.objective.confidence)
    rows = []
    for group in _every(result):
        rates = group.rates
        evaluable = rates.objective_evaluable
        rows.append(
            {
                "Technique": _label(group.group, words),
                "Treated (n)": whole(rates.objective.n),
                f"Objective response, % of treated ({interval})": share_words(rates.objective),
                f"Disease control, % of treated ({interval})": share_words(rates.control),
                "Evaluable (n)": whole(evaluable.n if evaluable else 0),
                f"Objective response, % of evaluable ({interval})": share_words(evaluable),
                f"Disease control, % of evaluable ({interval})": share_words(
                    rates.control_evaluable
                ),
            }
        )
    return pd.DataFrame(rows)


def classes_table(result: ResponseByGroup, words: Words) -> pd.DataFrame:
    """Write one row per technique: patients by best response."""
    return pd.DataFrame(
        [
            {"Technique": _label(group.group, words), "Treated (n)": whole(group.rates.objective.n)}
            | {_CLASSES[code]: whole(n) for code, n in group.rates.counts}
            for group in _every(result)
        ]
    )


def rates_rows(result: ResponseByGroup, words: Words) -> pd.DataFrame:
    """Return every rate as numbers, one row per technique, measure and denominator."""
    rows = []
    for group in (*result.groups, result.overall):
        rates = group.rates
        for measure, of, share in (
            ("objective response", "treated", rates.objective),
            ("disease control", "treated", rates.control),
            ("objective response", "evaluable", rates.objective_evaluable),
            ("disease control", "evaluable", rates.control_evaluable),
        ):
            rows.append(
                {
                    "criterion": criterion_name(result.criterion),
                    "reader": reader_name(result.reader),
                    "technique_code": group.group,
                    "technique": _label(group.group, words),
                    "measure": measure,
                    "of": of,
                    **_numbers(share),
                    **{code.lower(): n for code, n in rates.counts},
                }
            )
    return pd.DataFrame(rows)


def _numbers(share: Proportion | None) -> dict[str, object]:
    if share is None:
        return dict.fromkeys(("patients", "n", "share", "lower", "upper", "method"), NOBODY)
    return {
        "patients": share.successes,
        "n": share.n,
        "share": share.estimate,
        "lower": share.lower,
        "upper": share.upper,
        "method": share.method,
    }


def response_key_figures(result: ResponseByGroup, _words: Words) -> tuple[KeyFigure, ...]:
    """Return response and control of all treated, and how many could be evaluated."""
    rates = result.overall.rates
    interval = confidence_interval(rates.objective.confidence)
    evaluable = rates.objective_evaluable
    n = evaluable.n if evaluable else 0
    of_evaluable = f"{percent(evaluable.estimate)} % of evaluable" if evaluable else NOBODY
    return (
        KeyFigure(
            "Objective response (%)",
            percent(rates.objective.estimate),
            f"{interval} {limits(rates.objective)}",
        ),
        KeyFigure(
            "Disease control (%)",
            percent(rates.control.estimate),
            f"{interval} {limits(rates.control)}",
        ),
        KeyFigure("Treated (n)", whole(rates.objective.n), f"{len(result.groups)} techniques"),
        KeyFigure("Evaluable (n)", whole(n), of_evaluable),
    )


def agreement_table(result: ReaderAgreement, _words: Words) -> pd.DataFrame:
    """Write one row per pair of readers."""
    return pd.DataFrame(
        [
            {
                "Readers": pair_name(pair),
                "Patients evaluable for": who,
                "Patients (n)": whole(pair.n),
                "Same class, %": percent(_same(pair.kappa)) if pair.kappa else pair.why_none,
                "Weighted kappa (95 % CI)": kappa_words(pair),
            }
            for who, pair in _pairs(result)
        ]
    )


def _pairs(result: ReaderAgreement) -> list[tuple[str, Pair]]:
    return [
        *(("both", pair) for pair in result.pairs),
        *(("every reader", pair) for pair in result.of_all),
    ]


def agreement_rows(result: ReaderAgreement, _words: Words) -> pd.DataFrame:
    """Return the cross table and kappa of every pair, one row per pair and two classes."""
    rows: list[dict[str, object]] = []
    for who, pair in _pairs(result):
        found = pair.kappa
        head = {
            "criterion": criterion_name(result.criterion),
            "first_reader": reader_name(pair.first),
            "second_reader": reader_name(pair.second),
            "evaluable_for": who,
            "n": pair.n,
            "kappa": found.estimate if found else pair.why_none,
            "lower": found.lower if found else NOT_ESTIMABLE,
            "upper": found.upper if found else NOT_ESTIMABLE,
            "weights": "quadratic",
        }
        if found is None:
            rows.append(head)
            continue
        rows += [
            head | {"first_class": one, "second_class": other, "patients": int(found.table[i, j])}
            for i, one in enumerate(EVALUABLE)
            for j, other in enumerate(EVALUABLE)
        ]
    return pd.DataFrame(rows)


def _same(found: Kappa) -> float:
    return float(found.table.trace() / found.table.sum())


def change_table(result: ChangeByGroup, words: Words) -> pd.DataFrame:
    """Write one row per technique: median best change, and how many shrank by 30 %."""
    return pd.DataFrame(
        [
            {
                "Technique": _label(group.group, words),
                "Measured (n)": whole(group.n),
                "Best change": change_words(group),
                "Fall of 30 % or more": _of_measured(group.shrunk, group.n),
                "Rise of 20 % or more": _of_measured(group.grown, group.n),
            }
            for group in (
                *result.groups,
                *([result.overall] if len(result.groups) > 1 else []),
            )
        ]
    )


def _of_measured(n: int, measured: int) -> str:
    return counted_share(proportion(n, measured)) if measured >= FEWEST else FEW


def change_rows(result: ChangeByGroup, _words: Words) -> pd.DataFrame:
    """Return patients by best change, one row per band; none tells fewer than five patients."""
    return pd.DataFrame(
        [
            {
                "band": band_name(low, high),
                "from": low,
                "to_below": "no end" if math.isinf(high) else high,
                "patients": n,
                "measured": result.overall.n,
            }
            for low, high, n in zip(
                result.edges[:-1].tolist(),
                result.edges[1:].tolist(),
                result.counts.tolist(),
                strict=True,
            )
        ]
    )


def lesions_table(result: EfficacyByGroup, words: Words) -> pd.DataFrame:
    """Write one row per technique: lesions, controls, and the share that was complete."""
    return pd.DataFrame(
        [
            {
                "Technique": _label(group.group, words),
                "Lesions (n)": whole(group.lesions),
                "Patients (n)": whole(group.patients),
                "Without a control (n)": whole(group.not_assessed),
                "Complete at first control": _efficacy(group),
            }
            for group in _lesion_groups(result)
        ]
    )


def _lesion_groups(result: EfficacyByGroup) -> list[GroupEfficacy]:
    return [*result.groups, *([result.overall] if len(result.groups) > 1 else [])]


def _efficacy(group: GroupEfficacy) -> str:
    return counted_share(group.share) if group.share else group.why_none


def lesions_rows(result: EfficacyByGroup, words: Words) -> pd.DataFrame:
    """Return lesions and shares as numbers, one row per technique."""
    rows = []
    for group in (*result.groups, result.overall):
        share = group.share
        rows.append(
            {
                "technique_code": group.group,
                "technique": _label(group.group, words),
                "lesions": group.lesions,
                "patients": group.patients,
                "without_control": group.not_assessed,
                "complete": share.successes if share else group.why_none,
                "judged": share.n if share else group.why_none,
                "share": share.estimate if share else NOT_ESTIMABLE,
                "lower": share.lower if share else NOT_ESTIMABLE,
                "upper": share.upper if share else NOT_ESTIMABLE,
                "effective_lesions": share.effective_n if share else NOT_ESTIMABLE,
            }
        )
    return pd.DataFrame(rows)
