"""How likely people are still under observation: the weights of a Fine-Gray model."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import ArrayLike

from analytics.errors import BadInput
from analytics.event_table import EventTable
from analytics.inputs import Counts, Floats

CensoringTies: TypeAlias = Literal["events-first", "at-risk"]


@dataclass(frozen=True, eq=False)
class ObservationCurve:
    """Probability that nothing but an event has ended, or hidden, observation by each day."""

    time: Floats  # days, ascending
    censored: Counts  # censored at `time`
    exposed: Counts  # who could be censored at `time`
    censoring: CensoringTies
    uncensored: Floats  # G, shape (days + 1,): at the start, then at each day
    entered: Floats  # H, shape (days + 1,): entered before each day, then 1

    def before(self, days: ArrayLike) -> Floats:
        """Return G(t-) H(t-) for days t, shape (k,)."""
        place = np.searchsorted(self.time, np.asarray(days, dtype=np.float64), side="left")
        return self.uncensored[place] * self.entered[place]


def observation_curve(table: EventTable, censoring: CensoringTies) -> ObservationCurve:
    """Estimate how likely people are not yet censored, and have entered.

    Parameters
    ----------
    table : EventTable
        Everybody's follow-up, counted by day.
    censoring : {"events-first", "at-risk"}
        Whether whoever has an event on a day is out of reach of censoring on that day.

    Notes
    -----
    G(t) = prod (1 - c / (Y - d)), or prod (1 - c / Y): c censored of Y at risk, d with any
    event. H(t-), with late entry: product over entry days u >= t of 1 - e / r, e entering of r
    who have entered by u and leave after it.

    References
    ----------
    Fine & Gray (1999), doi:10.1080/01621459.1999.10474144.
    Geskus (2011), doi:10.1111/j.1541-0420.2010.01420.x.
    """
    if censoring not in get_args(CensoringTies):
        known = ", ".join(get_args(CensoringTies))
        raise BadInput(f"There is no censoring convention {censoring!r}.", f"Use one of {known}.")
    at_risk = table.at_risk(table.time)
    censored, events = table.leaving[0], table.leaving[1:].sum(axis=0)
    exposed = at_risk - events if censoring == "events-first" else at_risk
    return ObservationCurve(
        time=table.time,
        censored=censored,
        exposed=exposed,
        censoring=censoring,
        uncensored=np.append(1.0, np.cumprod(1 - _share(censored, exposed))),
        entered=_entered(table, at_risk),
    )


def _entered(table: EventTable, at_risk: Counts) -> Floats:
    if table.entered is None:
        return np.ones(table.time.size + 1)
    afterwards = np.append(at_risk[1:], 0)  # at risk just after each day
    kept = 1 - _share(table.entered, afterwards)
    return np.append(np.cumprod(kept[::-1])[::-1], 1.0)


def _share(part: Counts, whole: Counts) -> Floats:
    return np.divide(part, whole, out=np.zeros(part.size), where=part > 0)
