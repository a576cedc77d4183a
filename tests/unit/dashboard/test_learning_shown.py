"""What is drawn, written and taken away of learning and drift says the same."""

import numpy as np
import pytest

from analytics.errors import TooFewEvents
from analytics.learning import ChosenCourse, learning, standard_of
from analytics.risk_model import Factor
from dashboard.charts.learning import cusum_figure, difference_figure, sites_figure, volume_figure
from dashboard.sentences.learning import cusum_seen, sites_seen, volume_seen
from dashboard.tables.learning import (
    course_key_figures,
    course_rows,
    course_table,
    model_rows,
    sites_rows,
)
from dashboard.wording import Words
from tests.unit.analytics.test_learning import units

STAGE = Factor("stage", "Stage", (("A", "early"), ("B", "late")))
WORDS = Words()


@pytest.fixture(scope="module")
def standard():
    return standard_of(units(), [STAGE])


def chosen(standard, cases=60, site="S1"):
    drawn = units()
    kept = drawn[drawn["site_id"] == site].head(cases)
    found = learning(kept, "COMPLICATION", standard)
    return ChosenCourse("COMPLICATION", standard, found.courses[0])


def test_the_file_holds_the_points_of_both_charts(standard):
    result = chosen(standard)
    rows = course_rows(result, WORDS)
    worse, better, *_ = cusum_figure(result, WORDS).data
    line = difference_figure(result, WORDS).data[1]

    assert worse.y[1:] == pytest.approx(rows["cusum_twice_the_odds"])
    assert -better.y[1:] == pytest.approx(rows["cusum_half_the_odds"])
    assert line.y[1:] == pytest.approx(rows["observed_minus_expected"])
    assert course_table(result, WORDS)["After case"].tolist() == [
        "10",
        "20",
        "30",
        "40",
        "50",
        "60",
    ]


def test_a_site_with_few_cases_is_told_everywhere_and_drawn_nowhere(standard):
    result = chosen(standard, cases=12)

    with pytest.raises(TooFewEvents, match="S1 has 12 cases"):
        cusum_figure(result, WORDS)
    assert "too few: 12 cases, 20 are asked" in cusum_seen(result, WORDS)
    assert course_key_figures(result, WORDS)[-1].value == "too few"
    assert course_rows(result, WORDS).empty


def test_sites_stand_in_words_and_file_with_one_ratio(standard):
    found = learning(units(), "COMPLICATION", standard)
    rows = sites_rows(found, WORDS)

    assert len(sites_figure(found, WORDS).data) == 2 * len(rows)
    assert f"S3 {rows['ratio'][3]:.2f} (" in sites_seen(found, WORDS)
    assert rows["ratio"].tolist() == pytest.approx((rows["observed"] / rows["expected"]).tolist())


def test_f08_one_site_has_no_volume_to_compare(standard):
    drawn = units()
    found = learning(drawn[drawn["site_id"] == "S1"], "COMPLICATION", standard)

    with pytest.raises(TooFewEvents, match="one site is in your view"):
        volume_figure(found, WORDS)


def test_a_band_is_named_by_its_cases(standard):
    found = learning(units(), "COMPLICATION", standard)

    assert "10 to 24 cases a year: " in volume_seen(found, WORDS)


def test_the_file_of_the_model_rebuilds_an_expected_risk(standard):
    rows = model_rows(standard, WORDS).set_index("kind")
    # One term: the level that is not the most frequent.
    code = rows.loc["level", "code"]
    logit = rows.loc["intercept", "log_odds"] + rows.loc["level", "log_odds"]
    drawn = units()

    share = drawn.loc[drawn["stage"] == code, "outcome"].mean()
    assert 1 / (1 + np.exp(-logit)) == pytest.approx(share)
