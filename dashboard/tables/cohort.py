"""The steps of a cohort as tables: written out for readers, and as numbers for files."""

import pandas as pd

from analytics.attrition import Attrition
from dashboard.tables.cells import KeyFigure
from dashboard.wording import Words, counted, percent, whole

_NOBODY = "—"


def attrition_table(result: Attrition, _words: Words) -> pd.DataFrame:
    """Write one row per step: who is left, who is left out, and of them for an absent value."""
    return pd.DataFrame(
        [
            {
                "Step": step.label,
                "Left (n)": whole(step.left),
                "Left out (n)": whole(step.left_out) if place else _NOBODY,
                "of them not entered (n)": whole(step.not_entered) if place else _NOBODY,
                "of them unknown (n)": whole(step.unknown) if place else _NOBODY,
                "of them does not apply (n)": whole(step.not_applicable) if place else _NOBODY,
            }
            for place, step in enumerate(result.steps)
        ]
    )


def attrition_rows(result: Attrition, _words: Words) -> pd.DataFrame:
    """Return the counts of every step."""
    return pd.DataFrame(
        [
            {
                "step": place,
                "what": step.label,
                "left": step.left,
                "left_out": step.left_out,
                "left_out_not_entered": step.not_entered,
                "left_out_unknown": step.unknown,
                "left_out_not_applicable": step.not_applicable,
            }
            for place, step in enumerate(result.steps)
        ]
    )


def attrition_key_figures(result: Attrition, _words: Words) -> tuple[KeyFigure, ...]:
    """Return the size of the cohort, and how many a value was missing for."""
    enrolled, index = result.steps[0].left, result.steps[1].left
    conditions = result.steps[2:]
    gone = sum(step.left_out for step in conditions)
    absent = sum(step.not_entered + step.unknown for step in conditions)
    of_index = f"{percent(result.n / index)} % of {whole(index)}" if index else "none to choose"
    return (
        KeyFigure("Enrolled diagnoses (n)", whole(enrolled)),
        KeyFigure("Index procedure (n)", whole(index), f"of {whole(enrolled)}"),
        KeyFigure("In the cohort (n)", whole(result.n), of_index),
        KeyFigure("Patients (n)", whole(result.n_patients), _more(result)),
        KeyFigure("Value missing (n)", whole(absent), f"of {whole(gone)} left out"),
    )


def _more(result: Attrition) -> str:
    if not result.n_with_more:
        return "one diagnosis each"
    return f"{counted(result.n_with_more, 'has', 'have')} more than one"
