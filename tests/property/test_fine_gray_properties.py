"""Laws of Fine-Gray regression that hold for any follow-up."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analytics.competing import fine_gray
from analytics.errors import AnalysisError

OPTIONS = st.fixed_dictionaries(
    {
        "ties": st.sampled_from(["breslow", "efron"]),
        "censoring": st.sampled_from(["events-first", "at-risk"]),
        "sandwich": st.sampled_from(["score", "score-and-censoring"]),
    }
)


@st.composite
def cohorts(draw):
    """40 to 90 people on 15 days with three causes, and two covariates."""
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    n = draw(st.integers(40, 90))
    covariates = np.column_stack([rng.normal(size=n), rng.integers(0, 2, n)])
    return covariates, rng.integers(0, 15, n), rng.integers(0, 4, n)


def fitted(*given, **options):
    try:
        return fine_gray(*given, **options)
    except AnalysisError:
        assume(False)


def assert_same(one, other, rel=1e-8):
    assert other.coef == pytest.approx(one.coef, rel=rel, abs=1e-9)
    assert other.se == pytest.approx(one.se, rel=rel)


@settings(max_examples=25)
@given(cohorts(), OPTIONS)
def test_rows_have_no_order_and_competing_causes_need_no_names(cohort, options):
    x, time, code = cohort
    order = np.random.default_rng(2).permutation(time.size)
    plain = fitted(x, time, code, **options)

    assert_same(plain, fine_gray(x[order], time[order], code[order], **options))
    assert_same(plain, fine_gray(x, time, np.minimum(code, 2), **options))
    assert_same(plain, fine_gray(x, time, np.array([0, 3, 2, 1])[code], cause=3, **options))


@settings(max_examples=25)
@given(cohorts(), OPTIONS)
def test_entry_at_zero_is_none_and_clusters_of_one_are_people(cohort, options):
    plain = fitted(*cohort, **options)

    assert_same(plain, fine_gray(*cohort, **options, entry=np.zeros(cohort[1].size)), rel=1e-12)
    assert_same(plain, fine_gray(*cohort, **options, cluster=np.arange(cohort[1].size)))


@settings(max_examples=25)
@given(cohorts(), OPTIONS.filter(lambda options: options["ties"] == "breslow"))
def test_everybody_twice_in_clusters_of_two_changes_nothing(cohort, options):
    n = cohort[1].size
    plain = fitted(*cohort, **options)

    twice = [np.concatenate([values, values]) for values in cohort]

    assert_same(plain, fine_gray(*twice, **options, cluster=np.tile(np.arange(n), 2)))


@settings(max_examples=25)
@given(cohorts())
def test_without_censoring_nobody_with_a_competing_event_ever_leaves(cohort):
    x, time, code = cohort[0], cohort[1], 1 + cohort[2] % 2

    # with all weights 1, the model is that of people who never have the event
    forever = np.where(code == 2, 99, time)
    assert_same(fitted(x, time, code), fine_gray(x, forever, np.where(code == 2, 0, 1)))


@settings(max_examples=25)
@given(cohorts(), OPTIONS)
def test_turning_a_covariate_round_turns_its_coefficient(cohort, options):
    x, time, code = cohort
    plain, turned = fitted(x, time, code, **options), fitted(x * [-1, 1], time, code, **options)

    assert turned.coef == pytest.approx(plain.coef * [-1, 1], rel=1e-8, abs=1e-9)
    assert turned.loglik == pytest.approx(plain.loglik)
    assert plain.loglik >= plain.loglik_null
