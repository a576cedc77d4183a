"""Incidence of adverse events in ten patients."""

import numpy as np
import pytest

from analytics.adverse_events import ANY, Exposure, incidence
from analytics.errors import BadInput

MONTHS_100 = 3043.75
TEN = Exposure(patients=10, procedures=12, patient_days=2 * MONTHS_100)


@pytest.fixture
def table():
    """Anna has pain after both procedures, Ben fever after none."""
    found = incidence(["PAIN", "PAIN", "FEVER"], ["anna", "anna", "ben"], ["a1", "a2", None], TEN)
    return found.frame.set_index("term")


def test_patients_procedures_and_events_are_counted_apart(table):
    assert list(table.index) == [ANY, "FEVER", "PAIN"]
    np.testing.assert_array_equal(table["patients"], [2, 1, 1])
    np.testing.assert_array_equal(table["procedures"], [2, 0, 2])
    np.testing.assert_array_equal(table["events"], [3, 1, 2])


def test_each_denominator_is_its_own(table):
    assert table.loc[ANY, "patient_share"] == pytest.approx(2 / 10)
    assert table.loc[ANY, "procedure_share"] == pytest.approx(2 / 12)
    assert table.loc[ANY, "rate"] == pytest.approx(3 / 2)


def test_c26_zero_events_show_zero_and_an_exact_upper_limit():
    none = incidence([], [], [], TEN, terms=["ABSCESS"]).frame.set_index("term").loc["ABSCESS"]

    assert (none["patients"], none["patient_share"], none["patient_lower"]) == (0, 0, 0)
    assert none["patient_upper"] == pytest.approx(1 - 0.025 ** (1 / 10))
    assert none["procedure_upper"] == pytest.approx(1 - 0.025 ** (1 / 12))
    assert none["rate_upper"] == pytest.approx(-np.log(0.025) / 2)


def test_c26_zero_of_zero_is_no_exposure_in_words_and_no_number():
    found = incidence([], [], [], Exposure(0, 0, 0), terms=["ABSCESS"])

    assert found.notes == (
        "patients: no exposure",
        "procedures: no exposure",
        "patient-time: no exposure",
    )
    limits = found.frame.drop(columns=["term", "patients", "procedures", "events"])
    assert limits.isna().all(axis=None)


def test_listed_terms_keep_their_order_and_all_events_count_in_the_first_row():
    found = incidence(["PAIN"], ["anna"], ["a1"], TEN, terms=["FEVER", "ABSCESS"])

    assert list(found.frame["term"]) == [ANY, "FEVER", "ABSCESS"]
    assert list(found.frame["events"]) == [1, 0, 0]


def test_events_after_no_procedure_are_reported():
    assert incidence(["PAIN"], ["anna"], [None], TEN).unattributed == 1


def test_terms_are_listed_by_how_many_patients_have_them():
    found = incidence(["B", "A", "C", "C"], [1, 1, 1, 2], [1, 1, 1, 2], TEN)

    assert list(found.frame["term"]) == [ANY, "C", "A", "B"]


@pytest.mark.parametrize(
    ("rows", "exposure"),
    [
        ((["PAIN"], ["anna", "ben"], ["a1"]), TEN),
        ((["PAIN"], [None], ["a1"]), TEN),
        (([None], ["anna"], ["a1"]), TEN),
        ((["PAIN"], ["anna"], ["a1"]), Exposure(0, 1, 10)),
        ((["PAIN"], ["anna"], ["a1"]), Exposure(1, 0, 10)),
        ((["PAIN"], ["anna"], ["a1"]), Exposure(1, 1, 0)),
        (([], [], []), Exposure(-1, 1, 10)),
        (([], [], []), Exposure(1, 1, np.nan)),
    ],
    ids=["lengths", "patient", "term", "patients", "procedures", "days", "negative", "missing"],
)
def test_impossible_events_are_refused(rows, exposure):
    with pytest.raises(BadInput):
        incidence(*rows, exposure)
