"""Local progression of lesions and survival free of it, against counts made from the tables."""

import re

import pandas as pd
import pytest
import sqlalchemy as sa

from queries import schema
from queries.engine import writing

ABLATIVE = ("MWA", "RFA", "CRYO", "TACE_ABL")
SURVIVAL = "pages/survival.py"
OF_LESIONS = "LTP-free survival (lesions)"
OF_FIRST = "LTP-free survival, first lesion"


def words(app) -> str:
    shown = [*app.markdown, *app.caption, *app.warning, *app.subheader]
    return "\n".join(str(element.value).replace("\\", "") for element in shown)


def metric(app, label: str) -> str:
    return next(m.value for m in app.metric if label in m.label.replace("\\", ""))


@pytest.fixture(scope="module")
def lesions(demo_home):
    """Ablated lesions with the first day of tumour after a clean control, and their patient."""
    engine = writing(f"sqlite:///{demo_home / 'registry.sqlite'}")
    found = {}
    with engine.connect() as connection:
        for name in ("lesion", "lesion_assessment", "vital_status", "diagnosis"):
            table = schema.curated[name]
            found[name] = pd.read_sql(sa.select(table), connection)
    engine.dispose()
    seen = found["lesion_assessment"].sort_values("assessment_day")
    judged = seen[seen["lesion_status"].isin(["COMPLETE", "RESIDUAL", "LTP", "NO_LTP"])]
    first = judged.drop_duplicates("lesion_id").set_index("lesion_id")["lesion_status"]
    hit = judged[judged["lesion_status"] == "LTP"].drop_duplicates("lesion_id")
    ids = ["diagnosis_id", "patient_id", "planned_strategy"]  # of the demo: what was done
    frame = found["lesion"].merge(found["diagnosis"][ids], on="diagnosis_id")
    frame = frame[frame["domain_code"] == "HCC"].merge(found["vital_status"], on="patient_id")
    frame["first"] = frame["lesion_id"].map(first)
    frame["ltp"] = frame["lesion_id"].map(hit.set_index("lesion_id")["assessment_day"])
    return frame


def test_lesions_and_their_patients_are_those_of_the_tables(open_as, lesions):
    app = open_as("STEERING", SURVIVAL)
    app.query_params["survival_endpoint"] = OF_LESIONS
    app.run()
    counted = int(metric(app, "Lesions").replace(",", ""))
    progressed = lesions[lesions["ltp"].notna() & (lesions["first"] != "RESIDUAL")]

    assert not app.exception
    said = words(app)
    assert "clustered by patient" in said
    assert f"{counted:,} lesions of " in said
    residual = (lesions["first"] == "RESIDUAL").sum()
    assert f"{residual} with residual tumour that was not made complete" in said
    assert int(metric(app, "Events").replace(",", "")) >= len(progressed) > 0


def test_the_first_lesion_is_one_a_patient(open_as, lesions):
    app = open_as("STEERING", SURVIVAL)
    app.query_params["survival_endpoint"] = OF_FIRST
    app.run()
    first = lesions[lesions["lesion_no"] == 1]
    residual = (first["first"] == "RESIDUAL").sum()

    assert not app.exception
    assert f"{residual} with residual tumour" in words(app)
    assert "clustered" not in words(app)
    judged = first[first["first"].notna() & (first["first"] != "RESIDUAL")]
    died = first[first["first"].isna() & (first["vital_status"] == "DEAD")]
    late = re.search(r"left out: (\d+) entered after the end", words(app))
    expected = len(judged) + died["planned_strategy"].isin(ABLATIVE).sum() - int(late[1])
    assert int(metric(app, "Diagnoses").replace(",", "")) == expected


def test_comparison_of_lesions_is_refused_in_a_sentence_and_the_rest_stands(open_as):
    app = open_as("STEERING", SURVIVAL)
    app.query_params |= {"survival_endpoint": OF_LESIONS, "survival_part": "Comparison"}
    app.run()

    assert not app.exception
    assert "Lesions of one patient are not independent" in words(app)
    assert app.get("plotly_chart")
