"""Accrual, places and sites as words, tables and figures: each says what the result says."""

import json
from dataclasses import replace

import numpy as np
import pytest

from analytics.accrual import Accrual, rolling_rate
from analytics.errors import TooFewEvents
from analytics.progress import Countries, CountryProgress, DomainsByRegion, Progress
from analytics.quarters import by_quarter
from analytics.site_pace import site_paces
from dashboard.charts.accrual import by_group_figure, cumulative_figure
from dashboard.charts.pace import rolling_figure
from dashboard.charts.targets import domain_region_figure
from dashboard.charts.world import world_figure
from dashboard.sentences.accrual import accrual_against_target, accrual_headline
from dashboard.sentences.places import countries_seen, domains_seen
from dashboard.sentences.sites import pace_counted, pace_seen
from dashboard.tables.accrual import (
    accrual_by_group,
    accrual_by_group_rows,
    accrual_key_figures,
    accrual_rows,
    month_names,
    rolling_rows,
    rolling_table,
)
from dashboard.tables.places import country_rows, country_table, domain_rows
from dashboard.tables.sites import alarms_table, pace_table
from dashboard.wording import Words
from queries.domains.places import COUNTRIES

WORDS = Words()
COUNTS = np.array([[3, 4, 5, 6], [0, 0, 0, 0]])


@pytest.fixture
def accrual():
    planned = np.array([[5.0, 5.0, 5.0, 5.0], [0.0, 0.0, 2.0, 2.0]])
    return Accrual(
        level="site",
        groups=("<b>A</b>", "B"),
        months=np.arange(24288, 24292),
        counts=COUNTS,
        undated=np.array([1, 0]),
        target=np.cumsum(planned.sum(axis=0)),
        partial_last=False,
        planned=planned,
        open_sites=np.array([1, 1, 2, 2]),
        pace=rolling_rate(COUNTS.sum(axis=0), np.arange(24288, 24292)),
    )


def test_the_headline_gives_number_plan_interval_pace_and_places_without_any(accrual):
    said = accrual_headline(accrual, WORDS)

    # 18 of 24: 0.75, Garwood 10.668 to 28.448; 15 in 90 days: 5.07 a month
    assert said.startswith("19 diagnoses are enrolled, as planned, within chance: 0.75 (0.44 to")
    assert "5.1 (2.8 to 8.4) a month" in said
    assert "6.3 a month were planned" in said
    assert said.endswith("1 of 2 sites have none.")


def test_c63_no_target_a_target_of_zero_and_a_target_passed_are_words(accrual):
    none = replace(accrual, target=None, planned=None)
    zero = replace(accrual, target=np.zeros(4), planned=np.zeros((2, 4)))
    passed = replace(accrual, target=np.full(4, 9.0), planned=None)

    assert "no target was supplied" in accrual_headline(none, WORDS)
    assert "the target is 0" in accrual_headline(zero, WORDS)
    assert "which is passed" in accrual_against_target(passed, WORDS)
    assert [accrual_key_figures(a, WORDS)[1].value for a in (none, zero, passed)] == [
        "no target",
        "target is 0",
        "2.00",
    ]


def test_places_are_held_to_their_own_target_and_a_zero_stays_a_zero(accrual):
    table = accrual_by_group(accrual, WORDS)
    rows = accrual_by_group_rows(accrual, WORDS)

    assert table["Observed / expected (95 % CI)"].tolist() == [
        "0.90 (0.53 to 1.42)",
        "0 (0 to 0.92)",
    ]
    assert rows["expected"].tolist() == [20, 4]
    marks = by_group_figure(accrual, WORDS).data[1]
    assert list(marks.x) == rows["expected"].tolist()


def test_the_strip_of_open_sites_is_drawn_and_written_to_the_file(accrual):
    strip = next(t for t in cumulative_figure(accrual, WORDS).data if t.name == "Open sites")

    assert list(strip.y) == [1, 1, 2, 2]
    assert accrual_rows(accrual, WORDS)["open_sites_all_places"].tolist() == [
        1,
        1,
        1,
        1,
        2,
        2,
        2,
        2,
    ]
    none = replace(accrual, open_sites=None)
    assert accrual_key_figures(none, WORDS)[3].value == "not supplied"


