"""Table 1 of public tables, held to counts and formulas taken from their raw files."""

import csv
import math

import numpy as np
import pandas as pd
import pytest

from dashboard.answers import baseline
from queries.filters import Filters
from queries.policies import View
from queries.registry import Registry
from queries.scope import Reach, Role, Scope
from queries.snapshots import SnapshotFacts

ALL = Scope(Role.COORDINATING, 1, Reach.ALL, site_reach=Reach.ALL)
FACTS = SnapshotFacts(1, None, "Public", is_synthetic=False)
NO_TECHNIQUE = 'technique_code = { value = "UNK" }'
ARMS = 'technique_code = { column = "swang1", codes = { "No RHC" = "MWA", RHC = "RFA" } }'
WITH_PROCEDURE = """
[[table]]
name = "procedure"
[table.fields]
procedure_id = { row = true, prefix = "PR-" }
diagnosis_id = { row = true, prefix = "DX-" }
procedure_date = { value = "0", elapsed = true, unit = "days" }
technique_code = { value = "UNK" }

[[table]]
name = "baseline"
"""


def table_one(found, domain, rows, comparison=""):
    with found.engine.connect() as connection:
        registry = Registry(
            connection, ALL, view=View.BASELINE, filters=Filters(domain), facts=FACTS
        )
        return baseline.table_one.__wrapped__(registry, comparison, tuple(rows))


def by_name(table):
    return {row.name: row for row in table.rows}


@pytest.fixture(scope="module")
def catheter(real_set, shared):
    """The right-heart study with its two arms as techniques, for this test alone."""
    found = real_set("rhc", "rhc/rhc.csv", ((NO_TECHNIQUE, ARMS),))
    raw = pd.read_csv(shared / "data/rhc/rhc.csv", keep_default_na=False)
    return table_one(found, "OTHER", ("sex", "age_at_enrolment")), raw


def test_sex_in_the_right_heart_study_is_as_published(catheter):
    # Connors 1996 and everybody since: 1,914 of 3,551 and 1,278 of 2,184 are men; SMD 0.093.
    table, _ = catheter
    sex = by_name(table)["sex"]

    assert table.n.tolist() == [3551, 2184, 5735]
    assert sex.counts[sex.levels.index("Male")].tolist() == [1914, 1278, 3192]
    p, q = 1914 / 3551, 1278 / 2184
    variance = (p * (1 - p) * 3551 / 3550 + q * (1 - q) * 2184 / 2183) / 2
    assert sex.smd == pytest.approx((q - p) / math.sqrt(variance), rel=1e-9)
    assert round(sex.smd, 3) == 0.093


def test_age_in_the_right_heart_study_is_that_of_the_file(catheter):
    table, raw = catheter
    age = by_name(table)["age_at_enrolment"]
    years = np.minimum(np.floor(raw["age"]), 90)
    arms = [years[raw["swang1"] == arm] for arm in ("No RHC", "RHC")]

    for place, values in enumerate([*arms, years]):
        assert age.quartiles[:, place].tolist() == np.quantile(values, [0.25, 0.5, 0.75]).tolist()
    spread = math.sqrt((arms[0].var() + arms[1].var()) / 2)
    assert age.smd == pytest.approx(abs(arms[0].mean() - arms[1].mean()) / spread, rel=1e-9)
    assert round(age.smd, 2) == 0.06  # published 0.061, from ages with decimals


def test_every_share_of_the_tace_set_is_that_of_the_sheet(real_set, shared):
    place = "hcc-tace-seg/HCC-TACE-Seg_clinical_data-V2.xlsx"
    found = real_set("hcc-tace-seg", place)
    table = table_one(found, "HCC", ("sex", "afp_ng_ml"), "Conventional or bead TACE")
    raw = pd.read_excel(shared / "data" / place, sheet_name="data table")
    beads = (raw["chemotherapy"] == "doxorubicin LC beads").to_numpy()
    known = raw["chemotherapy"].notna().to_numpy()
    groups = (known & ~beads, beads, np.ones(len(raw), dtype=bool))
    women, afp = (raw["Sex"] == 2).to_numpy(), pd.to_numeric(raw["AFP"], errors="coerce")
    rows = by_name(table)

    assert table.n.tolist() == [keep.sum() for keep in groups] == [55, 33, 105]
    assert table.n_other == 17  # whose agent the sheet does not tell
    assert rows["sex"].counts[0].tolist() == [(women & keep).sum() for keep in groups]
    assert rows["afp_ng_ml"].known.tolist() == [afp[keep].notna().sum() for keep in groups]
    medians = [afp[keep].median() for keep in groups]
    assert rows["afp_ng_ml"].quartiles[1] == pytest.approx(medians)
    arms = [afp[keep].dropna() for keep in groups[:2]]
    spread = math.sqrt((arms[0].var() + arms[1].var()) / 2)
    expected = abs(arms[0].mean() - arms[1].mean()) / spread
    assert rows["afp_ng_ml"].smd == pytest.approx(expected, rel=1e-9)


COIMBRA = {
    "ecog": "Performance Status",
    "encephalopathy": "Encefalopathy degree",
    "ascites": "Ascites degree",
    "inr": "International Normalised Ratio",
    "afp_ng_ml": "Alpha-Fetoprotein (ng/mL)",
    "albumin_g_l": "Albumin (mg/dL)",
    "max_diameter_mm": "Major dimension of nodule (cm)",
    "pvi": "Portal Vein Thrombosis",
}


def test_what_is_missing_in_the_coimbra_set_is_missing_in_table_one(real_set, shared):
    place = "hcc-coimbra/hcc-data.txt"
    change = (('\n[[table]]\nname = "baseline"\n', WITH_PROCEDURE),)
    found = real_set("hcc-coimbra", place, change)
    table = table_one(found, "HCC", COIMBRA)
    with (shared / "data" / place).open(newline="", encoding="utf-8") as file:
        head, *lines = list(csv.reader(file))
    head = [" ".join(name.split()) for name in head]
    missing = {name: sum(line[i] == "?" for line in lines) for i, name in enumerate(head)}

    assert round(100 * sum(missing.values()) / (len(lines) * len(head)), 1) == 10.0
    assert table.n.tolist() == [165, 165]
    for row in table.rows:
        assert row.absent.not_entered[-1] == missing[COIMBRA[row.name]], row.name
        assert row.known[-1] + missing[COIMBRA[row.name]] == 165
        assert math.isnan(row.smd)  # one group: nothing to hold it against
