"""How many patients all sites together will enrol, as a distribution."""

from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, ndtri

from analytics.inputs import Floats, Ints
from analytics.site_rates import RatePosterior

_NEVER = 2**50  # more than any registry enrols
_NEAR_ROUNDS = 12  # steps on the normal scale before the search halves instead
_STEP = 6.0  # longest such step, in standard deviations


@dataclass(frozen=True, eq=False)
class Enrolment:
    """Distribution of the number enrolled over several future spans, all sites together.

    A weighted set of negative binomial distributions, each moved up by an amount; the shape
    of the arrays is (nodes, spans).
    """

    weight: Floats  # shape (nodes,)
    shift: Floats  # by which the number is moved up; any amount, not negative
    mean: Floats  # of the number above the shift
    size: Floats  # negative binomial size

    @property
    def expected(self) -> Floats:
        """Mean number enrolled in each span."""
        return self.weight @ (self.shift + self.mean)

    def at_most(self, count: Ints) -> Floats:
        """Return the chance that at most `count` are enrolled, one count per span."""
        above = count + 1 - self.shift
        share = self.size / (self.size + self.mean)
        tail = betainc(self.size, np.maximum(above, np.finfo(float).tiny), share)
        return np.minimum(self.weight @ np.where(above > 0, tail, 0.0), 1.0)

    def quantile(self, q: float) -> Ints:
        """Return the smallest number that is not exceeded with a chance of `q`, per span."""
        asked, expected, deviation = ndtri(q), self.expected, self._deviation
        low = np.full(expected.size, -1, dtype=np.int64)
        high = np.full(expected.size, _NEVER, dtype=np.int64)
        aim = np.maximum(np.rint(expected + asked * deviation), 0).astype(np.int64)
        rounds = 0
        while (unsettled := np.flatnonzero(high - low > 1)).size:
            tried = aim[unsettled]
            reached = self._of_spans(unsettled).at_most(tried)
            enough = reached >= q
            low[unsettled] = np.where(enough, low[unsettled], tried)
            high[unsettled] = np.where(enough, tried, high[unsettled])
            # The sum is nearly normal, so that a few steps on that scale do; else halve.
            away = np.clip(asked - ndtri(reached), -_STEP, _STEP) * deviation[unsettled]
            rounds += 1
            halved = (low + high)[unsettled] // 2
            near = tried + np.rint(away).astype(np.int64) if rounds < _NEAR_ROUNDS else halved
            aim[unsettled] = np.minimum(np.maximum(near, low[unsettled] + 1), high[unsettled] - 1)
        return high

    def _of_spans(self, spans: Ints) -> "Enrolment":
        parts = (self.shift, self.mean, self.size)
        return Enrolment(self.weight, *(part[:, spans] for part in parts))

    @property
    def _deviation(self) -> Floats:
        """Standard deviation of the number enrolled in each span."""
        at = self.shift + self.mean
        second = self.weight @ (self.mean + self.mean**2 / self.size + at**2)
        return np.sqrt(np.maximum(second - self.expected**2, 0.0))


def enrolment(posterior: RatePosterior, future: Floats) -> Enrolment:
    """Return the distribution of the number that all sites together will enrol.

    Parameters
    ----------
    posterior : RatePosterior
        Rates of the sites.
    future : Floats, shape (sites, spans)
        Exposure of each site within each span; 0 for a site that is closed.

    Notes
    -----
    Given mean and shape the number is a sum of negative binomials. It is taken as one
    negative binomial, moved up so that mean, variance and skewness are those of the sum. For
    one site the shift is 0 and the distribution exact; few new sites of very unlike rates
    make the lower limit a little too high.
    """
    rate = posterior.size / posterior.pace
    total = rate @ future
    spread = (rate / posterior.pace) @ future**2  # second and third cumulant of the intensity
    skew = 2 * (rate / posterior.pace**2) @ future**3
    busy = total > 0  # nobody enrols where there is no exposure
    shift = skew * total - 2 * spread**2  # not negative, by Cauchy and Schwarz
    shift = np.maximum(shift, 0) / np.where(busy, 2 * total + 4 * spread + skew, 1.0)
    mean = total - shift
    size = np.where(busy, mean**2 / np.where(busy, spread + shift, 1.0), 1.0)
    return Enrolment(posterior.weight, shift, mean, size)
