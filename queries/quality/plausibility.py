"""Checks of sense: values that are possible one by one and doubtful together."""

# ruff: noqa: PLR2004  # limits of the registry's own rules, named in each check

import numpy as np
import pandas as pd

from analytics.liver_stage import bclc
from queries.domains.catalogue import TABLES
from queries.quality.frames import Frames
from queries.quality.model import Category, Check, Looked, Owner, Rule, looked


def _ecog_fits_intent(frames: Frames) -> Looked:
    rows = frames.diagnosis
    known = rows["ecog"].notna() & (rows["intent"] == "CURATIVE")
    return looked(rows, known, rows["ecog"].isin(["3", "4"]))


def _child_pugh_fits_ascites(frames: Frames) -> Looked:
    rows = frames.diagnosis
    known = rows["child_pugh_site"].notna() & rows["ascites"].notna()
    fails = (rows["child_pugh_site"] == "A") & (rows["ascites"] == "MOD_SEV")
    return looked(rows, known, fails)


def _afp_is_credible(frames: Frames) -> Looked:
    rows = frames.diagnosis
    return looked(rows, rows["afp_ng_ml"].notna(), rows["afp_ng_ml"] > 1_000_000)


def _single_is_not_bilobar(frames: Frames) -> Looked:
    rows = frames.diagnosis
    known = (rows["n_tumours"] == 1) & rows["bilobar"].notna()
    return looked(rows, known, rows["bilobar"] == "Y")


def _cured_without_spread(frames: Frames) -> Looked:
    rows = frames.diagnosis
    known = rows["extrahepatic_disease"].isin(["Y", "N"]) & (rows["intent"] == "CURATIVE")
    return looked(rows, known, rows["extrahepatic_disease"] == "Y")


def _no_near_duplicates(frames: Frames) -> Looked:
    rows = frames.diagnosis
    keys = ["site_id", "sex", "age_at_enrolment", "index_date", "index_technique", "domain_code"]
    known = rows[keys].notna().all(axis=1)
    return looked(rows, known, rows.duplicated(keys, keep=False))


def _grows_credibly(frames: Frames) -> Looked:
    rows = frames.table("lesion_assessment").sort_values(["lesion_id", "assessment_date"])
    before = rows.groupby("lesion_id")["diameter_mm"].shift()
    known = before.notna() & rows["diameter_mm"].notna() & (before > 0)
    return looked(rows, known, rows["diameter_mm"] > 4 * before)


def _lesion_fits_baseline(frames: Frames) -> Looked:
    lesions = frames.table("lesion")
    largest = lesions.groupby("diagnosis_id")["baseline_diameter_mm"].max()
    rows = frames.diagnosis
    measured = rows["diagnosis_id"].map(largest)
    known = measured.notna() & rows["max_diameter_mm"].notna()
    return looked(rows, known, measured > 1.2 * rows["max_diameter_mm"])


def _death_after_treatment_is_rare(frames: Frames) -> Looked:
    rows = frames.diagnosis
    since = (rows["death_date"] - rows["index_date"]).dt.days
    return looked(rows, rows["index_date"].notna(), since <= 1)


def _weekday_procedures(frames: Frames) -> Looked:
    rows = frames.table("procedure")
    return looked(rows, rows["procedure_date"].notna(), rows["procedure_date"].dt.weekday >= 5)


def _no_heaping(frames: Frames) -> Looked:
    rows = frames.diagnosis
    size = rows["max_diameter_mm"]
    is_heaped = pd.Series(np.isclose(size.astype(float) % 10, 0), index=rows.index)
    return looked(rows, size.notna(), is_heaped)


def _bclc_agrees(frames: Frames) -> Looked:
    rows = frames.diagnosis
    derived = bclc(
        ecog=rows["ecog"].astype("Float64"),
        # Its extent does not move the stage; that it is there does.
        pvi=rows["pvi"].replace({"PRESENT": "VP1_2", "UNK": None}),
        extrahepatic_disease=rows["extrahepatic_disease"].replace({"UNK": None}),
        n_tumours=rows["n_tumours"],
        max_diameter_mm=rows["max_diameter_mm"],
        child_pugh=rows["child_pugh_site"],
    )
    stage = pd.Series(derived, index=rows.index)
    known = rows["bclc_site"].notna() & (stage != "UNK") & (rows["domain_code"] == "HCC")
    return looked(rows, known, rows["bclc_site"] != stage)


