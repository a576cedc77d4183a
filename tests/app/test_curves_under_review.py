"""The page of releases: an exact curve beside its public form, and why each month differs."""

import base64
import json

import numpy as np
import pytest

from analytics.disclosure.curves import GroupedCurve
from dashboard.answers.published import published


def words(app) -> str:
    shown = [*app.markdown, *app.caption, *app.warning, *app.subheader]
    return "\n".join(str(element.value) for element in shown).replace("\\", "")


@pytest.fixture
def reviewed(open_as):
    return open_as("COORDINATING", "pages/releases.py")


def test_both_curves_stand_in_one_picture_and_the_public_one_is_the_release(reviewed):
    app = reviewed.run()
    chosen = app.selectbox("reviewed_curve").value
    released = published().domain(app.selectbox("reviewed_domain").value).released.survival
    figure = json.loads(app.get("plotly_chart")[0].proto.spec)

    assert not app.exception
    named = {trace.get("name"): trace for trace in figure["data"] if trace.get("name")}
    assert set(named) == {"Internal, exact", "Public, protected"}
    assert isinstance(released.groups[chosen], GroupedCurve)
    packed = named["Public, protected"]["y"]
    drawn = np.frombuffer(base64.b64decode(packed["bdata"]), dtype=packed["dtype"])
    np.testing.assert_array_equal(drawn, released.groups[chosen].percent)


def test_every_month_that_is_not_public_says_by_which_rule(reviewed):
    app = reviewed.run()
    (table,) = [t.value for t in app.table if "Internal (%)" in t.value.columns]

    assert (table["Public (%)"] == "no point").any()
    assert (table["Rule"].str.len() > 0).all()
    hidden = table.loc[table["Public (%)"] == "no point", "Rule"]
    allowed = ("too few events since the point before (under 11)", "too few people left (under 11)")
    assert hidden.isin(allowed).all()


def test_a_withheld_curve_is_drawn_for_insiders_with_the_rule_in_the_caption(reviewed):
    app = reviewed.run()
    everybody = app.selectbox("reviewed_curve").options[-1]
    app.selectbox("reviewed_curve").select(everybody).run()

    assert everybody == "All techniques"
    assert "Withheld: techniques and all of them together beside one another" in words(app)
    assert "Public, protected" not in app.get("plotly_chart")[0].proto.spec


def test_neither_picture_nor_numbers_of_the_review_leave_the_page(reviewed):
    app = reviewed.run()

    assert not app.exception
    assert not app.get("download_button")
