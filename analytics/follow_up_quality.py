"""Completeness of follow-up: what was observed of what could have been."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.endpoints import SAME_DAY
from analytics.errors import BadInput
from analytics.inputs import Floats, check_people, numbers


@dataclass(frozen=True, eq=False)
class Completeness:
    """Clark's C: observed follow-up as a share of potential follow-up."""

    estimate: float  # between 0 and 1
    observed: float  # person-days under observation
    potential: float  # person-days up to event or data cut-off
    n: int  # people
    n_short: int  # of these: left without the event before the data cut-off


def completeness(
    time: ArrayLike,
    event: ArrayLike,
    to_cutoff: ArrayLike,
    *,
    entry: ArrayLike | None = None,
) -> Completeness:
    """Return the share of potential follow-up that was observed.

    Parameters
    ----------
    time : array-like of float, shape (n,)
        Days from index procedure to event or last contact.
    event : array-like of bool, shape (n,)
        True where the event, as death, ended follow-up: nothing more could be observed.
    to_cutoff : array-like of float, shape (n,)
        Days from index procedure to the data cut-off; 0 counts as half a day, as in `time`.
    entry : array-like of float, shape (n,), optional
        Day from which each person is under observation (delayed entry).

    Raises
    ------
    BadInput
        If the arrays are impossible, or somebody is followed beyond the data cut-off.

    Notes
    -----
    C = sum of (time - entry) / sum of (potential - entry), potential being `time` for those
    with the event and `to_cutoff` for all others.

    References
    ----------
    Clark, Altman & De Stavola (2002), doi:10.1016/S0140-6736(02)08272-7.
    """
    people = check_people(time, event, entry=entry)
    cutoff = np.maximum(_cutoffs(to_cutoff, people.time), SAME_DAY)
    beyond = int((people.time > cutoff).sum())
    if beyond:
        raise BadInput(
            f"{beyond} of {people.time.size} people are followed beyond the data cut-off.",
            "Derive follow-up with the same cut-off.",
        )
    start = np.zeros_like(people.time) if people.entry is None else people.entry
    potential = np.where(people.code == 1, people.time, cutoff)
    observed_days, potential_days = (float((x - start).sum()) for x in (people.time, potential))
    if potential_days == 0:
        raise BadInput("Nobody could be followed for any time.", "Choose a later data cut-off.")
    return Completeness(
        estimate=observed_days / potential_days,
        observed=observed_days,
        potential=potential_days,
        n=people.time.size,
        n_short=int((people.time < potential).sum()),
    )


def _cutoffs(to_cutoff: ArrayLike, times: Floats) -> Floats:
    cutoff = numbers("to_cutoff", to_cutoff)
    if cutoff.size != times.size:
        raise BadInput(
            f"to_cutoff has {cutoff.size} rows and time has {times.size}.",
            "Give one value per person.",
        )
    return cutoff
