"""Progression of every diagnosis: when, where, and when it would last have been seen."""

import numpy as np
import pandas as pd

from analytics.dated import first_days, last_days
from analytics.endpoints import NOT_SUPPLIED, PROGRESSION_UNDATED
from analytics.inputs import Bools, Floats
from analytics.untreatable import Treated, untreatable_by_rule
from queries.importers.arrays import Texts
from queries.importers.facts import any_of_domain, not_supplied
from queries.importers.observations import Observations, dated

_PROGRESSION = ("PROGRESSION", "NEW_LESION", "UNTREATABLE_PROGRESSION")
_WITHIN, _OUTSIDE = ("LOCAL", "INTRA_ORGAN_DISTANT"), ("EXTRA_ORGAN",)
_STATED = (*_WITHIN, *_OUTSIDE)
_POOR = ("3", "4")  # ECOG above 2


def add_progression(facts: pd.DataFrame, seen: Observations, local: Floats) -> None:
    """Add the first progression anywhere, within and outside the organ, and the last assessment.

    Parameters
    ----------
    facts : DataFrame
        Facts so far; columns are added to it.
    seen : Observations
        Dated rows.
    local : array of float, shape (n,)
        First local tumour progression of any lesion of the diagnosis.
    """
    n = len(facts)
    known = _progressions(seen)
    facts["progression_day"] = np.fmin(first_days(known, n), local)
    facts["organ_progression_day"] = np.fmin(first_days(_within(known), n), local)
    facts["extra_progression_day"] = first_days(known[known["site"].isin(_OUTSIDE)], n)
    judged = _last_judged(facts, seen)
    reported = last_days(_by_cutoff(_after_index(known), facts), n)
    facts["last_assessment_day"] = np.fmax(judged, reported)
    # Never assessed since the index procedure: last known free of progression on that day.
    unseen = facts["last_assessment_day"].isna() & facts["last_contact_day"].notna()
    facts.loc[unseen, "last_assessment_day"] = 0.0
    has_progressed = facts["progression_day"].notna()
    is_undated = _is_among(_undated(seen), n) & ~has_progressed & facts["has_index"]
    facts["progression_undated"] = np.where(is_undated, PROGRESSION_UNDATED, "")
    # Where nobody is assessed, only those who progressed could be counted: so nobody is.
    is_watched = pd.Series(judged > 0)
    facts["progression_not_supplied"] = not_supplied(facts, is_watched)
    stated = known.loc[known["site"].isin(_STATED), "row"]
    is_stated = pd.Series(_is_among(stated, n) | ~np.isnan(local))
    is_needed = any_of_domain(facts, has_progressed)
    facts["progression_site_not_supplied"] = np.where(
        facts["progression_not_supplied"] != "",
        NOT_SUPPLIED,
        not_supplied(facts, is_stated | ~is_needed),
    )


def add_untreatable(facts: pd.DataFrame, seen: Observations, has_spread: Texts) -> None:
    """Add untreatable progression as entered, and else by rule where the source allows it.

    Parameters
    ----------
    facts : DataFrame
        Facts so far; columns are added to it.
    seen : Observations
        Dated rows.
    has_spread : array of text, shape (n,)
        Disease outside the treated organ at baseline: Y, N, UNK or "".
    """
    events, n = dated(seen.events), len(facts)
    entered = first_days(events[events["what"] == "UNTREATABLE_PROGRESSION"], n)
    treated = _treated(facts, seen, has_spread)
    by_rule = untreatable_by_rule(treated)
    facts["untreatable_entered_day"] = entered
    facts["untreatable_day"] = np.where(np.isnan(entered), by_rule, entered)
    is_entered = facts["untreatable_entered_day"].notna()
    facts["untreatable_not_entered"] = np.where(
        facts["progression_not_supplied"] != "", NOT_SUPPLIED, not_supplied(facts, is_entered)
    )
    clues = [treated.systemic, treated.assessments, dated(seen.visits[seen.visits["ecog"] != ""])]
    rows = pd.concat([clue["row"] for clue in clues])
    is_spread = facts["extra_progression_day"].notna()
    is_shown = is_entered | is_spread | _is_among(rows, n)
    facts["untreatable_not_supplied"] = np.where(
        facts["progression_not_supplied"] != "", NOT_SUPPLIED, not_supplied(facts, is_shown)
    )


