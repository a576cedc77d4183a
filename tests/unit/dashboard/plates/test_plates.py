"""Figures set for print: what lies where on the page lies there on paper."""

import io
import re

import numpy as np
import plotly.graph_objects as go
import pytest
from matplotlib.figure import Figure
from PIL import Image

from dashboard.charts.frame import axis, blank
from dashboard.plates.area import Area, numbers
from dashboard.plates.marks import draw_marks, legend_rows
from dashboard.plates.plate import Form, Legend, plate
from dashboard.plates.strokes import dashes, rgba
from dashboard.plates.text import plain
from dashboard.plates.traces import draw_traces
from dashboard.theme import LIGHT

AROUND = Legend("A title", "Twelve people <b> & one $ more.", "The curve falls.", "SYNTHETIC")


def drawn(**trace):
    figure = blank(LIGHT, 300)
    figure.add_scatter(**trace)
    figure.update_layout(xaxis=axis(LIGHT), yaxis=axis(LIGHT) | {"range": [0, 1]})
    return figure


def on_paper(figure):
    page = Figure()
    area = Area(page, figure.layout, (50, 50, 500, 200), (600, 300))
    draw_traces(area, figure)
    draw_marks(area, figure)
    return area.axes("x", "y")


def test_a_step_curve_keeps_its_steps_and_its_values():
    axes = on_paper(drawn(x=[0, 2, 5], y=[1, 0.7, 0.4], mode="lines", line={"shape": "hv"}))

    line = axes.lines[0]
    assert line.get_drawstyle() == "steps-post"
    assert np.array_equal(line.get_xydata(), [[0, 1], [2, 0.7], [5, 0.4]])
    assert axes.get_ylim() == (0, 1)


def test_a_band_lies_between_the_two_lines():
    figure = drawn(x=[0, 1], y=[0.2, 0.1], mode="lines", line={"width": 0})
    figure.add_scatter(
        x=[0, 1], y=[0.6, 0.5], mode="lines", line={"width": 0}, fill="tonexty", fillcolor="red"
    )

    heights = on_paper(figure).collections[0].get_paths()[0].vertices[:, 1]
    assert (heights.min(), heights.max()) == (0.1, 0.6)


def test_stacked_bars_stand_on_each_other():
    figure = blank(LIGHT, 300)
    for height in (3, 4):
        figure.add_bar(x=["a", "b"], y=[height, 1], marker_color="#1F78B4")
    figure.update_layout(barmode="stack", xaxis=axis(LIGHT), yaxis=axis(LIGHT))

    tops = [bar.get_y() + bar.get_height() for bar in on_paper(figure).patches]
    assert tops == [3, 1, 7, 2]


def test_limits_reach_as_far_as_they_say():
    bars = {"array": [0.1], "arrayminus": [0.2]}
    axes = on_paper(drawn(x=[1], y=[0.5], mode="markers", error_y=bars))

    (segment,) = axes.collections[0].get_segments()
    assert segment[:, 1] == pytest.approx([0.3, 0.6])


def test_a_kind_of_trace_that_cannot_be_shown_is_refused_and_not_left_out():
    figure = go.Figure(go.Pie(values=[1, 2]))

    with pytest.raises((KeyError, AttributeError, ValueError)):
        draw_traces(Area(Figure(), figure.layout, (0, 0, 1, 1), (1, 1)), figure)


def test_the_plate_carries_title_caption_stamp_and_what_it_shows():
    svg = plate(drawn(x=[0, 1], y=[1, 0]), AROUND, Form.SVG).decode()
    text = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg))

    for said in ("A title", "SYNTHETIC", "Twelve people &lt;b&gt; &amp; one $ more."):
        assert said in text
    assert "The curve falls." in svg


@pytest.mark.parametrize("form", [Form.SVG, Form.PDF])
def test_the_same_figure_gives_the_same_file(form):
    first, again = (plate(drawn(x=[0, 1], y=[1, 0]), AROUND, form) for _ in range(2))

    assert first == again


def test_a_picture_is_180_mm_wide_at_300_points_to_the_inch():
    png = plate(drawn(x=[0, 1], y=[1, 0]), AROUND, Form.PNG)

    with Image.open(io.BytesIO(png)) as picture:
        assert picture.width == pytest.approx(180 / 25.4 * 300, abs=1)


def test_colours_dashes_and_texts_are_read_as_the_page_means_them():
    assert rgba("rgba(255, 0, 51, 0.5)") == (1, 0, 0.2, 0.5)
    assert rgba("#FF0033", 0.5) == (1, 0, 0.2, 0.5)
    assert rgba(None)[3] == 0
    assert dashes("2px,4px", 2) == (0, (1, 2))
    assert plain("<b>S&amp;T</b><br>n = 3 &lt; 4") == "S&T\nn = 3 < 4"


def test_days_are_days_and_codes_of_visits_stay_texts():
    assert numbers(["2024-01-02", "2024-01-01"]).tolist() == [19724, 19723]  # since 1970
    assert numbers(["M1", "2024"]).tolist() == ["M1", "2024"]


def test_a_legend_takes_the_rows_that_its_names_need():
    figure = drawn(x=[0], y=[0], name="x" * 60)
    figure.add_scatter(x=[0], y=[0], name="y")
    assert legend_rows(figure) == 0

    figure.update_layout(showlegend=True)
    assert legend_rows(figure) == 2
