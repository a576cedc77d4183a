"""Completeness as it is shown: the fields with gaps, each under a name of its own."""

import numpy as np

from analytics.completeness import Completeness, FieldCompleteness
from analytics.proportions import proportion
from dashboard.charts.completeness import completeness_figure
from dashboard.sentences.completeness import what_is_not_drawn
from dashboard.wording import Words

WORDS = Words({})


def a_result(entered: list[list[int]]) -> Completeness:
    """Return three fields at two sites with ten people each; two fields share their name."""
    counts = np.array(entered)
    fields = tuple(
        FieldCompleteness(table, "date_entered", label, 20, 0, proportion(int(n), 20))
        for table, label, n in zip(
            ("visit", "patient", "patient"),
            ("Form first entered", "Form first entered", "Sex"),
            counts.sum(axis=1),
            strict=True,
        )
    )
    score = proportion(int(counts.sum()), 60)
    return Completeness(fields, ("A", "B"), np.full((3, 2), 10), counts, score, 0, ())


def test_a_field_that_everybody_has_is_counted_in_words_and_not_drawn() -> None:
    result = a_result([[10, 7], [9, 10], [10, 10]])
    figure = completeness_figure(result, WORDS)
    assert np.asarray(figure.data[0].z).tolist() == [[1.0, 0.7], [0.9, 1.0]]
    assert what_is_not_drawn(result, WORDS).startswith("1 of 3 fields are entered for everybody")


def test_fields_of_one_name_are_drawn_with_their_form() -> None:
    figure = completeness_figure(a_result([[10, 7], [9, 10], [10, 9]]), WORDS)
    assert list(figure.layout.yaxis.ticktext) == [
        "Form first entered (visit)",
        "Form first entered (patient)",
        "Sex",
    ]


def test_a_registry_without_gaps_is_drawn_whole() -> None:
    result = a_result([[10, 10], [10, 10], [10, 10]])
    assert len(completeness_figure(result, WORDS).data[0].z) == len(result.fields)
    assert "not drawn" not in what_is_not_drawn(result, WORDS)
