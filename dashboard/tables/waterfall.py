"""Single patients by best change in size as tables."""

import math

import pandas as pd

from analytics.waterfall import Bar, Waterfall
from dashboard.sentences.response import criterion_name, reader_name
from dashboard.sentences.waterfall import change_text, class_name, day_text
from dashboard.wording import NOT_SUPPLIED, Words, whole


def waterfall_table(result: Waterfall, words: Words) -> pd.DataFrame:
    """Write one row per bar, in the order of the bars."""
    return pd.DataFrame(
        [
            {
                "Patient": whole_number(bar),
                "Technique": words.label(bar.technique),
                "Before (mm)": whole(round(bar.before, 1)),
                "Smallest (mm)": whole(round(bar.after, 1)),
                "Measured": day_text(bar),
                "Best change": change_text(bar.change),
                "Best response": class_name(bar.response),
            }
            for bar in result.bars
        ]
    )


def waterfall_rows(result: Waterfall, words: Words) -> pd.DataFrame:
    """Return one row per bar, in the order of the bars, as numbers."""
    return pd.DataFrame(
        [
            {
                "patient_no": bar.patient_no,
                "technique_code": bar.technique,
                "technique": words.label(bar.technique),
                "criterion": criterion_name(result.criterion),
                "reader": reader_name(result.reader),
                "sum_before_mm": bar.before,
                "smallest_sum_mm": bar.after,
                "day": NOT_SUPPLIED if math.isnan(bar.day) else bar.day,
                "best_change": bar.change,
                "best_response": bar.response,
            }
            for bar in result.bars
        ]
    )


def whole_number(bar: Bar) -> str:
    """Write the number of a patient as it stands in the timeline's field."""
    return str(bar.patient_no)
