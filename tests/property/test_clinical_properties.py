"""Laws of the clinical scores."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analytics.kidney import egfr
from analytics.liver import albi, child_pugh_points
from analytics.liver_stage import bclc, milan, six_and_twelve, up_to_seven

ALBUMIN, BILIRUBIN = st.floats(10, 60), st.floats(1, 600)
NUMBER, DIAMETER = st.integers(1, 11), st.floats(1, 300)


@given(ALBUMIN, BILIRUBIN, st.floats(0.1, 10))
def test_more_albumin_and_less_bilirubin_are_better(albumin, bilirubin, step):
    score = albi([albumin, albumin + step, albumin], [bilirubin, bilirubin, bilirubin + step])

    assert score[1] < score[0] < score[2]


@given(
    BILIRUBIN,
    ALBUMIN,
    st.floats(0.5, 8),
    st.sampled_from(["NONE", "MILD", "MOD_SEV"]),
    st.sampled_from(["NONE", "G1_2", "G3_4"]),
)
def test_child_pugh_points_run_from_five_to_fifteen(bilirubin, albumin, inr, ascites, brain):
    points = child_pugh_points(
        bilirubin_umol_l=[bilirubin],
        albumin_g_l=[albumin],
        inr=[inr],
        ascites=[ascites],
        encephalopathy=[brain],
    )

    assert points[0] in range(5, 16)


@given(NUMBER, DIAMETER)
def test_who_is_within_milan_is_early_if_fit(number, diameter):
    load = {"n_tumours": [number], "max_diameter_mm": [diameter]}
    spread = {"pvi": ["VP0"], "extrahepatic_disease": ["N"]}
    stage = bclc(ecog=[0], child_pugh=["A"], **load, **spread)[0]

    assert stage in {"0", "A", "B"}
    if milan(**load, **spread)[0] == 1:
        assert stage in {"0", "A"}


@given(NUMBER, DIAMETER)
def test_low_load_is_within_up_to_seven_and_high_load_is_not(number, diameter):
    group = six_and_twelve([number], [diameter])[0]
    within = up_to_seven([number], [diameter])[0]

    assert within or group != "LOW"
    assert not (within and group == "HIGH")


@given(st.floats(15, 2000), st.integers(18, 90), st.sampled_from("FM"))
def test_filtration_falls_with_creatinine_and_with_age(creatinine, age, sex):
    rate = egfr([creatinine, creatinine + 1, creatinine], [age, age, age + 1], [sex] * 3)

    assert (rate[1:] < rate[0]).all()
    assert np.isfinite(rate).all()
