"""Two hazard ratios of first events: numbers of the engine, and no wrong test of lesions."""

import numpy as np
import pandas as pd
import pytest

from analytics.cause_comparison import compare_causes
from analytics.cells import CountTable
from analytics.counted_people import counted_people
from analytics.fine_gray import fine_gray
from analytics.gray import gray_test
from analytics.hazards import cox

rng = np.random.default_rng(3)
ROWS = pd.DataFrame(
    {
        "technique_code": rng.choice(["A", "B", "C"], 400, p=[0.5, 0.45, 0.05]),
        "cluster_no": rng.integers(0, 150, 400),
        "entry": rng.choice([0.0, 0.0, 0.0, 5.0], 400),
        "code": rng.integers(0, 3, 400),
    }
)
ROWS["day"] = ROWS["entry"] + rng.integers(1, 300, 400)
KEYS = ("technique_code", "cluster_no", "entry", "day", "code")
COUNTS = CountTable(ROWS.groupby(list(KEYS)).size().rename("n").reset_index(), KEYS)
PAIR = ROWS[ROWS["technique_code"].isin(["A", "B"])]
TERM = pd.DataFrame({"x": (PAIR["technique_code"] == "B").astype(float)})


def compared(cluster="", groups=("A", "B")):
    return compare_causes(counted_people(COUNTS, cluster=cluster), groups, reference="A")


def test_both_ratios_are_those_of_their_models():
    (event, other) = compared().ratios

    specific = cox(TERM, PAIR["day"], PAIR["code"] == 1, entry=PAIR["entry"])
    sub = fine_gray(TERM, PAIR["day"], PAIR["code"], entry=PAIR["entry"])
    assert event.cause_specific.estimate == pytest.approx(specific.ratio[0])
    assert event.cause_specific.lower == pytest.approx(specific.ratio_lower[0])
    assert event.subdistribution.estimate == pytest.approx(sub.ratio[0])
    assert event.subdistribution.upper == pytest.approx(sub.ratio_upper[0])
    assert (event.cause, other.cause) == (1, 2)


def test_grays_test_is_of_those_observed_from_the_start_and_says_who_is_not():
    result = compared()

    start = PAIR[PAIR["entry"] == 0]
    wanted = gray_test(start["day"], start["code"], start["technique_code"])
    assert result.gray.statistic == pytest.approx(wanted.statistic)
    assert result.n_late == (PAIR["entry"] > 0).sum()


def test_lesions_have_no_grays_test_and_errors_clustered_by_patient():
    result = compared(cluster="cluster_no")

    clustered = {"entry": PAIR["entry"], "cluster": PAIR["cluster_no"]}
    wanted = cox(TERM, PAIR["day"], PAIR["code"] == 1, **clustered)
    sub = fine_gray(TERM, PAIR["day"], PAIR["code"], **clustered)
    assert result.gray is None
    assert result.robust_score.statistic == pytest.approx(wanted.robust_score.statistic)
    event = result.ratios[0]
    assert event.cause_specific.upper == pytest.approx(wanted.ratio_upper[0])
    assert event.subdistribution.upper == pytest.approx(sub.ratio_upper[0])
    assert result.n_clusters == PAIR["cluster_no"].nunique()


def test_clusters_widen_or_narrow_what_they_leave_where_it_is():
    alone, together = compared().ratios[0], compared(cluster="cluster_no").ratios[0]

    estimate = together.cause_specific.estimate
    assert alone.cause_specific.estimate == pytest.approx(estimate)
    assert alone.cause_specific.upper != pytest.approx(together.cause_specific.upper)


def test_a_small_group_is_not_estimable_and_the_others_stand():
    few = ROWS[(ROWS["technique_code"] != "C") | (ROWS["code"] == 0)]
    counts = CountTable(few.groupby(list(KEYS)).size().rename("n").reset_index(), KEYS)

    result = compare_causes(counted_people(counts), ("A", "B", "C"), reference="A")

    last = next(its for its in result.ratios if its.group == "C")
    assert last.cause_specific is None
    assert "fewer than 5 events" in last.why_no_cause_specific
    assert result.ratios[0].cause_specific is not None
    assert result.why_no_test.startswith("No test: a group has fewer than 10 patients")
