"""The map of the world: outlines that lie where countries are, filled by what is enrolled."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

from analytics.progress import Countries, CountryProgress, Progress
from dashboard.charts.land import PLACES, equal_earth, middle_of, outlines
from dashboard.charts.world import class_names, classes_up_to, world_figure
from dashboard.sentences.places import map_drawn
from dashboard.theme import DARK
from dashboard.wording import Words
from queries.domains.places import COUNTRIES, REGIONS

ROOT = Path(__file__).resolve().parents[3]
RADIUS = 6371.0  # km
TOO_SMALL = {"SGP", "HKG"}  # for a map of 1:110 million


def country(code, n):
    name, region = COUNTRIES[code]
    return CountryProgress(code, name, REGIONS[region], Progress(n, n, None), 1, 0)


def area(rings):
    """Area of rings in the plane, by the surveyor's formula."""
    return sum(
        abs(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2
        for x, y in ((np.float64(x), np.float64(y)) for x, y in rings)
    )


def test_every_country_of_the_registry_has_its_place_and_its_outline():
    assert set(PLACES) == set(COUNTRIES)
    assert {code for code in PLACES if PLACES[code].number not in outlines()} == TOO_SMALL
    assert len({place.number for place in PLACES.values()}) == len(PLACES)


@pytest.mark.parametrize("code", sorted(set(COUNTRIES) - TOO_SMALL))
def test_the_middle_of_a_country_lies_within_the_bounds_of_its_outline(code):
    x, y = middle_of(code)
    across, up = (
        np.concatenate([r[way] for r in outlines()[PLACES[code].number]]) for way in (0, 1)
    )

    assert across.min() <= x <= across.max()
    assert up.min() <= y <= up.max()


@pytest.mark.parametrize(
    ("code", "square_km"), [("AUS", 7_692_000), ("BRA", 8_516_000), ("CAN", 9_985_000)]
)
def test_a_country_is_as_large_on_the_map_as_it_is(code, square_km):
    drawn = area(outlines()[PLACES[code].number]) * RADIUS**2

    assert drawn == pytest.approx(square_km, rel=0.03)


def test_a_field_of_the_globe_keeps_its_area_wherever_it_lies():
    # Ten by ten degrees on a globe of radius 1: its width times the difference of the sines.
    for south in (0, 60):
        up = np.linspace(south, south + 10, 500)
        west, east = (equal_earth(np.full(up.size, at), up) for at in (20.0, 30.0))
        drawn = np.trapezoid(east[0] - west[0], west[1])
        true = np.radians(10) * (np.sin(np.radians(south + 10)) - np.sin(np.radians(south)))
        assert drawn == pytest.approx(true, rel=1e-4)


def test_the_edge_of_the_map_lies_where_its_authors_say():
    # At the equator 180 degrees are 2 sqrt(3) pi / (3 x 1.340264); a pole lies as high as pi / 3.
    x, _ = equal_earth(np.array([180.0]), np.array([0.0]))
    _, y = equal_earth(np.array([0.0]), np.array([90.0]))

    assert x[0] == pytest.approx(2.7066299, abs=1e-6)
    assert y[0] == pytest.approx(1.3173628, abs=1e-6)


def test_no_outline_runs_around_the_globe():
    widest = max(x.max() - x.min() for rings in outlines().values() for x, _ in rings)

    assert widest < 2.7066  # half of the way around


@pytest.fixture
def maker():
    spec = importlib.util.spec_from_file_location("outlines", ROOT / "docs/outlines.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_ring_across_the_antimeridian_is_cut_there(maker):
    # A square from 170 east to 170 west, as two arcs, the second walked backwards.
    topology = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [[[170, 0], [-340, 0], [0, 10]], [[170, 0], [0, 10], [-340, 0]]],
        "objects": {
            "countries": {
                "geometries": [{"type": "Polygon", "id": "999", "arcs": [[0, -2]]}],
            }
        },
    }
    rings = maker.outlines_of(topology)["999"]
    placed = [np.cumsum(np.reshape(ring, (-1, 2)), axis=0).tolist() for ring in rings]
    corners = sorted(sorted({tuple(point) for point in ring}) for ring in placed)

    assert corners == [
        [(-1800, 0), (-1800, 100), (-1700, 0), (-1700, 100)],
        [(1700, 0), (1700, 100), (1800, 0), (1800, 100)],
    ]


def test_the_outlines_are_small_and_say_where_they_are_from():
    folder = ROOT / "dashboard/outlines"

    assert (folder / "countries.json").stat().st_size < 150_000
    assert "public domain" in (folder / "SOURCE.md").read_text()
    assert "Permission to use, copy, modify" in (folder / "SOURCE.md").read_text()
    assert "express no opinion on borders" in map_drawn(Countries(()), Words())


@pytest.mark.parametrize("look", [{}, {"look": DARK}], ids=["light", "dark"])
def test_a_map_of_every_country_stays_light(look):
    every = Countries(tuple(country(code, 40 + n) for n, code in enumerate(COUNTRIES)))
    figure = world_figure(every, Words(), **look)

    assert len(figure.to_json()) < 400_000
    assert len(figure.data) < 180


def test_a_country_is_filled_by_its_class_and_says_its_number_and_share():
    figure = world_figure(Countries((country("DEU", 30), country("SGP", 10))), Words())
    fills = [trace for trace in figure.data if trace.meta == "outline"]
    bubbles = [trace for trace in figure.data if trace.meta == "countries"]

    assert [trace.text.split(",")[0] for trace in fills] == [
        "<b>Germany</b><br>30 enrolled (75.0 % of those in view)"
    ]
    assert [told.split(",")[0] for trace in bubbles for told in trace.customdata] == [
        "<b>Germany</b><br>30 enrolled (75.0 % of those in view)",
        "<b>Singapore</b><br>10 enrolled (25.0 % of those in view)",
    ]
    assert "30 or more enrolled" in [trace.name for trace in figure.data]


def test_a_country_without_enrolment_is_land_like_any_other():
    figure = world_figure(Countries((country("DEU", 30), country("POL", 0))), Words())

    assert len([trace for trace in figure.data if trace.meta == "outline"]) == 1
    assert [trace.name for trace in figure.data][-1] == "Nobody enrolled yet"


def test_nobody_enrolled_anywhere_leaves_a_map_without_classes():
    figure = world_figure(Countries((country("POL", 0),)), Words())

    assert not [trace for trace in figure.data if trace.meta == "outline"]


@pytest.mark.parametrize(
    ("most", "names"),
    [
        (1, ["1 or more"]),
        (2, ["1 or more"]),
        (3, ["1 to 2", "3 or more"]),
        (225, ["1 to 9", "10 to 29", "30 to 99", "100 or more"]),
    ],
)
def test_classes_cover_every_number_once(most, names):
    assert list(class_names(classes_up_to(most))) == [f"{name} enrolled" for name in names]


def test_outlines_hold_numbers_only():
    held = json.loads((ROOT / "dashboard/outlines/countries.json").read_text())

    assert {type(step) for rings in held.values() for ring in rings for step in ring} == {int}