def _treated(facts: pd.DataFrame, seen: Observations, has_spread: Texts) -> Treated:
    events, visits, responses = (
        _after_index(frame) for frame in (seen.events, seen.visits, seen.responses)
    )
    judged = responses[~responses["what"].isin(("NE", ""))]
    spread = facts["extra_progression_day"].to_numpy(dtype=float)
    return Treated(
        progressions=_after_index(_progressions(seen)),
        poor=visits[visits["ecog"].isin(_POOR)],
        assessments=judged.assign(is_response=judged["what"].isin(("CR", "PR"))),
        sessions=_after_index(seen.sessions),
        systemic=events[events["what"] == "SYSTEMIC_START"],
        spread=np.where(has_spread == "Y", np.nan, spread),
    )


def _worse(seen: Observations) -> tuple[tuple[pd.DataFrame, Bools], ...]:
    # Each kind of row with a site, and which of them are progressions.
    events, responses = seen.events, seen.responses
    lesions = seen.lesions.assign(site="LOCAL")
    return (
        (events, events["what"].isin(_PROGRESSION).to_numpy()),
        (responses, (responses["what"].eq("PD") | responses["is_new_lesion"]).to_numpy()),
        (lesions, lesions["what"].eq("LTP").to_numpy()),
    )


def _progressions(seen: Observations) -> pd.DataFrame:
    frames = [frame.loc[is_worse, ["row", "day", "site"]] for frame, is_worse in _worse(seen)]
    return dated(pd.concat(frames, ignore_index=True))


def _undated(seen: Observations) -> "pd.Series[int]":
    # Only where the source dates such rows at all; otherwise they tell a course, not a time.
    rows = [
        frame.loc[is_worse & frame["day"].isna().to_numpy(), "row"]
        for frame, is_worse in _worse(seen)
        if frame["day"].notna().any()
    ]
    every: pd.Series[int] = pd.concat([pd.Series(dtype=np.int64), *rows])
    return every


def _within(known: pd.DataFrame) -> pd.DataFrame:
    # A progression without a site counts as within, unless another of the diagnosis has one.
    has_site = known["site"].isin(_STATED)
    is_lone = ~has_site & ~known["row"].isin(known.loc[has_site, "row"])
    return known[known["site"].isin(_WITHIN) | is_lone]


def _last_judged(facts: pd.DataFrame, seen: Observations) -> Floats:
    judged = pd.concat(
        [
            frame.loc[~frame["what"].isin((absent, "")), ["row", "day"]]
            for frame, absent in ((seen.responses, "NE"), (seen.lesions, "NOT_EVALUABLE"))
        ]
    )
    # A source that dates no assessment may still date its imaging.
    is_judged = pd.Series(_is_among(dated(judged)["row"], len(facts)))
    is_read = any_of_domain(facts, is_judged).to_numpy()
    imaged = seen.visits.loc[seen.visits["what"] == "Y", ["row", "day"]]
    imaged = imaged[~is_read[imaged["row"]]]
    every = _after_index(pd.concat([judged, imaged]))
    return last_days(_by_cutoff(every, facts), len(facts))


def _by_cutoff(frame: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    cutoff = facts["cutoff_day"].to_numpy()[frame["row"]]
    return frame[~(frame["day"].to_numpy() > cutoff)]


def _after_index(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["day"] >= 0]


def _is_among(rows: "pd.Series[int]", n: int) -> Bools:
    among = np.zeros(n, dtype=bool)
    among[rows.to_numpy(dtype=np.int64)] = True
    return among
