"""Response of several groups side by side, of one criterion and reader."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.endpoints import NOT_SUPPLIED, SAME_DAY
from analytics.errors import TooFewEvents
from analytics.event_table import EventTable, tables_by_group
from analytics.inputs import check_follow_up
from analytics.response import (
    WINDOW_DAYS,
    BestResponse,
    ResponseRates,
    best_response,
    response_rates,
)

RESPONDED = ("CR", "PR")
UNDATED_DAY = 1.0  # stands for the day of a reading that its source does not date


@dataclass(frozen=True, eq=False)
class GroupResponse:
    """Response rates of one group; its patients are independent of one another."""

    group: str
    rates: ResponseRates


@dataclass(frozen=True, eq=False)
class ResponseByGroup:
    """Best response of everybody treated, by group, as one reader saw it by one criterion."""

    criterion: str
    reader: str
    groups: tuple[GroupResponse, ...]
    overall: GroupResponse
    undated: int  # patients whose readings carry no day
    window_days: float


@dataclass(frozen=True, eq=False)
class Durations:
    """Follow-up of responders from their first response, by group and of all."""

    tables: tuple[EventTable, ...]
    overall: EventTable
    left_out: tuple[tuple[str, int], ...]  # reason, responders that cannot be followed


def dated_readings(readings: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Return readings with a day each, and of how many patients no reading has one.

    Parameters
    ----------
    readings : DataFrame
        `patient`, `day` (nan: not dated) and `response`.

    Notes
    -----
    A patient with any dated reading keeps the dated ones only. Of a patient without, all
    readings are taken to lie within the window and before other treatment: such sources give
    the best response as one value.
    """
    is_dated = readings["day"].notna()
    has_dated = readings["patient"].isin(readings.loc[is_dated, "patient"])
    kept = readings[is_dated | ~has_dated]
    undated = int(readings.loc[~has_dated, "patient"].nunique())
    return kept.assign(day=kept["day"].fillna(UNDATED_DAY)), undated


def response_by_group(
    readings: pd.DataFrame, treated: pd.DataFrame, *, criterion: str, reader: str
) -> ResponseByGroup:
    """Estimate response rates of every group and of all patients.

    Parameters
    ----------
    readings : DataFrame
        `patient`, `day` and `response` of one criterion and reader.
    treated : DataFrame
        Everybody treated, in the order of display of `group`: `patient`, `group` and
        `new_treatment_day`.
    criterion, reader : str
        What the readings are, carried along for the caption.

    Raises
    ------
    TooFewEvents
        If nobody was treated.
    """
    best, undated = best_of(readings, treated)
    by_group = pd.Series(best.response).groupby(treated["group"].to_numpy(), sort=False)
    return ResponseByGroup(
        criterion=criterion,
        reader=reader,
        groups=tuple(
            GroupResponse(str(group), response_rates(response.to_numpy(dtype=object)))
            for group, response in by_group
        ),
        overall=GroupResponse("ALL", response_rates(best.response)),
        undated=undated,
        window_days=WINDOW_DAYS,
    )


def best_of(readings: pd.DataFrame, treated: pd.DataFrame) -> tuple[BestResponse, int]:
    """Return everybody's best response, and how many patients have undated readings."""
    if treated.empty:
        raise TooFewEvents("Nobody was treated.", "Widen the filters.")
    dated, undated = dated_readings(readings)
    return best_response(dated, treated), undated


def durations(readings: pd.DataFrame, treated: pd.DataFrame) -> Durations:
    """Follow responders from their first response to progression or death.

    Parameters
    ----------
    readings : DataFrame
        `patient`, `day` and `response` of one criterion and reader.
    treated : DataFrame
        As in `response_by_group`, with `entry`, `exit`, `code` and `left_out` of
        progression-free survival, in days since the index procedure.

    Raises
    ------
    TooFewEvents
        If nobody responded on a day that is known.

    Notes
    -----
    Time runs from the first complete or partial response within the window that counts for
    the best response. Progression-free time that ends on or before that day counts as half a
    day. Responders without a dated response, and those whose progression-free time cannot be
    counted, are left out by reason.
    """
    best, _ = best_of(readings, treated)
    responders = treated[np.isin(best.response, RESPONDED)]
    day = responders["patient"].map(_first_response(readings))
    reason = responders["left_out"].where(responders["left_out"].notna(), "")
    reason = reason.mask((reason == "") & (day.isna() | responders["exit"].isna()), NOT_SUPPLIED)
    kept = responders[reason == ""].assign(day=day[reason == ""])
    if kept.empty:
        raise TooFewEvents(
            "Nobody responded on a day that is known, so no duration can be counted.",
            "Choose another criterion or reader, or widen the filters.",
        )
    counts = reason[reason != ""].value_counts(sort=False)
    groups = tuple(dict.fromkeys(kept["group"]))
    people = check_follow_up(
        np.maximum(kept["exit"] - kept["day"], SAME_DAY),
        kept["code"],
        entry=(kept["entry"] - kept["day"]).clip(lower=0),
    )
    member = kept["group"].map({group: i for i, group in enumerate(groups)})
    return Durations(
        tables=tables_by_group(people, member.to_numpy(dtype=np.int64), groups),
        overall=tables_by_group(people, None, ("All",))[0],
        left_out=tuple((str(why), int(n)) for why, n in counts.items()),
    )


def _first_response(readings: pd.DataFrame) -> "pd.Series[float]":
    # Of a responder the first one always lies within what counts for the best response.
    responded = readings[(readings["day"] > 0) & readings["response"].isin(RESPONDED)]
    first: pd.Series[float] = responded.groupby("patient")["day"].min()
    return first
