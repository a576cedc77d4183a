"""The rules of lesions and of untreatable progression against the same rules written as loops."""

import math
from itertools import pairwise

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analytics.local_control import local_control
from analytics.untreatable import Treated, untreatable_by_rule

NAN = np.nan
STATUS = st.sampled_from(["COMPLETE", "RESIDUAL", "LTP", "NO_LTP", "NOT_EVALUABLE"])
DAY = st.integers(0, 240)
LESION = st.tuples(
    st.lists(DAY, min_size=1, max_size=4), st.lists(st.tuples(DAY, STATUS), max_size=6)
)
DAYS = st.lists(st.integers(0, 120), max_size=4)
COURSE = st.fixed_dictionaries(
    {
        "progressed": DAYS,
        "poor": DAYS,
        "responses": st.lists(st.tuples(st.integers(0, 120), st.booleans()), max_size=5),
        "sessions": DAYS,
        "systemic": DAYS,
        "spread": st.one_of(st.just(NAN), st.integers(1, 120)),
    }
)


def frame(units, days, **columns):
    rows = [(unit, day) for unit, every in enumerate(units) for day in days(every)]
    table = pd.DataFrame(rows, columns=["row", "day"]).astype({"row": int, "day": float})
    return table.assign(**{name: [*column] for name, column in columns.items()})


def first(days):
    return min(days, default=NAN)


def control_in_words(treated, controls):
    """Return progression day, failure day and reason of one lesion."""
    origin = min(treated)
    tumour, free = set(), set()
    for day, status in controls:
        if day > origin and status != "NOT_EVALUABLE":
            (tumour if status in ("RESIDUAL", "LTP") else free).add(day)
    free -= tumour
    if not tumour | free:
        return NAN, NAN, "NOT_ASSESSED"
    start = min(tumour | free)
    retreated = {
        day: max((session for session in treated if session < day), default=-1) for day in free
    }
    complete = first(day for day in free if day == start or start <= retreated[day] <= origin + 90)
    if math.isnan(complete):
        return NAN, start, "NOT_COMPLETE"
    progression = first(day for day in tumour if day > complete)
    return progression, progression, ""


@given(st.lists(LESION, min_size=1, max_size=5))
def test_local_control_is_what_the_rule_says_lesion_by_lesion(lesions):
    controls = frame(
        lesions,
        lambda lesion: [day for day, _ in lesion[1]],
        status=[status for _, controls in lesions for _, status in controls],
    )
    sessions = frame(lesions, lambda lesion: lesion[0])
    origin = np.array([min(treated) for treated, _ in lesions], dtype=float)

    found = local_control(origin, controls, sessions)

    expected = [control_in_words(*lesion) for lesion in lesions]
    got = zip(found.progression_day, found.failure_day, found.left_out, strict=True)
    np.testing.assert_equal(list(got), expected)


def untreatable_in_words(course):
    """Return the day on which one course became untreatable."""
    sessions = sorted(set(course["sessions"]))
    days = [max(p, u) for p in course["progressed"] for u in course["poor"] if abs(p - u) <= 30]
    best = {}
    for day, responded in course["responses"]:
        best[day] = best.get(day, False) or responded
    failed = []
    for session, following in pairwise([*sessions, math.inf]):
        after = first(day for day in best if day > session)
        failed.append(after if after <= following and not best[after] else NAN)
    days += [b for a, b in pairwise(failed) if not math.isnan(a + b)]
    for start in course["systemic"]:
        before = [p for p in course["progressed"] if p <= start]
        if before and not any(max(before) < s <= start for s in sessions):
            days.append(start)
    return first([*days, *([] if math.isnan(course["spread"]) else [course["spread"]])])


@given(st.lists(COURSE, min_size=1, max_size=4))
def test_untreatable_progression_is_what_the_rule_says_patient_by_patient(courses):
    treated = Treated(
        progressions=frame(courses, lambda course: course["progressed"]),
        poor=frame(courses, lambda course: course["poor"]),
        assessments=frame(
            courses,
            lambda course: [day for day, _ in course["responses"]],
            is_response=[said for course in courses for _, said in course["responses"]],
        ),
        sessions=frame(courses, lambda course: course["sessions"]),
        systemic=frame(courses, lambda course: course["systemic"]),
        spread=np.array([course["spread"] for course in courses], dtype=float),
    )

    expected = [untreatable_in_words(course) for course in courses]

    np.testing.assert_equal(untreatable_by_rule(treated), expected)
