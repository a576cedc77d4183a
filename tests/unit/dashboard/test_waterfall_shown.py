"""The waterfall in words, marks and files."""

import numpy as np
import pytest

from analytics.waterfall import Bar, Waterfall
from dashboard.charts.waterfall import waterfall_figure
from dashboard.plates.plate import Form, Legend, plate
from dashboard.sentences import waterfall as told
from dashboard.tables.waterfall import waterfall_rows, waterfall_table
from dashboard.wording import Words

HACK = "<script>alert(1)</script>"
WORDS = Words({"CTACE": "Conventional TACE"})


def bar(number, change, response, technique="CTACE", day=30.0):
    return Bar(number, technique, change, day, 50.0, 50 * (1 + change), response)


def made(*bars, treated=9):
    unmeasured = (("CTACE", treated - len(bars)),) if treated > len(bars) else ()
    responses = (("NE", treated - len(bars)),)
    return Waterfall("MRECIST", "SITE", bars, treated, unmeasured, responses)


MIXED = made(
    bar(4, 9.29, "PD"), bar(1, 0.0, "SD"), bar(3, -0.3, "PR"), bar(2, -1.0, "CR", day=float("nan"))
)


def test_the_caption_counts_who_has_no_bar_and_names_them():
    said = told.waterfall_counted(MIXED, WORDS)

    assert "4 patients of 9 treated" in said
    assert "5 patients have no bar" in said
    assert "(Conventional TACE 5; best response NE 5)" in said
    assert "1 smallest sum has no day" in said


def test_the_note_states_the_nadir_and_what_is_cut():
    said = told.waterfall_note(MIXED, WORDS)

    assert "progression is judged against the smallest sum so far (nadir)" in said
    assert "1 bar is cut at +100 %" in said


def test_a_class_is_told_by_colour_hatching_and_letters():
    figure = waterfall_figure(MIXED, WORDS)

    bars = [trace for trace in figure.data if trace.type == "bar"]
    assert len({trace.marker.color for trace in bars}) == len(bars) == 4
    assert len({trace.marker.pattern.shape for trace in bars}) == 4
    assert figure.data[-1].text == ("PD", "SD", "PR", "CR")


def test_both_bounds_are_drawn_and_no_bar_leaves_the_axis():
    figure = waterfall_figure(MIXED, WORDS)

    assert sorted(shape.y0 for shape in figure.layout.shapes) == [-30, 20]
    tallest = max(np.max(trace.y) for trace in figure.data if trace.type == "bar")
    assert tallest == 100 < figure.layout.yaxis.range[1]


def test_table_and_file_hold_the_bars_in_their_order():
    table, rows = waterfall_table(MIXED, WORDS), waterfall_rows(MIXED, WORDS)

    assert list(table["Best change"]) == ["+929.0 %", "0 %", "-30.0 %", "-100.0 %"]
    assert list(rows["best_change"]) == [9.29, 0.0, -0.3, -1.0]
    assert list(rows["patient_no"]) == [4, 1, 3, 2]
    assert list(rows["day"])[-1] == "not supplied"


def test_a_technique_named_as_a_script_is_shown_as_letters():
    figure = waterfall_figure(made(bar(1, -0.5, "PR", HACK)), Words())

    assert "<script" not in str(figure.to_dict())


@pytest.mark.parametrize("n", [1, 400])
def test_one_patient_and_hundreds_are_drawn_on_screen_and_on_paper(n):
    many = made(*(bar(i, 0.2 - i / 400, "SD") for i in range(n)), treated=n)
    figure = waterfall_figure(many, WORDS)

    legend = Legend(title="t", caption="c", described="d", stamp="s", export_id="e")
    paper = plate(figure, legend, Form.SVG)
    assert paper.startswith(b"<?xml")
    assert b"<pattern" in paper  # stable disease is hatched there too
    assert "Everybody treated has a bar" in told.waterfall_counted(many, WORDS)
    assert any(trace.mode == "text" for trace in figure.data if trace.type == "scatter") == (n == 1)
