"""What files hold: small counts withheld unless chosen and noted, protected for publication."""

import csv
import io

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa

from analytics.disclosure.curves import GroupedCurve
from analytics.disclosure.rules import Rules, Withheld, internal_export
from analytics.disclosure.small_rows import without_small_counts
from dashboard import auth, exhibit_files
from dashboard.answers import for_publication
from dashboard.answers.answer import Ask
from dashboard.answers.baseline import table_one
from dashboard.answers.for_publication import (
    countries,
    publishable_incidence,
    publishable_survival,
)
from dashboard.answers.survival import survival_by_technique
from dashboard.outcome_parts import TO_PUBLISH
from queries import schema
from queries.engine import writing
from queries.filters import Filters

DAYS_PER_MONTH = 30.4375
FIVE = internal_export(Rules())


def test_a_row_of_few_keeps_its_place_and_loses_every_number_that_tells_of_people():
    frame = pd.DataFrame(
        {"group": ["A", "B", "C"], "months": [12, 12, 12], "n": [4, 5, 0], "share": [0.25, 0.4, 0]}
    )
    kept = without_small_counts(frame, FIVE)

    assert kept["months"].tolist() == [12, 12, 12]
    assert kept["n"].tolist() == ["\u20395", 5, 0]
    assert kept["share"].tolist() == ["\u20395", 0.4, 0]


def test_enrolment_is_shown_and_a_column_that_nobody_listed_counts_people():
    frame = pd.DataFrame({"enrolled": [3], "new_column": [20]})
    assert without_small_counts(frame, FIVE).equals(frame)

    assert without_small_counts(frame.assign(new_column=[3]), FIVE)["new_column"][0] == "\u20395"


@pytest.fixture
def taken(open_as, monkeypatch):
    """Every table of a page as a click makes it, with what was noted: `taken(exact)`."""

    def take(exact: bool):
        files = {}

        def take_table(_label, parcel, make, **given):
            if parcel.kind == "CSV":
                files[given["file_name"]] = parcel, make("0f")

        monkeypatch.setattr(exhibit_files, "download", take_table)
        app = open_as("STEERING").run()
        app.switch_page("../pages/response.py").run()
        if exact:
            files.clear()
            next(one for one in app.toggle if "under 5" in one.label).set_value(True).run()
        assert not app.exception
        return files

    return take


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_a_table_withholds_counts_under_five_until_the_reader_chooses_otherwise(taken):
    usual, exact = taken(exact=False), taken(exact=True)
    (name,) = [name for name in usual if "_response_" in name]
    withheld, whole = (rows_of(files[name][1]) for files in (usual, exact))
    small = [any(0 < int(row[c]) < 5 for c in ("n", "cr", "pr", "sd", "pd", "ne")) for row in whole]

    assert any(small)
    assert [row["n"] == "\u20395" for row in withheld] == small
    assert {row["counts"] for row in withheld} == {"under 5 withheld"}
    assert {row["counts"] for row in whole} == {"exact"}
    assert (usual[name][0].counts, exact[name][0].counts) == ("under 5 withheld", "exact")


def asked(**chosen) -> Ask:
    return Ask(auth.office().scope, Filters("HCC", **chosen))


def test_published_survival_lies_on_the_exact_curve_rounded_and_rests_on_enough(open_as):
    open_as("COORDINATING")
    exact = survival_by_technique(asked(), endpoint_code="OS").value
    curves = {g.group: g.curve for g in (*exact.groups, *exact.not_drawn)}
    found = publishable_survival(asked(), endpoint_code="OS").value

    shown = {c: one for c, one in found.groups.items() if isinstance(one, GroupedCurve)}
    assert len(shown) >= 3
    assert isinstance(found.overall, Withheld)
    for code, one in shown.items():
        curve = curves[code]
        assert curve.n >= 50
        assert curve.n_events >= 11
        place = np.searchsorted(curve.time, one.month[1:] * DAYS_PER_MONTH, side="right") - 1
        exact_percent = 100 * curve.survival[place]
        assert np.abs(one.percent[1:] - exact_percent).max() <= 0.5 + 1e-9


