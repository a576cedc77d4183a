"""Untreatable progression by rule, where no site has entered it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.dated import first_after, first_days, last_before
from analytics.inputs import Floats

SEEN_TOGETHER = 30  # days within which a progression and a poor performance status are one finding


@dataclass(frozen=True, eq=False)
class Treated:
    """Dated rows of n diagnoses: `row` (place of the diagnosis) and `day`, which is known."""

    progressions: pd.DataFrame
    poor: pd.DataFrame  # visits with ECOG above 2
    assessments: pd.DataFrame  # responses that could be judged, with `is_response` (CR or PR)
    sessions: pd.DataFrame  # interventional sessions
    systemic: pd.DataFrame  # starts of systemic therapy
    spread: Floats  # shape (n,): first new disease outside the treated organ; nan: none


def untreatable_by_rule(treated: Treated) -> Floats:
    """Return the day on which progression became untreatable by rule, nan where it did not.

    Notes
    -----
    The first of (a) progression with ECOG above 2 recorded within `SEEN_TOGETHER` days of it, on
    the later of the two days; (b) new disease outside the treated organ; (c) two consecutive
    sessions, each with stable or progressive disease at the first assessment after it and by the
    next session, on the day of the second assessment; (d) systemic therapy begun after
    progression, without a session since. Every day is settled by what is known on it.
    """
    n = treated.spread.size
    days = np.column_stack(
        [
            first_days(_unfit(treated), n),
            treated.spread,
            first_days(_without_response(treated), n),
            first_days(_given_up(treated), n),
        ]
    )
    first: Floats = np.fmin.reduce(days, axis=1)
    return first


def _unfit(treated: Treated) -> pd.DataFrame:
    both = treated.progressions[["row", "day"]].merge(
        treated.poor[["row", "day"]], on="row", suffixes=("", "_poor")
    )
    together = (both["day"] - both["day_poor"]).abs() <= SEEN_TOGETHER
    return both.assign(day=both[["day", "day_poor"]].max(axis=1))[together]


def _without_response(treated: Treated) -> pd.DataFrame:
    sessions = treated.sessions[["row", "day"]].drop_duplicates().sort_values(["row", "day"])
    share = treated.assessments.assign(responded=treated.assessments["is_response"].astype(float))
    seen = share.groupby(["row", "day"])["responded"].max().reset_index()
    following = sessions.groupby("row")["day"].shift(-1)
    assessed = pd.Series(first_after(sessions, seen), index=sessions.index)
    assessed = assessed.where(following.isna() | (assessed <= following))
    sessions = sessions.assign(assessed=assessed).merge(
        seen.rename(columns={"day": "assessed"}), on=["row", "assessed"], how="left"
    )
    failed = sessions["responded"].eq(0.0)
    before = failed.groupby(sessions["row"]).shift(1, fill_value=False)
    return sessions.assign(day=sessions["assessed"])[failed & before]


def _given_up(treated: Treated) -> pd.DataFrame:
    progressed = last_before(treated.systemic, treated.progressions, or_on=True)
    session = last_before(treated.systemic, treated.sessions, or_on=True)
    is_given_up = ~np.isnan(progressed) & ~(session > progressed)
    return treated.systemic[is_given_up]
