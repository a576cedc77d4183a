"""Refusals: a reason, a way out, and a safe trip between processes."""

import pickle

import pytest

from analytics.errors import BadInput, DidNotConverge, NoOverlap, TooFewEvents


@pytest.mark.parametrize("kind", [BadInput, DidNotConverge, NoOverlap, TooFewEvents])
def test_a_refusal_says_reason_and_remedy_even_from_another_process(kind):
    refused = pickle.loads(pickle.dumps(kind("9 events.", "Widen the period.")))  # noqa: S301

    assert isinstance(refused, kind)
    assert (refused.reason, refused.remedy) == ("9 events.", "Widen the period.")
    assert str(refused) == "9 events. Widen the period."
