"""Timeliness and follow-up, as pages ask for them."""

import pandas as pd

from analytics.delays import Timeliness, delays
from analytics.observation import FollowUpMade, Observation, observation
from analytics.visits import STATUSES, Visits
from dashboard.answers.gate import answer
from queries.errors import EmptyCohort
from queries.policies import View
from queries.reads import timeliness as reads
from queries.registry import Registry

EVERY_SITE = "All sites in view"


@answer(View.TIMELINESS, methods="timeliness")
def timeliness(registry: Registry) -> Timeliness:
    """Sum up the delays from event to entry of its form."""
    counts = reads.delays_by_site(registry).frame
    if counts.empty:
        raise EmptyCohort(
            "The source does not supply the day on which forms were entered.",
            "Ask the sites to record when a form is first saved.",
        )
    forms = [
        delays(rows["delay_days"], rows["n"], form=str(form), place=EVERY_SITE)
        for form, rows in counts.groupby("form", sort=False)
    ]
    sites = [
        delays(rows["delay_days"], rows["n"], form="all forms", place=str(site))
        for site, rows in counts.groupby("site_text")
    ]
    return Timeliness(tuple(forms), tuple(sites))


@answer(View.TIMELINESS, methods="timeliness")
def visits(registry: Registry) -> Visits:
    """Count scheduled visits by status, for each visit and each site."""
    frame = reads.visits_by_status(registry).frame
    if frame.empty:
        raise EmptyCohort(
            "The source supplies no scheduled visits with their windows.",
            "Import the visit schedule with due dates.",
        )
    order = sorted(frame["visit_code"].unique(), key=_in_schedule)
    return Visits(
        visits=tuple(order),
        counts=_by(frame, "visit_code").reindex(order),
        by_site=_by(frame, "site_text"),
    )


@answer(View.TIMELINESS, methods="timeliness")
def follow_up_made(registry: Registry, horizon_months: int) -> FollowUpMade:
    """Judge how complete follow-up is at a horizon."""
    frame = reads.observation_by_site(registry).frame
    rows = frame[frame["horizon_months"] == horizon_months]
    if rows.empty:
        raise EmptyCohort(
            "Nobody could be followed that long yet, or the source has no calendar dates.",
            "Choose an earlier horizon or more sites.",
        )
    sites = [
        _observation(str(site), horizon_months, part)
        for site, part in rows.groupby("site_text")
        if part["possible_days"].sum()
    ]
    return FollowUpMade(_observation(EVERY_SITE, horizon_months, rows), tuple(sites))


def _observation(place: str, horizon: int, rows: pd.DataFrame) -> Observation:
    return observation(
        place,
        horizon,
        n=int(rows["n"].sum()),
        n_known=int(rows["n_known"].sum()),
        observed=int(rows["observed_days"].sum()),
        possible=int(rows["possible_days"].sum()),
    )


def _by(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    table = frame.pivot_table(index=key, columns="status", values="n", aggfunc="sum", fill_value=0)
    return table.reindex(columns=list(STATUSES), fill_value=0).astype(int)


def _in_schedule(code: str) -> tuple[int, int]:
    # W1, M1, M3 .. M60, then unscheduled ones.
    digits = code[1:]
    return ("WM".find(code[0]), int(digits)) if digits.isdigit() else (2, 0)
