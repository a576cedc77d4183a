"""Released curves and tables of one comparison, summed and subtracted in every pair (P3, P4)."""

from itertools import permutations

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.cells import CountTable
from analytics.disclosure.arms import grouped_comparison
from analytics.disclosure.curve_history import publish_curves
from analytics.disclosure.curves import DAYS_PER_MONTH, GroupedCurve, grouped_survival
from analytics.disclosure.rules import NOT_COUNTED, Withheld
from analytics.disclosure.tables import protect_tables
from analytics.event_table import table_of_people, tables_by_group
from analytics.group_survival import survival_by_group
from analytics.inputs import check_people
from analytics.survival import kaplan_meier

SLOW = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
K = 11


@st.composite
def patients(draw, groups=3):
    """People of several groups, some of whom are enrolled and not counted in the curves."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    sizes = [draw(st.sampled_from([8, 30, 60, 200])) for _ in range(groups)]
    group = np.repeat(np.arange(groups), sizes)
    months = random.exponential(draw(st.sampled_from([6.0, 18.0, 60.0])), group.size)
    watched = random.uniform(1, 60, group.size)
    event = (months <= watched).astype(int)
    left_out = random.random(group.size) < draw(st.sampled_from([0.0, 0.02, 0.3]))
    days = np.rint(np.minimum(months, watched) * DAYS_PER_MONTH)
    return pd.DataFrame(
        {"group": [f"g{i}" for i in group], "time": days, "code": event, "out": left_out}
    )


def released_comparison(people, rules):
    counted = people[~people["out"]]
    labels = sorted(counted["group"].unique())
    follow_up = check_people(counted["time"], counted["code"])
    member = pd.Categorical(counted["group"], categories=labels).codes.astype(np.int64)
    ticks = [0.0]
    result = survival_by_group(
        tables_by_group(follow_up, member, labels),
        table_of_people(follow_up),
        landmarks=ticks,
        ticks=ticks,
    )
    code = people["code"].where(~people["out"], NOT_COUNTED)
    behind = people.assign(code=code).groupby(["group", "code"]).size().rename("n").reset_index()
    return grouped_comparison(result, rules, CountTable(behind, ("group", "code")))


def told_by(curve, group):
    """Every group of people whose number a curve tells, as truth values over `group`."""
    if isinstance(curve, Withheld):
        return []
    told = [] if isinstance(curve.n, Withheld) else [group["time"] >= 0]
    for month, shown in zip(curve.risk_month, curve.at_risk, strict=True):
        if not isinstance(shown, Withheld):
            told.append(group["time"] >= month * DAYS_PER_MONTH)
    last = curve.month[-1] * DAYS_PER_MONTH
    return [*told, (group["code"] == 1) & (group["time"] <= last)]


@SLOW
@given(people=patients())
def test_p3_no_sum_or_difference_of_what_is_told_is_of_few_people(people, rules):
    comparison = released_comparison(people, rules)
    counted = ~people["out"]
    told = []
    for name, curve in {**comparison.groups, None: comparison.overall}.items():
        mine = counted if name is None else counted & (people["group"] == name)
        told += [
            mine & rows.reindex(people.index, fill_value=False)
            for rows in told_by(curve, people[mine])
        ]
    table = CountTable(people.groupby("group").size().rename("n").reset_index(), ("group",))
    (enrolled,) = protect_tables([table], rules, as_of="").tables
    for name in [*sorted(people["group"].unique()), "Total"]:
        if not isinstance(enrolled.cell(group=name), Withheld):
            told.append(people["group"].eq(name) | (name == "Total"))

    for part, whole in permutations(told, 2):
        if not (part & ~whole).any():
            assert (whole & ~part).sum() == 0 or (whole & ~part).sum() >= K


@SLOW
@given(people=patients())
def test_p3_d10_everybody_is_never_shown_beside_a_group(people, rules):
    comparison = released_comparison(people, rules)
    groups = [curve for curve in comparison.groups.values() if not isinstance(curve, Withheld)]

    assert not (groups and not isinstance(comparison.overall, Withheld))
    if len(groups) < len(comparison.groups):
        assert isinstance(comparison.p, Withheld)


@SLOW
@given(people=patients(groups=1))
def test_d09_every_step_has_enough_events_and_the_end_enough_people(people, rules):
    curve = grouped_survival(kaplan_meier(people["time"], people["code"]), rules)

    if isinstance(curve, GroupedCurve):
        ends = curve.month * DAYS_PER_MONTH
        events = people.loc[people["code"] == 1, "time"].to_numpy()
        per_step, _ = np.histogram(events, [-1.0, *np.nextafter(ends[1:], np.inf)])
        assert (per_step >= K).all()
        assert (people["time"] > ends[-1]).sum() >= K
        assert not (curve.month % 3).any()
        assert (np.diff(curve.percent) <= 0).all()


@SLOW
@given(people=patients(groups=1), day=st.integers(1, 1800), had_event=st.booleans())
def test_p4_one_more_patient_moves_a_kept_point_by_a_person_and_a_percent(
    people, day, had_event, rules
):
    more = pd.concat([people, people[:1].assign(time=float(day), code=int(had_event))])
    exact = kaplan_meier(people["time"], people["code"])
    curves = [
        grouped_survival(kaplan_meier(rows["time"], rows["code"]), rules) for rows in (people, more)
    ]

    if not any(isinstance(curve, Withheld) for curve in curves):
        points = [dict(zip(curve.month, curve.percent, strict=True)) for curve in curves]
        for month in points[0].keys() & points[1].keys():
            at_risk = int(exact.table.at_risk([month * DAYS_PER_MONTH])[0])
            assert abs(points[0][month] - points[1][month]) <= 100 / at_risk + 1


@SLOW
@given(people=patients(groups=1))
def test_p4_one_more_patient_leaves_the_published_curve_as_it_is(people, rules):
    first = publish_curves(kaplan_meier(people["time"], people["code"]), rules, as_of="1")
    more = pd.concat([people, people[:1]])
    second = publish_curves(
        kaplan_meier(more["time"], more["code"]), rules, as_of="2", previous=first
    )

    assert second is first
