"""When patients are watched for adverse events, and which events lie within."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analytics.inputs import Bools, Floats

WINDOW_DAYS = 30.0  # after a procedure
RADIO_DAYS = 90.0  # after radioembolisation
REILD_DAYS = 180.0  # for radioembolisation-induced liver disease after radioembolisation
REILD = "REILD"


def windows(procedures: pd.DataFrame, days: Mapping[str, float]) -> pd.DataFrame:
    """Return the interval in which each procedure is watched, cut at the end of follow-up.

    Parameters
    ----------
    procedures : DataFrame
        `patient_no`, `procedure_id`, `performed`, `day` (nan: not known) and `exit` (nan: not
        known, so no cut).
    days : mapping
        Days of the window by technique; others have WINDOW_DAYS.

    Returns
    -------
    DataFrame
        The procedures with `opens` and `closes`, in days since the index procedure. The day
        of the procedure is the first day of the window.
    """
    length = procedures["performed"].map(days).fillna(WINDOW_DAYS)
    # A procedure without a day is watched as if it stood alone.
    opens = procedures["day"].fillna(0.0)
    end = procedures["exit"].fillna(np.inf)
    closes = np.minimum(opens + length, np.maximum(end, opens))
    return procedures.assign(opens=opens, closes=closes)


def days_watched(watched: pd.DataFrame) -> float:
    """Return the days that lie within any window of a patient, summed over patients.

    Overlapping windows of a patient count once. A patient who dies on the day of the
    procedure is watched for half a day.
    """
    ordered = watched.sort_values(["patient_no", "opens"], kind="stable")
    opens, closes = ordered["opens"], ordered["closes"].clip(lower=ordered["opens"] + 0.5)
    reached = closes.groupby(ordered["patient_no"]).cummax()
    before = reached.groupby(ordered["patient_no"]).shift().fillna(-np.inf)
    length = closes - np.maximum(opens, before)
    return float(length.clip(lower=0).sum())


def within(events: pd.DataFrame, watched: pd.DataFrame, radio: frozenset[str]) -> Bools:
    """Say which events began within the window of a procedure of their patient.

    Parameters
    ----------
    events : DataFrame
        `patient_no`, `procedure_id`, `onset` and `term`. An event without a day counts where
        its procedure is stated; liver disease by radiation has a longer window.
    watched : DataFrame
        As `windows` returns it.
    radio : frozenset of str
        Techniques that are radioembolisation.
    """
    numbered = events.reset_index(drop=True).rename_axis("event").reset_index()
    starts = watched[["patient_no", "performed", "opens", "closes"]]
    pairs = numbered[["event", "patient_no", "onset", "term"]].merge(starts, on="patient_no")
    closes = pairs["closes"].to_numpy(copy=True)
    late: Bools = ((pairs["term"] == REILD) & pairs["performed"].isin(radio)).to_numpy()
    closes[late] = pairs["opens"].to_numpy()[late] + REILD_DAYS
    onset: Floats = pairs["onset"].to_numpy()
    hits = pairs["event"][(onset >= pairs["opens"]) & (onset <= closes)]
    is_within: Bools = numbered["event"].isin(hits).to_numpy()
    is_placed = events["procedure_id"].notna() & events["onset"].isna()
    return is_within | is_placed.to_numpy()
