"""One group against a published survival curve."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2

from analytics.errors import BadInput, TooFewEvents
from analytics.event_table import EventTable, follow_up_table
from analytics.inputs import Floats, asked_days, numbers
from analytics.limits import check_confidence
from analytics.tails import log_two_sided_tail

Between: TypeAlias = Literal["constant-hazard", "steps"]


@dataclass(frozen=True, eq=False)
class PublishedSurvival:
    """Points of a published curve, from day 0 on; made by `published_survival`."""

    time: Floats  # days since the same origin as the group's; ascending, first 0
    survival: Floats  # probability of no event by `time`; above 0, never rising, first 1
    between: Between  # between points: constant hazard, or flat up to the next point
    source: str  # where it was published, for captions

    def cumulative_hazard(self, days: Floats) -> Floats:
        """Return -log S on given days, shape (k,); beyond the last point, that of the last."""
        hazard = -np.log(self.survival)
        if self.between == "steps":
            return hazard[np.searchsorted(self.time, days, side="right") - 1]
        return np.interp(days, self.time, hazard)


@dataclass(frozen=True, eq=False)
class OneSample:
    """Events of one group against those expected under a published curve."""

    group: str
    observed: int  # events up to the horizon
    expected: float  # under the published curve, over the same days at risk
    ratio: float  # observed / expected; below 1, fewer events than published
    lower: float  # exact Poisson limits of the ratio
    upper: float
    statistic: float  # chi-squared with one degree of freedom, z squared
    z: float  # (observed - expected) / sqrt(expected)
    p: float  # two-sided; 0.0 where it is below the smallest number: export `log_p`
    log_p: float  # natural logarithm
    horizon: float  # last published day; nothing later is counted
    n: int  # people
    n_beyond: int  # people followed beyond the horizon, censored there
    published: PublishedSurvival
    confidence: float


def published_survival(
    time: ArrayLike,
    survival: ArrayLike,
    *,
    between: Between = "constant-hazard",
    source: str = "",
) -> PublishedSurvival:
    """Check the points of a published curve.

    Parameters
    ----------
    time : array-like of float, shape (k,)
        Days from the same origin as the group's; rising. Day 0 is added if absent.
    survival : array-like of float, shape (k,)
        Probability of no event by each day; above 0, at most 1, never rising.
    between : {"constant-hazard", "steps"}
        Between two points the hazard is constant, or, where every step of the curve is
        given, the curve is flat up to the next point.
    source : str
        Where the curve was published, for captions.

    Raises
    ------
    BadInput
        If the points are no survival curve.

    References
    ----------
    Finkelstein, Muzikansky & Schoenfeld (2003), doi:10.1093/jnci/djg052.
    """
    if between not in get_args(Between):
        known = ", ".join(get_args(Between))
        raise BadInput(f"There is no curve by {between!r}.", f"Use one of {known}.")
    days, values = asked_days("time", time), numbers("survival", survival)
    if days.size != values.size:
        raise BadInput(
            f"time has {days.size} points and survival has {values.size}.", "Give one each."
        )
    if days[0] > 0:
        days, values = np.append(0.0, days), np.append(1.0, values)
    if days.size < 2 or (np.diff(days) <= 0).any():  # noqa: PLR2004  # two points make a line
        raise BadInput("Published days do not rise.", "Give distinct days in order.")
    if values[0] != 1 or (np.diff(values) > 0).any() or values[-1] <= 0:
        raise BadInput(
            "Published survival does not start at 1 on day 0, rises, or reaches 0.",
            "Give probabilities, not percentages, and stop before survival is 0.",
        )
    return PublishedSurvival(days, values, between, source)


def one_sample_log_rank(
    time: ArrayLike | EventTable,
    event: ArrayLike | None = None,
    *,
    published: PublishedSurvival,
    entry: ArrayLike | None = None,
    confidence: float = 0.95,
) -> OneSample:
    """Test whether one group survives as a published curve says.

    Parameters
    ----------
    time, event, entry
        As in `kaplan_meier`: people, or people already counted.
    published : PublishedSurvival
        The curve, taken as known without error.
    confidence : float
        Level of the exact limits of the ratio.

    Raises
    ------
    BadInput
        If the follow-up is impossible, or counts are weighted.
    TooFewEvents
        If no event is expected over the days at risk.

    Notes
    -----
    With H = -log S of the published curve, a person followed from e to x adds
    H(x) - H(e) to the expected events E; z = (O - E) / sqrt(E). The normal approximation
    wants about 5 expected events; with fewer, read the exact limits. What is not in the
    published curve (its own error, other patients) is not in the test.

    References
    ----------
    Breslow (1975), doi:10.2307/1402659. Berry (1983), doi:10.2307/2530815. Limits: Garwood
    (1936), doi:10.1093/biomet/28.3-4.437.
    """
    check_confidence(confidence)
    table = follow_up_table(time, event, entry=entry)
    if table.is_weighted:
        raise BadInput("Sums of weights are no counts of events.", "Count people.")
    horizon = float(published.time[-1])
    observed = int(table.leaving[1][table.time <= horizon].sum())
    expected = _expected(table, published)
    if expected <= 0:
        raise TooFewEvents(
            f"No event is expected in {table.group} by day {horizon:g}.",
            "Use a published curve that falls while the group is followed.",
        )
    z = (observed - expected) / expected**0.5
    log_p = log_two_sided_tail(z)
    lower, upper = _exact_limits(observed, confidence)
    return OneSample(
        group=table.group,
        observed=observed,
        expected=expected,
        ratio=observed / expected,
        lower=lower / expected,
        upper=upper / expected,
        statistic=z**2,
        z=z,
        p=float(np.exp(log_p)),
        log_p=log_p,
        horizon=horizon,
        n=table.n,
        n_beyond=int(table.leaving[:, table.time > horizon].sum()),
        published=published,
        confidence=confidence,
    )


def _expected(table: EventTable, published: PublishedSurvival) -> float:
    hazard = published.cumulative_hazard(table.time)
    moves = table.leaving.sum(axis=0)
    if table.entered is not None:
        moves = moves - table.entered
    return float(moves @ hazard)


def _exact_limits(observed: int, confidence: float) -> tuple[float, float]:
    """Return limits of the mean of a Poisson count."""
    tail = (1 - confidence) / 2
    lower = float(chi2.ppf(tail, 2 * observed)) / 2 if observed else 0.0
    return lower, float(chi2.ppf(1 - tail, 2 * (observed + 1))) / 2
