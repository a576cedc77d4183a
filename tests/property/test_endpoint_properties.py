"""Laws of derived follow-up that hold for any dated facts."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analytics.endpoints import EndpointRule, time_to_event

RULE = EndpointRule("TTP", "", "", event=("progressed",), competing=("died",))

days = st.one_of(st.just(float("nan")), st.integers(-5, 60).map(float))
facts = st.lists(
    st.fixed_dictionaries(
        dict.fromkeys(("progressed", "died", "last_contact_day", "entry_day"), days)
        | {"cutoff_day": st.one_of(st.just(float("nan")), st.integers(0, 50).map(float))}
    ),
    min_size=1,
    max_size=20,
).map(pd.DataFrame)


@given(facts)
def test_whoever_is_counted_has_a_possible_time_and_whoever_is_not_has_a_reason(facts):
    result = time_to_event(facts, RULE)

    counted = result.reason == ""
    assert (result.time[counted] > result.entry[counted]).all()
    assert (result.code[counted] >= 0).all()
    assert np.isnan(result.time[~counted]).all()
    assert (result.code[~counted] == -1).all()


@given(facts)
def test_nobody_is_followed_beyond_the_cut_off(facts):
    result = time_to_event(facts, RULE)

    cutoff = np.maximum(facts["cutoff_day"].fillna(np.inf), 0.5)
    counted = result.reason == ""
    assert (result.time <= cutoff)[counted].all()


@given(facts, st.integers(0, 50))
def test_a_cut_of_the_whole_is_the_whole_cut_later(facts, cutoff):
    """Cutting at a day equals deriving without a cut and censoring at that day."""
    whole = time_to_event(facts.assign(cutoff_day=float("nan"), entry_day=0.0), RULE)
    cut = time_to_event(facts.assign(cutoff_day=float(cutoff), entry_day=0.0), RULE)

    both = (whole.reason == "") & (cut.reason == "")
    limit = max(cutoff, 0.5)
    np.testing.assert_array_equal(np.minimum(whole.time, limit)[both], cut.time[both])
    later = whole.time > limit
    np.testing.assert_array_equal(np.where(later, 0, whole.code)[both], cut.code[both])


@given(facts)
def test_each_row_is_derived_on_its_own(facts):
    together = time_to_event(facts, RULE)
    alone = [time_to_event(facts.iloc[[row]], RULE) for row in range(len(facts))]

    np.testing.assert_array_equal(together.time, [each.time[0] for each in alone])
    np.testing.assert_array_equal(together.code, [each.code[0] for each in alone])
