"""The scan of figures, on figures small enough to read."""

import base64

import numpy as np
import pytest

from analytics.disclosure.figures import figure_leaks


def leaks(figure):
    return figure_leaks(figure, {15.0, 20.0}, {"Patients", "A"}, most=2)


def test_released_numbers_and_known_labels_pass():
    trace = {
        "type": "bar",
        "x": ["A"],
        "y": [15, 20],
        "name": "Patients",
        "marker": {"color": "red"},
    }
    axis = {"title": {"text": "Patients", "font": {"size": 13}}, "range": [15, 20], "ticklen": 4}

    assert leaks({"data": [trace], "layout": {"xaxis": axis, "height": 400}}) == ()


def test_nothing_in_a_figure_passes():
    assert leaks({}) == ()
    assert leaks({"data": [{"y": [None, True]}]}) == ()


@pytest.mark.parametrize(
    ("part", "finding"),
    [
        ({"y": [7]}, "data.0.y.[] is 7"),
        ({"y": [15, 15, 20]}, "data.0.y holds 3 entries, the result has 2"),
        ({"text": ["seven"]}, "data.0.text.[] says 'seven'"),
        ({"marker": {"color": [7.5]}}, "data.0.marker.color.[] is 7.5"),
        ({"marker": {"size": 7}}, "data.0.marker.size is 7"),
        ({"ids": ["A"]}, "data.0.ids is never published"),
        ({"x0": 3}, "data.0.x0 is 3"),
    ],
)
def test_anything_else_is_named_with_its_place(part, finding):
    assert leaks({"data": [part]}) == (finding,)


def test_packed_arrays_are_unpacked():
    packed = {"dtype": "f8", "bdata": base64.b64encode(np.array([15.0, 7.25]).tobytes()).decode()}

    assert leaks({"data": [{"y": packed}]}) == ("data.0.y.[] is 7.25",)


@pytest.mark.parametrize(
    "layout",
    [
        {"title": {"text": "177 patients"}},
        {"xaxis": {"range": [0, 61.3]}},
        {"annotations": [{"text": "3 missing", "x": 15}]},
        {"meta": 3},
    ],
    ids=["title", "range", "note", "meta"],
)
def test_the_layout_is_read(layout):
    assert leaks({"layout": layout})
