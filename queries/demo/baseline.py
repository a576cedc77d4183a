"""The invented baseline forms, with what poor sites leave empty."""

import numpy as np

from queries.demo.course import Course
from queries.demo.hcc import Patients
from queries.demo.network import Network
from queries.demo.tables import draft_table, identifiers, yes_no
from queries.importers.draft import DraftTable, Value


def baseline_table(course: Course, sites: Network, random: np.random.Generator) -> DraftTable:
    """Return the baseline forms, with what poor sites leave empty."""
    answers = {
        **_tumour(course.who, random),
        **_liver(course.who, random),
        "bclc_site": _bclc_entered(course.who, random),
    }
    chance = sites.missing[course.site]
    for name, values in answers.items():
        is_empty = random.random(course.n) < chance * (2 if name in _OFTEN_EMPTY else 1)
        is_unknown = (random.random(course.n) < 0.03) & (name in _WITH_UNKNOWN)
        answers[name] = [
            None if empty else "UNK" if unknown else value
            for empty, unknown, value in zip(is_empty, is_unknown, values, strict=True)
        ]
    when = course.index - random.integers(0, 29, course.n)
    return draft_table(
        "baseline",
        {
            "diagnosis_id": identifiers(course.n)[1],
            "baseline_date": when.tolist(),
            **answers,
        },
    )


_OFTEN_EMPTY = ("afp_ng_ml", "inr")
_WITH_UNKNOWN = ("bilobar", "cirrhosis", "etiology", "extrahepatic_disease", "pvi")


def _tumour(who: Patients, random: np.random.Generator) -> dict[str, list[Value]]:
    n = who.size.size
    invaded = random.choice(("VP1_2", "VP3", "VP4"), n)
    return {
        "ecog": [str(grade) for grade in who.ecog],
        "n_tumours": who.tumours.tolist(),
        "max_diameter_mm": np.rint(who.size).tolist(),
        "extrahepatic_disease": yes_no(who.spread),
        "bilobar": yes_no(random.random(n) < np.where(who.tumours > 1, 0.5, 0.02)),
        "afp_ng_ml": np.round(who.afp, 1).tolist(),
        "pvi": np.where(who.pvi, invaded, "VP0").tolist(),
    }


def _liver(who: Patients, random: np.random.Generator) -> dict[str, list[Value]]:
    n, worse = who.size.size, who.child_pugh_b
    inr = np.clip(random.normal(1.15 + 0.15 * worse, 0.12), 0.9, 3)
    platelets = np.clip(random.lognormal(np.log(140), 0.45, n), 20, 600)
    creatinine = np.clip(random.lognormal(np.log(78), 0.25, n), 35, 400)
    ascites = random.random(n) < np.where(worse, 0.45, 0.04)
    confused = random.random(n) < np.where(worse, 0.12, 0.01)
    return {
        "albumin_g_l": np.round(who.albumin, 1).tolist(),
        "bilirubin_umol_l": np.round(who.bilirubin, 1).tolist(),
        "inr": np.round(inr, 2).tolist(),
        "platelets_10e9_l": np.rint(platelets).tolist(),
        "creatinine_umol_l": np.rint(creatinine).tolist(),
        "ascites": np.where(ascites, "MILD", "NONE").tolist(),
        "encephalopathy": np.where(confused, "G1_2", "NONE").tolist(),
        "cirrhosis": yes_no(random.random(n) < 0.82),
        "child_pugh_site": np.where(worse, "B", "A").tolist(),
        "etiology": who.cause.tolist(),
    }


def _bclc_entered(who: Patients, random: np.random.Generator) -> list[Value]:
    is_c = who.pvi | who.spread | (who.ecog >= 1)
    is_0 = (who.tumours == 1) & (who.size <= 20)
    is_a = (who.tumours == 1) | ((who.tumours <= 3) & (who.size <= 30))
    stage = np.select([is_c, is_0, is_a], ["C", "0", "A"], "B")
    # Sites file some stages otherwise: symptoms that are not the tumour's, a node overlooked.
    is_otherwise = (random.random(who.size.size) < 0.08) & np.isin(stage, ("A", "C"))
    entered: list[Value] = np.where(is_otherwise, "B", stage).tolist()
    return entered
