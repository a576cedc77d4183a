"""Dated rows of a draft by diagnosis: what was seen, done and reported, and on which day."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.inputs import Bools
from queries.domains.catalogue import DOMAINS
from queries.domains.common import TECHNIQUES
from queries.importers.arrays import Texts, numbers_of, places_of, texts_of
from queries.importers.draft import Draft, DraftTable

_OWN_READERS = ("", "SITE")
_ELSEWHERE = frozenset(t.code for t in TECHNIQUES if t.family == "COMPARATOR")


@dataclass(frozen=True, eq=False)
class Observations:
    """Frames with `row` (place of the diagnosis), `day` (nan where not known) and `what`.

    Of several readings, the site's counts wherever the diagnosis (or lesion) has one; of several
    criteria, the one of its domain.
    """

    events: pd.DataFrame  # what: type of event; `site` of a progression, "" where not stated
    responses: pd.DataFrame  # what: response; `is_new_lesion`, `site`
    lesions: pd.DataFrame  # what: status; `lesion`: its identifier
    visits: pd.DataFrame  # what: Y where imaging was done; `ecog`
    sessions: pd.DataFrame  # what: technique, comparators left out
    contacts: pd.DataFrame  # every dated sign of life; no `what`


def observe(draft: Draft, diagnoses: pd.DataFrame) -> Observations:
    """Gather the dated rows of a draft.

    Parameters
    ----------
    draft : Draft
        Checked rows, with their days counted.
    diagnoses : DataFrame
        Columns `diagnosis_id` and `domain_code`, one row per diagnosis.
    """
    known = pd.Index(diagnoses["diagnosis_id"])
    events = _frame(draft.table("clinical_event"), "event", "event_type", known)
    events["site"] = texts_of(draft.table("clinical_event"), "detail_code")
    visits = _frame(draft.table("visit"), "actual", "imaging_done", known)
    visits["ecog"] = texts_of(draft.table("visit"), "ecog")
    procedures = _frame(draft.table("procedure"), "procedure", "technique_code", known)
    onsets = _frame(draft.table("adverse_event"), "onset", "serious", known)
    responses = _responses(draft, diagnoses, known)
    lesions = _lesions(draft, known)
    contacts = [events, visits, procedures, onsets, responses, lesions]
    return Observations(
        events=events,
        responses=responses,
        lesions=lesions,
        visits=visits,
        sessions=dated(procedures[~procedures["what"].isin(_ELSEWHERE)]),
        contacts=dated(pd.concat([frame[["row", "day"]] for frame in contacts])),
    )


def dated(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose day is known."""
    return frame[frame["day"].notna()]


def _frame(table: DraftTable, stem: str, what: str, known: "pd.Index[str]") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "row": places_of(known, table.column("diagnosis_id")),
            "day": numbers_of(table, f"{stem}_day"),
            "what": texts_of(table, what),
        }
    )


def _responses(draft: Draft, diagnoses: pd.DataFrame, known: "pd.Index[str]") -> pd.DataFrame:
    table = draft.table("response_assessment")
    frame = _frame(table, "assessment", "response", known)
    frame["is_new_lesion"] = texts_of(table, "new_lesion") == "Y"
    frame["site"] = texts_of(table, "progression_site")
    criteria = diagnoses["domain_code"].map(lambda code: DOMAINS[code].response_criterion)
    of_domain = criteria.to_numpy(dtype=object)[frame["row"]]
    is_own = (texts_of(table, "criterion") == of_domain) | (of_domain == "")
    frame, readers = _preferred(frame, texts_of(table, "reader"), is_own)
    return _preferred(frame, readers, np.isin(readers, _OWN_READERS))[0]


def _lesions(draft: Draft, known: "pd.Index[str]") -> pd.DataFrame:
    table = draft.table("lesion_assessment")
    owner = draft.table("lesion").lookup("lesion_id", "diagnosis_id")
    frame = pd.DataFrame(
        {
            "row": places_of(known, [owner.get(lesion) for lesion in table.column("lesion_id")]),
            "day": numbers_of(table, "assessment_day"),
            "what": texts_of(table, "lesion_status"),
            "lesion": texts_of(table, "lesion_id"),
        }
    )
    readers = texts_of(table, "reader")
    return _preferred(frame, readers, np.isin(readers, _OWN_READERS), by="lesion")[0]


def _preferred(
    frame: pd.DataFrame,
    readers: Texts,
    is_preferred: Bools,
    by: str = "row",
) -> tuple[pd.DataFrame, Texts]:
    has_preferred = frame[by].isin(frame.loc[is_preferred, by])
    keep = is_preferred | ~has_preferred.to_numpy()
    return frame[keep], readers[keep]
