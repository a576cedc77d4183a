"""The follow-up gate: who lies below it, who has no verdict, and whom they take along."""

import pytest

from analytics.follow_up_gate import follow_up_gate, followed
from analytics.observation import GATE

SITES = (followed("S1", "One", 17, 20), followed("S2", "Two", 20, 20), followed("S3", "Few", 0, 9))
TECHNIQUES = (followed("MWA", "Microwave", 45, 50), followed("RFA", "Radiofrequency", 44, 50))
COUNTED = [
    ("S1", "MWA", 10),
    ("S1", "RFA", 5),
    ("S2", "MWA", 7),
    ("S2", "RFA", 3),
    ("S3", "MWA", 4),
]


@pytest.fixture
def gate():
    return follow_up_gate(SITES, TECHNIQUES, COUNTED)


def test_below_is_who_knows_less_than_nine_in_ten(gate):
    assert GATE == 0.90
    assert [site.code for site in gate.sites_below] == ["S1"]
    assert [its.code for its in gate.techniques_below] == ["RFA"]  # 45 of 50 is the gate itself


def test_under_ten_there_is_no_verdict(gate):
    assert not gate.sites[2].is_below


def test_a_patient_below_in_two_ways_leaves_once(gate):
    assert (gate.n, gate.n_leaving) == (29, 10 + 5 + 3)


def test_another_gate_gives_another_verdict():
    assert not followed("S1", "One", 17, 20, mark=0.8).is_below


def test_nothing_below_holds():
    assert follow_up_gate(SITES[1:], TECHNIQUES[:1], COUNTED).holds
