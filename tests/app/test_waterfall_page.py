"""Change in size on the response page: who sees bars, who sees bands, and that both are right."""

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa

from queries import schema
from queries.engine import writing

SCRIPT, SITE = "pages/response.py", "S17"
_BEFORE_OTHER = ("SYSTEMIC_START", "TRANSPLANT", "RESECTION", "RADIOTHERAPY")


def words(app) -> str:
    shown = [*app.markdown, *app.caption, *app.warning, *app.subheader]
    return "\n".join(str(element.value).replace("\\", "") for element in shown)


def chart(app, start: str):
    return next((c for c in app.get("plotly_chart") if c.proto.alt.startswith(start)), None)


def by_patient(app):
    app.query_params["response_change"] = "By patient"
    return app.run()


@pytest.fixture(scope="module")
def tables(demo_home):
    """Tables of the demo as they are stored, of hepatocellular carcinoma."""
    engine = writing(f"sqlite:///{demo_home / 'registry.sqlite'}")
    with engine.connect() as connection:
        found = {}
        for name in ("lesion", "lesion_assessment", "procedure", "clinical_event"):
            table = schema.curated[name]
            statement = sa.select(table).where(table.c.domain_code == "HCC")
            found[name] = pd.read_sql(statement, connection)
    engine.dispose()
    return found


@pytest.fixture(scope="module")
def changes(tables):
    """Best change of each diagnosis with its site, counted beside the program."""
    lesions = tables["lesion"].set_index("lesion_id")
    size = lesions.groupby("diagnosis_id")["baseline_diameter_mm"].agg(["sum", "size"])
    seen = tables["lesion_assessment"].dropna(subset="viable_diameter_mm")
    seen = seen.assign(diagnosis_id=seen["lesion_id"].map(lesions["diagnosis_id"]))
    by_day = seen.groupby(["diagnosis_id", "assessment_day"])["viable_diameter_mm"]
    after = by_day.agg(["sum", "size"]).reset_index().join(size, "diagnosis_id", rsuffix="_before")
    event = tables["clinical_event"]
    event = event[event["event_type"].isin(_BEFORE_OTHER) & (event["event_day"] > 0)]
    other = after["diagnosis_id"].map(event.groupby("diagnosis_id")["event_day"].min())
    is_full = after["size"] == after["size_before"]
    in_time = after["assessment_day"].between(1, 183)
    after = after[is_full & in_time & ~(other < after["assessment_day"])]
    change = (after["sum"] / after["sum_before"] - 1).groupby(after["diagnosis_id"]).min()
    site = lesions.drop_duplicates("diagnosis_id").set_index("diagnosis_id")["site_id"]
    return pd.DataFrame({"change": change, "site": site.reindex(change.index)})


def test_a_site_sees_a_bar_for_each_of_its_own_patients(open_as, changes, tables):
    app = by_patient(open_as("SITE", SCRIPT, site=SITE))
    own = changes[changes["site"] == SITE]
    treated = tables["procedure"]
    treated = treated[treated["site_id"] == SITE]["diagnosis_id"].nunique()

    assert not app.exception
    alt = chart(app, "Best change in size by patient").proto.alt
    assert f": {len(own)} patients, from" in alt
    assert f"{(own['change'] <= -0.3 + 1e-9).sum()} fell by 30 % or more" in alt
    assert f"One bar for each of {len(own)} patients of {treated} treated" in words(app)
    assert f"{treated - len(own)} patients have no bar" in words(app)


def test_bands_are_those_of_the_tables_for_roles_without_rows(open_as, changes):
    app = open_as("STEERING", SCRIPT).run()
    change = changes["change"]

    said = chart(app, "Best change in size. All").proto.alt
    assert f"median {100 * np.median(change):+.0f} %" in said
    assert f"{(change <= -0.3 + 1e-9).sum()} of {len(change):,} fell by 30 % or more" in said
    assert "a bar a patient (waterfall) is open to a site" in words(app)


@pytest.mark.parametrize("role", ["STEERING", "DOMAIN_LEAD"])
def test_a_link_to_bars_gives_bands_to_who_sees_no_rows(open_as, role):
    app = by_patient(open_as(role, SCRIPT, domain="HCC"))

    assert not app.exception
    assert chart(app, "Best change in size by patient") is None
    assert chart(app, "Best change in size. All") is not None
    assert not [group for group in app.button_group if group.label == "Change in size"]


def test_the_coordinating_centre_states_a_purpose_first(open_as, changes):
    app = by_patient(open_as("COORDINATING", SCRIPT))
    assert "stated purpose only" in words(app)
    assert chart(app, "Best change in size by patient") is None

    app.text_input(key="response_purpose").set_value("Review of responders").run()

    assert f": {len(changes):,} patients, from" in chart(app, "Best change in size by").proto.alt


def test_no_registry_key_is_in_what_is_drawn_or_tabled(open_as, tables):
    app = by_patient(open_as("SITE", SCRIPT, site=SITE))
    shown = chart(app, "Best change in size by patient").proto.spec
    shown += "".join(str(table.value.to_numpy().tolist()) for table in app.table)

    keys = tables["lesion"]["diagnosis_id"]
    assert not [key for key in keys if key in shown]
    assert f'"{SITE}"' not in shown


def test_a_reader_who_measured_nothing_is_told_and_the_rest_stands(open_as):
    app = open_as("STEERING", SCRIPT).run()
    next(g for g in app.button_group if g.label == "Read by").set_value("CENTRAL")
    app.run()

    assert not app.exception
    assert "by this criterion and reader, so the change in size is not supplied" in words(app)
    assert chart(app, "Agreement of readers") is not None