def test_quarters_are_named_and_an_unfinished_one_is_marked(accrual):
    assert month_names(by_quarter(accrual)) == ["Q1 2024", "Q2 2024 (incomplete)"]


def test_the_rolling_rate_is_drawn_from_what_its_file_holds(accrual):
    rows, line = rolling_rows(accrual, WORDS), rolling_figure(accrual, WORDS).data[-1]

    np.testing.assert_allclose(line.y, rows["per_month_of_30_4375_days"].to_numpy())
    assert rolling_table(accrual, WORDS)["Enrolled in them (n)"].tolist() == ["12", "15"]


def test_under_three_months_there_is_no_rate_but_a_sentence(accrual):
    short = replace(accrual, pace=None)

    assert accrual_key_figures(short, WORDS)[2].value == "too few"
    assert rolling_table(short, WORDS).empty
    assert rolling_rows(short, WORDS).empty
    with pytest.raises(TooFewEvents, match="three whole months"):
        rolling_figure(short, WORDS)


@pytest.fixture
def countries():
    def country(code, n, expected, opened, planned=0):
        name, region = COUNTRIES[code]
        regions = {"EU": "Europe", "AM": "Americas", "AP": "Asia-Pacific"}
        return CountryProgress(
            code, name, regions[region], Progress(n, n, expected), opened, planned
        )

    return Countries(
        (country("DEU", 40, 50.0, 2), country("JPN", 10, None, None), country("POL", 0, 0.0, 0, 1))
    )


def test_the_map_asks_for_nothing_from_outside(countries):
    figure = world_figure(countries, WORDS)

    assert {trace.type for trace in figure.data} == {"scatter"}
    assert "geo" not in json.loads(figure.to_json())["layout"]
    assert "topojson" not in figure.to_json()
    sizes = [
        list(t.marker.size)
        for t in figure.data
        if t.meta == "countries" and t.name != "Nobody enrolled yet"
    ]
    assert sizes == [[40], [10]]


def test_the_map_closes_in_on_the_countries_in_view(countries):
    near = Countries(countries.countries[:1])

    # Germany lies at 10 degrees east and 51 north: at 0.15 radii of the globe from its middle.
    west, east = world_figure(near, WORDS).layout.xaxis.range
    assert -0.6 < west < 0.15 < east < 0.9
    assert world_figure(countries, WORDS).layout.xaxis.range == (-2.55, 2.65)


def test_the_table_of_the_map_says_what_is_not_known(countries):
    table, rows = country_table(countries, WORDS), country_rows(countries, WORDS)

    assert table["Target (n)"].tolist() == ["50", "no target", "no target"]
    assert table["Open sites (n)"].tolist() == ["2", "not supplied", "0"]
    assert rows["observed_over_expected"].tolist() == [0.8, "no target", "no target"]
    assert countries_seen(countries, WORDS) == (
        "Most are enrolled in Germany 40, Japan 10. Sites are to open in Poland."
    )


def test_domains_by_region_show_number_target_and_ratio_in_words_and_colour():
    found = DomainsByRegion(
        ("HCC",), ("Europe", "Americas"), ((Progress(30, 30, 60.0), Progress(5, 5, None)),)
    )

    cells = domain_region_figure(found, WORDS).data[0]
    assert list(cells.text[0]) == ["<b>30</b> of 60<br>0.50", "<b>5</b><br>no target"]
    assert list(cells.z[0]) == [-0.4, 0]
    assert domain_rows(found, WORDS)["expected"].tolist() == [60, "no target"]
    assert "Americas 5 (no target)" in domains_seen(found, WORDS)


def test_sites_in_need_of_a_call_are_named_and_nobody_in_need_is_said():
    counts = np.array([[4] * 9 + [0] * 3, [2] * 12])
    days = np.full(counts.shape, 30.4375)
    found = site_paces(["S1", "S2"], counts, days, last_month=24305, not_open=0)
    calm = site_paces(["S2"], counts[1:], days[1:], last_month=24305, not_open=0)

    assert pace_seen(found, WORDS) == "dormant: S1."
    assert alarms_table(found, WORDS)["Site"].tolist() == ["S1"]
    assert pace_table(found, WORDS)["Chance of such a silence (%)"].tolist() == ["< 0.1", "100"]
    assert "less than one site" in pace_counted(found, WORDS)
    assert alarms_table(calm, WORDS).iloc[0, 1] == "No site is dormant or slower."
