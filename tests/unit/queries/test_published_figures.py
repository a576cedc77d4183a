"""The table of published figures: known codes, honest numbers, a source for each."""

import math

import pytest

from analytics.published import Shown
from queries.domains.catalogue import DOMAINS
from queries.domains.published import published_figures

EVERY = [
    (domain.code, figure)
    for domain in DOMAINS.values()
    for code in ("OS", "PFS", "LPFS", "CSS", "TTP", "TTUP", "LTP")
    for figure in published_figures(domain.code, code)
]


def test_every_line_of_the_table_is_reached():
    assert len(EVERY) == 95


@pytest.mark.parametrize(("domain", "figure"), EVERY)
def test_a_figure_is_of_a_known_endpoint_and_says_where_it_is_from(domain, figure):
    assert figure.endpoint in {rule.code for rule in DOMAINS[domain].endpoints}
    assert figure.citation or figure.identifier
    assert figure.n
    assert figure.techniques
    assert 0 < figure.share < 1
    assert figure.months > 0
    has_limits = not math.isnan(figure.lower)
    assert not has_limits or figure.lower < figure.months
    assert math.isnan(figure.upper) or figure.upper > figure.months


def test_the_pooled_series_of_embolisation_is_as_printed():
    first = [figure for figure in published_figures("HCC", "OS") if figure.row == 1]

    median = next(figure for figure in first if figure.shown is Shown.MEDIAN)
    assert (median.months, median.lower, median.upper, median.year) == (19.4, 16.2, 22.6, 2016)
    shares = {figure.months: figure.share for figure in first if figure.shown is Shown.SURVIVAL}
    assert shares == pytest.approx({12: 0.703, 24: 0.518, 36: 0.404, 60: 0.324})


def test_what_was_printed_with_the_event_is_turned_to_without_it():
    (local,) = [
        figure for figure in published_figures("LUNG_M", "LTP") if figure.shown is Shown.INCIDENCE
    ]

    assert local.share == pytest.approx(0.65)
