"""How numbers are written: never a 0 % that is not zero, never a p-value of 0."""

import math

import pytest

from dashboard.wording import (
    label_text,
    months,
    months_with_limits,
    p_value,
    percent,
    plot_text,
    whole,
)


@pytest.mark.parametrize(
    ("share", "written"),
    [
        (0, "0"),
        (1, "100"),
        (0.018, "1.8"),
        (445 / 2_487_900, "< 0.1"),
        (0.9999, "> 99.9"),
        (0.5, "50.0"),
        (math.nan, "not estimable"),
    ],
)
def test_a_share_is_zero_or_all_only_where_it_is(share, written):
    assert percent(share) == written


@pytest.mark.parametrize(
    ("p", "written"),
    [
        (0.0, "p < 0.001"),
        (1e-300, "p < 0.001"),
        (0.00099, "p < 0.001"),
        (0.0123, "p = 0.012"),
        (0.456, "p = 0.46"),
        (1.0, "p > 0.99"),
    ],
)
def test_a_p_value_is_never_zero_and_has_two_digits(p, written):
    assert p_value(p) == written


def test_a_median_that_is_not_reached_is_said_in_words():
    assert months(math.nan) == "not reached"
    assert months_with_limits(math.nan, math.nan, math.nan) == "not reached"
    assert months_with_limits(304.375, 274.0, math.nan) == "10.0 (9.0 to not reached)"


def test_counts_are_whole_and_apart_by_thousands():
    assert whole(12_345) == "12,345"
    assert whole(2.5) == "2.5"


@pytest.mark.parametrize("text", ["**bold**", "[x](http://h)", "$a$", ":red[x]", "<b>", "a_b"])
def test_data_in_markdown_is_shown_letter_by_letter(text):
    assert label_text(text).replace("\\", "") == text
    assert label_text(text) != text


def test_data_in_plots_holds_no_tag_and_no_link():
    assert plot_text('<a href="http://h">x</a>').startswith("&lt;a href")
    assert len(plot_text("x" * 500)) == 80
