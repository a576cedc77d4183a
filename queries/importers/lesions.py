"""Dated facts of every treated lesion: the columns that the endpoints of lesions need."""

import numpy as np
import pandas as pd

from analytics.dated import first_days
from analytics.endpoints import NOT_ASSESSED
from analytics.inputs import Floats
from analytics.local_control import local_control
from queries.domains.common import COMBINED, COMBINED_WITHIN
from queries.importers.arrays import numbers_of, places_of, texts_of
from queries.importers.draft import Draft
from queries.importers.facts import not_supplied, removals
from queries.importers.observations import Observations, dated


def lesion_facts(draft: Draft, facts: pd.DataFrame, seen: Observations) -> pd.DataFrame:
    """Return one row per treated lesion: its place, its origin, its controls, its patient's end.

    Its technique is that of its first treatment; the planned combination where that falls into
    the time of it. Days are since the index procedure of the diagnosis.
    """
    treatments = _treatments(draft)
    first = treatments.drop_duplicates("row")  # in order of day and session
    table = draft.table("lesion")
    of_diagnosis = places_of(pd.Index(facts["diagnosis_id"]), table.column("diagnosis_id"))
    places = of_diagnosis[first["row"]]
    lesions = facts.iloc[places].reset_index(drop=True)
    lesions["row"] = places
    lesions["lesion_id"] = texts_of(table, "lesion_id")[first["row"]]
    lesions["lesion_origin_day"] = first["day"].to_numpy()
    lesions["lesion_no"] = numbers_of(table, "lesion_no")[first["row"]]
    is_planned = lesions["technique_code"].isin(list(COMBINED))
    is_part = is_planned & (lesions["lesion_origin_day"] <= COMBINED_WITHIN)
    lesions["technique_code"] = np.where(is_part, lesions["technique_code"], first["technique"])
    lesions["removal_day"] = _removal(lesions, seen)
    _add_control(lesions, seen, treatments)
    return lesions


def add_first_lesion(facts: pd.DataFrame, lesions: pd.DataFrame) -> None:
    """Add what became of the lesion that was treated first, one a diagnosis.

    Of several treated on one day the one with the lowest number counts, and of those without a
    number the first in the table.
    """
    order = ["row", "lesion_origin_day", "lesion_no"]
    first = lesions.dropna(subset="lesion_origin_day").sort_values(order, kind="stable")
    first = first.drop_duplicates("row").set_index("row").reindex(np.arange(len(facts)))
    for name, source in (
        ("first_lesion_origin_day", "lesion_origin_day"),
        ("first_lesion_progression_day", "local_progression_day"),
        ("first_lesion_last_day", "last_lesion_day"),
    ):
        facts[name] = first[source].to_numpy(dtype=float)
    said = first["control_not_supplied"].where(
        first["control_not_supplied"] != "", first["local_left_out_unless_dead"]
    )
    facts["first_lesion_left_out"] = said.fillna(NOT_ASSESSED).to_numpy(dtype=object)


def _treatments(draft: Draft) -> pd.DataFrame:
    links, procedures = draft.table("procedure_lesion"), draft.table("procedure")
    session = places_of(
        pd.Index(texts_of(procedures, "procedure_id")), links.column("procedure_id")
    )
    technique = texts_of(procedures, "technique_code")[session]
    frame = pd.DataFrame(
        {
            "row": places_of(
                pd.Index(texts_of(draft.table("lesion"), "lesion_id")), links.column("lesion_id")
            ),
            "day": numbers_of(procedures, "procedure_day")[session],
            "session": numbers_of(procedures, "session_no")[session],
            "technique": np.where(technique == "", "UNK", technique),
        }
    )
    return frame.sort_values(["row", "day", "session"], kind="stable")


def _removal(lesions: pd.DataFrame, seen: Observations) -> Floats:
    # What was removed before a lesion was treated has not removed that lesion.
    taken = removals(seen)[["row", "day"]].merge(
        lesions[["row", "lesion_origin_day"]].reset_index(names="lesion"), on="row"
    )
    taken = taken[taken["day"] > taken["lesion_origin_day"]]
    return first_days(taken.assign(row=taken["lesion"]), len(lesions))


def _add_control(lesions: pd.DataFrame, seen: Observations, treatments: pd.DataFrame) -> None:
    order = pd.Index(lesions["lesion_id"])
    controls = dated(seen.lesions)
    controls = controls.assign(
        row=places_of(order, list(controls["lesion"])), status=controls["what"]
    )
    cutoff = lesions["cutoff_day"].to_numpy()
    controls = controls[controls["row"] >= 0]
    controls = controls[~(controls["day"].to_numpy() > cutoff[controls["row"]])]
    number = treatments["row"].ne(treatments["row"].shift()).cumsum() - 1
    sessions = dated(treatments.assign(row=number))
    origin = lesions["lesion_origin_day"].to_numpy(dtype=float)
    found = local_control(origin, controls, sessions)
    lesions["local_progression_day"] = found.progression_day
    lesions["local_failure_day"] = found.failure_day
    lesions["last_lesion_day"] = found.last_day
    is_dead = lesions["death_day"].notna() & ~(lesions["death_day"] > lesions["cutoff_day"])
    is_gone = is_dead | lesions["removal_day"].notna()
    is_unseen = found.left_out == NOT_ASSESSED
    has_control = found.last_day > origin
    lesions["control_not_supplied"] = not_supplied(lesions, pd.Series(has_control))
    lesions["local_left_out"] = np.where(is_unseen & is_gone, "", found.left_out)
    lesions["local_left_out_unless_dead"] = np.where(is_unseen & is_dead, "", found.left_out)