def test_d21_filters_that_leave_out_a_few_are_refused_with_the_reason(open_as, monkeypatch):
    app = open_as("COORDINATING", "pages/survival.py")
    monkeypatch.setattr(
        for_publication,
        "chosen_and_all",
        lambda _registry: pd.Series(
            {"frame": pd.DataFrame({"which": ["chosen", "all"], "n": [200, 206]})}
        ),
    )
    app.query_params["survival_part"] = TO_PUBLISH
    app.run()

    assert any("6 people are left out of it" in text.value for text in app.warning)
    assert app.get("plotly_chart")


def largest_site(home) -> str:
    engine = writing(f"sqlite:///{home / 'registry.sqlite'}")
    table = schema.follow_up.c
    by_size = sa.select(table.site_id).where(table.domain_code == "HCC").group_by(table.site_id)
    with engine.connect() as connection:
        found = connection.scalar(by_size.order_by(sa.func.count().desc()).limit(1))
    engine.dispose()
    return found


@pytest.mark.parametrize(
    ("page", "key"), [("survival", "survival_part"), ("competing", "event_part")]
)
def test_the_part_for_publication_shows_its_table_or_why_there_is_none(
    open_as, demo_home, page, key
):
    app = open_as("STEERING", f"pages/{page}.py")
    app.query_params[key] = TO_PUBLISH
    app.run()
    alone = open_as("SITE", f"pages/{page}.py", site=largest_site(demo_home))
    alone.query_params[key] = TO_PUBLISH
    alone.run()

    assert not app.exception
    assert any("may be published" in table.proto.alt for table in app.get("table"))
    assert any("Nothing of this may be published" in text.value for text in alone.warning)


def test_published_incidence_never_shows_a_cause_of_few_events(open_as):
    open_as("COORDINATING")
    endpoint = "TTP"
    found = publishable_incidence(asked(), endpoint_code=endpoint).value

    curves = [one for group in found.groups.values() for one in group.by_cause.values()]
    shown = [one for one in curves if isinstance(one, GroupedCurve)]
    assert shown
    for one in shown:
        assert one.n_events >= 11
        assert (np.diff(one.month) >= 3).all()


def test_d12_countries_are_shown_with_three_sites_or_merged_and_never_below_eleven(
    open_as, demo_home
):
    open_as("COORDINATING")
    found = countries(asked(regions=("EU",))).value
    engine = writing(f"sqlite:///{demo_home / 'registry.sqlite'}")
    people, site = schema.people_count.c, schema.site.c
    joined = sa.and_(people.site_id == site.site_id, people.snapshot_id == site.snapshot_id)
    counts = sa.select(site.country_code, people.site_id, sa.func.sum(people.n)).where(
        joined, people.domain_code == "HCC"
    )
    with engine.connect() as connection:
        rows = connection.execute(counts.group_by(site.country_code, people.site_id)).all()
    engine.dispose()
    frame = pd.DataFrame(rows, columns=["country", "site", "n"])
    by_country = frame.groupby("country")["n"].agg(["sum", "count", "max"])

    told = dict(zip(found.frame["country_code"], found.frame["n"], strict=True))
    shown = {c: n for c, n in told.items() if c in by_country.index and isinstance(n, int)}
    assert len(shown) >= 2  # a filter of place changes nothing: it is of the whole domain
    for country, n in shown.items():
        total, sites, largest = by_country.loc[country]
        assert sites >= 3
        assert largest / total <= 0.8
        assert abs(n - total) <= 5


def test_medians_of_table_one_are_published_in_steps_of_their_unit(open_as):
    app = open_as("STEERING", "pages/baseline.py").run()
    (table,) = [t.value for t in app.table if "Known (n)" in t.value.columns]
    exact = table_one(asked(), comparison="", rows=("age_at_enrolment",)).value
    (age,) = exact.rows
    told = table[table["Covariate"].str.startswith("Age")].set_index("Group")

    assert not app.exception
    for place, group in enumerate(exact.groups):
        assert told.loc[group, "Median"] == f"{np.rint(age.quartiles[1, place]):.0f}"