def _grade_5_is_death(frames: Frames) -> Looked:
    rows = frames.of_diagnosis("adverse_event")
    return looked(rows, rows["ctcae_grade"] == "5", rows["death_date"].isna())


def _unusual(table: str, name: str) -> Rule:
    field = next(field for field in TABLES[table] if field.name == name)
    low, high = field.soft or (-np.inf, np.inf)

    def rule(frames: Frames) -> Looked:
        rows = frames.table(table)
        return looked(rows, rows[name].notna(), ~rows[name].between(low, high))

    return rule


def _usual_values() -> tuple[Check, ...]:
    fields = [(table, field) for table, listed in TABLES.items() for field in listed if field.soft]
    return tuple(
        Check(
            f"U{number:02d}",
            f"{field.label} is within {field.soft[0]:g} to {field.soft[1]:g} {field.unit}.",
            Category.PLAUSIBILITY,
            Owner.SITE,
            "values",
            0.02,
            "Values beyond are mostly of another unit or mistyped.",
            "Compare the value and its unit with the source.",
            _unusual(table, field.name),
        )
        for number, (table, field) in enumerate(fields, start=1)
        if field.soft
    )


PLAUSIBILITY = (
    *(
        Check(code, name, Category.PLAUSIBILITY, Owner.SITE, unit, allowed, reason, _COMPARE, rule)
        for _COMPARE in ("Compare both values with the source and correct the wrong one.",)
        for code, name, unit, allowed, reason, rule in (
            (
                "P01",
                "ECOG is at most 2 where the intent is curative.",
                "diagnoses with curative intent",
                0.02,
                "Nobody that ill is treated for cure.",
                _ecog_fits_intent,
            ),
            (
                "P02",
                "Child-Pugh A goes without moderate or severe ascites.",
                "diagnoses",
                0.01,
                "Ascites of that degree gives three points.",
                _child_pugh_fits_ascites,
            ),
            (
                "P03",
                "Alpha-fetoprotein is at most a million ng/mL.",
                "diagnoses",
                0.005,
                "Higher values are mostly of another unit.",
                _afp_is_credible,
            ),
            (
                "P04",
                "A single tumour lies in one lobe.",
                "diagnoses with one tumour",
                0.05,
                "Number or extent is wrong.",
                _single_is_not_bilobar,
            ),
            (
                "P05",
                "Curative intent goes without disease outside the organ.",
                "diagnoses with curative intent",
                0.05,
                "Intent or extent is wrong.",
                _cured_without_spread,
            ),
            (
                "P06",
                "No two diagnoses of a site agree in sex, age, index date and technique.",
                "diagnoses",
                0.01,
                "They may be one patient entered twice.",
                _no_near_duplicates,
            ),
            (
                "P07",
                "A lesion does not grow to more than fourfold between assessments.",
                "pairs of assessments",
                0.01,
                "One of the diameters is wrong, or the lesion is another.",
                _grows_credibly,
            ),
            (
                "P08",
                "The largest lesion is not larger than the largest tumour at baseline.",
                "diagnoses",
                0.05,
                "One of the diameters is wrong.",
                _lesion_fits_baseline,
            ),
            (
                "P09",
                "Death on the day of the index procedure or the next is rare.",
                "diagnoses",
                0.01,
                "More than one in a hundred points at dates that were filled in.",
                _death_after_treatment_is_rare,
            ),
            (
                "P10",
                "Procedures are rarely on Saturdays and Sundays.",
                "procedures",
                0.30,
                "Evenly spread weekdays point at dates that were filled in.",
                _weekday_procedures,
            ),
            (
                "P11",
                "Diameters are not rounded to whole centimetres.",
                "diagnoses",
                0.40,
                "Rounding hides growth and shifts size limits.",
                _no_heaping,
            ),
            (
                "P13",
                "The BCLC stage as entered is the one that follows from its parts.",
                "diagnoses",
                0.20,
                "Sites file symptoms of other causes otherwise; more than that needs a talk.",
                _bclc_agrees,
            ),
            (
                "P12",
                "An adverse event of grade 5 has a date of death.",
                "adverse events of grade 5",
                0.0,
                "Grade 5 is death.",
                _grade_5_is_death,
            ),
        )
    ),
    *_usual_values(),
)
