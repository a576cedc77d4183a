"""Conditions in an address: what is written is read again, and what is not ours is dropped."""

import pytest

from queries.cohort_text import MAX_LENGTH, understood, written
from queries.criteria import Criterion

AGED = Criterion("age_at_enrolment", low=60)
STAGE = Criterion("bclc", codes=("A", "B"), keeps_missing=True)
LIVER = Criterion("albi", high=-2.6)
KNOWN = Criterion("pvi")


def test_conditions_are_written_short_and_read_the_same():
    text = written((AGED, STAGE, LIVER, KNOWN))

    assert text == "age_at_enrolment~from60 bclc~A~B~missing albi~to-2.6 pvi~entered"
    assert understood(text, "HCC") == ((AGED, STAGE, LIVER, KNOWN), ())


def test_nothing_is_an_empty_line():
    assert written(()) == ""
    assert understood("", "HCC") == ((), ())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("site_id~A", "does not describe"),
        ("diagnosis_id~D1", "does not describe"),
        ("renal_score~from4", "does not describe"),  # of another disease domain
        ("bclc~Q", "not on its list"),
        ("bclc", "cannot be read"),
        ("bclc~", "cannot be read"),
        ("bclc~'; DROP TABLE site", "cannot be read"),
        ("<script>alert(1)</script>", "does not describe"),
        ("bclc~from2", "limits are given for a code"),
        ("albi~A", "codes are given for a number"),
        ("albi~missing", "keeps everybody"),
        ("age_at_enrolment~from63", "bands of ten years"),
        ("age_at_enrolment~to70", "bands of ten years"),
        ("max_diameter_mm~from33.3", "two digits"),
        ("max_diameter_mm~from9000", "out of its range"),
        ("n_tumours~from1.5", "whole number"),
        ("albi~fromnan", "cannot be read"),
        ("albi~from1e9", "cannot be read"),
        ("max_diameter_mm~from50~to30", "above the upper one"),
        ("primary_site~C2", "not on its list"),
    ],
)
def test_what_is_not_a_condition_is_dropped_and_the_rest_holds(text, reason):
    kept, reasons = understood(f"{text} sex~F", "HCC")

    assert kept == (Criterion("sex", codes=("F",)),)
    assert any(reason in said for said in reasons)


def test_a_field_that_stands_twice_counts_once():
    kept, reasons = understood("sex~F sex~M", "HCC")

    assert kept == (Criterion("sex", codes=("F",)),)
    assert "given twice" in reasons[0]


def test_a_reason_repeats_nothing_of_what_stood_there():
    _, reasons = understood("<img/src=x> [a](javascript:b)~A bclc~ZZZ", "HCC")

    assert not any(part in said for said in reasons for part in ("<", "javascript", "ZZZ"))


def test_a_text_without_end_is_not_looked_at():
    kept, reasons = understood("sex~F " * MAX_LENGTH, "HCC")

    assert kept == ()
    assert str(MAX_LENGTH) in reasons[0]


def test_a_condition_of_one_domain_is_dropped_in_another():
    assert understood(written((STAGE,)), "RCC")[0] == ()
    assert understood("enrolment_type~PROSPECTIVE primary_site~C64", "RCC")[1] == ()
