"""The invented baseline forms, with what poor sites leave empty."""

import numpy as np

from queries.demo.course import Course
from queries.demo.network import Network
from queries.demo.tables import draft_table, entered_on, entry_lag, yes_no
from queries.importers.draft import DraftTable, Value

_OFTEN_EMPTY = ("afp_ng_ml", "inr", "cea_ng_ml", "ca19_9_u_ml", "dlco_pct", "ki67_pct")
_WITH_UNKNOWN = ("bilobar", "cirrhosis", "etiology", "extrahepatic_disease", "pvi")


def baseline_table(course: Course, sites: Network, random: np.random.Generator) -> DraftTable:
    """Return the baseline forms; poor sites leave a fifth of the fields empty."""
    group = course.group
    answers: dict[str, list[Value]] = {
        "ecog": [str(grade) for grade in group.ecog],
        "n_tumours": group.tumours.tolist(),
        "max_diameter_mm": np.rint(group.size).tolist(),
        "extrahepatic_disease": yes_no(group.spread),
        **group.answers,
    }
    chance = sites.missing[course.site]
    for name, values in answers.items():
        is_empty = random.random(course.n) < chance * (2 if name in _OFTEN_EMPTY else 1)
        is_unknown = (random.random(course.n) < 0.03) & (name in _WITH_UNKNOWN)
        answers[name] = [
            None if empty else "UNK" if unknown else value
            for empty, unknown, value in zip(is_empty, is_unknown, values, strict=True)
        ]
    when = course.index - random.integers(0, 29, course.n)
    return draft_table(
        "baseline",
        {
            "diagnosis_id": course.diagnosis,
            "baseline_date": when.tolist(),
            "date_entered": entered_on(course.index, entry_lag(course, sites, random)),
            **answers,
        },
    )
