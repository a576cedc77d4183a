"""A forecast in its months: both questions from one distribution, and how far it is drawn."""

from datetime import date

import numpy as np
import pytest

from analytics.errors import TooFewEvents
from analytics.outlook import MOST_MONTHS, Asked, Outlook, SiteRecord, foretold

JULY = 12 * 2024 + 6


def record(counts=(40, 30, 20), days=400.0, cutoff=date(2024, 6, 30), planned=()):
    counts = np.array(counts)
    return SiteRecord(
        cutoff=cutoff,
        counts=counts,
        exposure=np.full(counts.size, days),
        enrolling=np.ones(counts.size, dtype=bool),
        planned=planned,
        notes=(),
    )


def test_months_ahead_begin_after_the_cut_off_and_hold_both_answers():
    at, months, ahead = foretold(record(), Asked(days=365, number=150))

    assert months[0] == JULY
    assert ahead.days[:2].tolist() == [31, 62]  # to the ends of July and August
    assert ahead.days[-1] >= max(365, at.targets[0].latest)


def test_a_month_that_is_not_over_ends_first():
    _, months, ahead = foretold(record(cutoff=date(2024, 6, 20)), Asked(365, 150))

    assert months[0] == JULY - 1
    assert ahead.days[0] == 10


def test_the_asked_day_agrees_with_the_months():
    at, _, ahead = foretold(record(), Asked(days=62, number=150))

    assert at.median[0] == ahead.median[1]
    assert at.lower[0] == ahead.lower[1]


def test_a_number_far_away_does_not_stretch_the_figure():
    at, months, _ = foretold(record(), Asked(days=365, number=90_000))

    assert np.isnan(at.targets[0].latest) or at.targets[0].latest > MOST_MONTHS * 31
    assert months.size == 13


def test_planned_openings_are_counted_from_the_cut_off():
    later = record(planned=(("New", date(2024, 7, 30)), ("Newer", date(2024, 9, 28))))

    without, *_ = foretold(record(), Asked(365, 150))
    at, *_ = foretold(later, Asked(365, 150))

    assert at.n_planned == 2
    assert at.median[0] > without.median[0]


def test_no_site_ever_open_is_refused():
    with pytest.raises(TooFewEvents, match="No site"):
        foretold(record(counts=()), Asked(365, 10))


def test_a_day_is_counted_from_the_cut_off():
    at, months, ahead = foretold(record(), Asked(31, 100))
    none = np.array([], dtype=np.int64)
    found = Outlook(record(), date(2024, 7, 31), at, months, ahead, none, none, none, none * 1.0)

    assert found.day(31) == date(2024, 7, 31)
    assert found.goal.target == 100
