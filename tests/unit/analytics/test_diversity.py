"""Shares of those who take part, year by year, on counts written by hand."""

import numpy as np
import pytest

from analytics.diversity import FEWEST, Diversity, strand
from analytics.errors import BadInput
from dashboard.charts.diversity import diversity_figure
from dashboard.sentences.diversity import diversity_counted, diversity_seen
from dashboard.tables.diversity import diversity_rows, diversity_table
from dashboard.wording import Words

WORDS = Words()


@pytest.fixture
def women():
    return strand("Sex", "Women", np.array([3, 25, 0, 8]), np.array([10, 100, 20, 16]))


@pytest.fixture
def found(women):
    return Diversity((2021, 2022, 2023, 2024), np.array([10, 110, 20, 16]), (women,), 4, 2024)


def test_a_share_is_of_those_of_whom_it_is_known_with_wilson_limits(women):
    np.testing.assert_allclose(women.share[1:], [0.25, 0, 0.5])
    # Wilson at 25 of 100, and at 0 of 20: z^2 / (n + z^2).
    np.testing.assert_allclose(women.lower[1], 0.1754521, atol=1e-6)
    np.testing.assert_allclose(women.upper[1], 0.3430447, atol=1e-6)
    np.testing.assert_allclose(women.upper[2], 3.841459 / 23.841459, atol=1e-6)


def test_a_year_of_too_few_has_no_share_and_eleven_have_one():
    found = strand("Sex", "Women", np.array([5, 5]), np.array([FEWEST - 1, FEWEST]))

    assert np.isnan(found.share).tolist() == [True, False]
    assert np.isnan([found.lower[0], found.upper[0]]).all()


def test_more_of_a_group_than_are_known_is_refused():
    with pytest.raises(BadInput, match="More Women"):
        strand("Sex", "Women", np.array([2]), np.array([1]))


def test_too_few_are_words_in_table_file_and_figure(found):
    table, rows = diversity_table(found, WORDS), diversity_rows(found, WORDS)

    assert table["Women, % (95 % CI)"].tolist()[:2] == ["too few (n 10)", "25.0 (17.5 to 34.3)"]
    assert rows["share"].tolist() == ["too few", 0.25, 0.0, 0.5]
    assert rows["of"].tolist() == [10, 100, 20, 16]
    texts = [note.text for note in diversity_figure(found, WORDS).layout.annotations]
    assert texts.count("too few") == 1


def test_a_year_that_is_not_over_is_named_so_and_left_out_of_the_sentence(found):
    assert diversity_table(found, WORDS)["Year"].tolist()[-1] == "2024, up to the cut-off"
    assert diversity_seen(found, WORDS) == (
        "Share in %, first year to last that is over: Women 25.0 in 2022, 0 in 2023."
    )


def test_who_has_no_year_is_said(found):
    assert "4 without a year are not shown" in diversity_counted(found, WORDS)
    assert "156 enrolled diagnoses" in diversity_counted(found, WORDS)


def test_no_two_years_with_enough_people_are_said_in_words(women):
    short = Diversity(
        (2021,), np.array([10]), (strand("Sex", "Women", *np.ones((2, 1), int)),), 0, None
    )

    assert diversity_seen(short, WORDS).startswith("No two years")
