"""What reaches a browser or a file of a released result: the same everywhere, and no more."""

import io
import json
from datetime import date

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from analytics.disclosure.curves import grouped_survival
from analytics.disclosure.display import released_order, released_range
from analytics.disclosure.figures import figure_leaks
from analytics.disclosure.payload import payload, public_numbers
from analytics.disclosure.protect import protect
from analytics.disclosure.rules import Withheld
from analytics.survival import kaplan_meier
from dashboard.answers.answer import Provenance
from dashboard.export import csv_text
from queries.filters import Filters

LABELS = {"Survival", "Months", "Survival (%)"}


@pytest.fixture(scope="module")
def curve(rules):
    random = np.random.default_rng(3)
    time, watched = random.exponential(500, 400), random.uniform(100, 1500, 400)
    return grouped_survival(kaplan_meier(np.minimum(time, watched), time <= watched), rules)


@pytest.fixture
def figure(curve):
    figure = go.Figure()
    figure.add_scatter(x=curve.month, y=curve.percent, name="Survival", mode="lines")
    figure.update_xaxes(title="Months", range=[0, int(curve.month[-1])])
    figure.update_yaxes(title="Survival (%)", range=[0, 100])
    return figure


def leaks(figure, curve):
    sent = json.loads(figure.to_json())
    numbers = public_numbers(curve) | {0.0, 100.0}
    return figure_leaks(sent, numbers, LABELS, most=curve.month.size)


def test_p7_a_figure_of_released_numbers_leaks_nothing(figure, curve):
    assert leaks(figure, curve) == ()


@pytest.mark.parametrize(
    ("planted", "finding"),
    [
        ({"customdata": [4]}, "customdata is never published"),
        ({"meta": {"site": "S01"}}, "meta is never published"),
        ({"hovertext": "n = 7"}, "says 'n = 7'"),
        ({"y": [99.7, 80.4]}, "is 99.7"),
        ({"x": np.arange(500.0)}, "holds 500 entries"),
        ({"marker": {"size": [7.5]}}, "is 7.5"),
    ],
    ids=["hidden columns", "meta", "hover", "exact values", "steps", "size"],
)
def test_p7_whatever_else_a_figure_carries_is_found(planted, finding, figure, curve):
    figure.data[0].update(planted)

    assert any(finding in line for line in leaks(figure, curve))


def test_p7_titles_axes_and_notes_are_read_as_well(figure, curve):
    figure.update_layout(title="177 patients", xaxis_range=[0, 61.3])
    figure.add_annotation(x=0, y=100, text="3 missing")

    found = " ".join(leaks(figure, curve))

    assert all(text in found for text in ("177 patients", "61.3", "3 missing"))


def told(rules, table_of, small, other):
    table = protect(table_of([[small, 40, 60], [other, 55, 31]]), rules)
    return {f"{a} {b}": table.cell(a=a, b=b) for a in ("a0", "a1") for b in ("b0", "b1", "b2")}


def test_d17_order_and_axes_do_not_depend_on_what_is_withheld(rules, table_of):
    one, other = told(rules, table_of, 4, 30), told(rules, table_of, 7, 31)

    assert [name for name in one if isinstance(one[name], Withheld)] == [
        name for name in other if isinstance(other[name], Withheld)
    ]
    assert released_order(one) == released_order(other)
    assert released_range(list(one.values())) == released_range(list(other.values()))


def test_p8_d18_screen_file_and_payload_agree_for_every_item(rules, table_of):
    table = protect(table_of([[40, 7, 23], [55, 31, 60], [12, 18, 90]]), rules)
    provenance = Provenance("privacy", Filters("HCC"), date(2025, 6, 30), "Demo", 1, True)
    screen = [str(value) for value in table.frame["n"]]
    file = pd.read_csv(io.StringIO(csv_text(table.frame, provenance)[1:]), dtype=str)
    stored = [row["n"] for row in json.loads(json.dumps(payload(table)))["frame"]]

    assert screen == file["n"].tolist()
    assert screen.count("\u203911") == 4
    for text, value in zip(screen, stored, strict=True):
        withheld = {"value": None, "status": "withheld", "text": "fewer than 11 or withheld"}
        assert value == (withheld if text == "\u203911" else int(text))
