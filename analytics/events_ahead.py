"""How many events come, by month after the data cut-off, from one rate for all."""

from dataclasses import dataclass

import numpy as np

from analytics.accrual_rates import rate as poisson_rate
from analytics.errors import TooFewEvents
from analytics.inputs import Floats

MIN_EVENTS = 10  # below, a rate says nothing
MONTH_HALF_DAYS = 60.875  # twice 365.25 / 12


@dataclass(frozen=True)
class Pool:
    """Outcomes counted together over all techniques that must not be told apart."""

    techniques: tuple[str, ...]
    n: int  # diagnoses counted
    events: int
    months: float  # at risk, of all together

    @property
    def rates(self) -> tuple[float, float, float]:
        """Events per month at risk with exact 95 % Poisson limits: estimate, lower, upper.

        Raises
        ------
        TooFewEvents
            If there are under 10 events.
        """
        if self.events < MIN_EVENTS or self.months <= 0:
            raise TooFewEvents(
                f"{self.events} events are known in all {self.n} patients whose outcomes may be "
                f"counted together; {MIN_EVENTS} are needed to foresee any.",
                "Wait for follow-up, or widen the region, country or site.",
            )
        found = poisson_rate(self.events, self.months)
        return found.estimate, found.lower, found.upper


@dataclass(frozen=True, eq=False)
class Paths:
    """Events of two arms together; each array starts at the data cut-off, one entry a month."""

    median: Floats
    fewest: Floats  # lower limits of the rate and of enrolment at once
    most: Floats  # upper limits of both


@dataclass(frozen=True, eq=False)
class Coming:
    """Patients of the two arms foreseen in each month after the data cut-off."""

    median: Floats
    fewest: Floats  # lower limit of the prediction interval
    most: Floats


def events_ahead(pool: Pool, open_pool: Floats, open_pair: Floats, coming: Coming) -> Paths:
    """Foresee the events of two arms together, at the cut-off and at the end of each month.

    Parameters
    ----------
    pool : Pool
        Whose events are known.
    open_pool, open_pair : Floats, shape (patients,)
        Months from index procedure to data cut-off, of the pool and of the two arms in it.
    coming : Coming
        Who is foreseen to join the two arms.

    Returns
    -------
    Paths
        Events so far, then those expected by the end of each month.

    Raises
    ------
    TooFewEvents
        If the pool has under 10 events.

    Notes
    -----
    One constant hazard, that of the pool, for everybody: an event by month t after the index
    procedure has the probability 1 - exp(-rate t). The sum over the pool is scaled to its
    events, so that losses to follow-up so far are assumed to go on. Where the two arms are the
    whole pool, events so far are those counted. New patients of a month come in its middle.

    References
    ----------
    Bagiella & Heitjan (2001), doi:10.1002/sim.843, in its constant-hazard form.
    """
    estimate, lower, upper = pool.rates
    # Scaled at the estimate for all three, so that a limit means more or fewer events.
    scale = pool.events / _had(estimate, open_pool).sum()
    median, fewest, most = (
        scale * _sum_by_month(hazard, open_pair, patients)
        for hazard, patients in (
            (estimate, coming.median),
            (lower, coming.fewest),
            (upper, coming.most),
        )
    )
    # The events so far are what they are: a limit of the rate moves only those to come.
    so_far = median[0]
    return Paths(median, so_far + fewest - fewest[0], so_far + most - most[0])


def _sum_by_month(hazard: float, open_pair: Floats, coming: Floats) -> Floats:
    months = np.arange(coming.size + 1)
    # Equal times are summed once: there are few months and may be many patients.
    times, counts = np.unique(open_pair, return_counts=True)
    known = _had(hazard, times[:, None] + months) * counts[:, None]
    since = months[None, :] - (np.arange(coming.size)[:, None] + 0.5)
    new = coming[:, None] * _had(hazard, np.maximum(since, 0))
    expected: Floats = known.sum(axis=0) + new.sum(axis=0)
    return expected


def _had(hazard: float, months: Floats) -> Floats:
    return np.asarray(-np.expm1(-hazard * months))
