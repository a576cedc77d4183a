"""How many patients all sites together will enrol, as a distribution."""

from dataclasses import dataclass

import numpy as np
from scipy.special import betainc

from analytics.inputs import Floats, Ints
from analytics.site_rates import RatePosterior


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
        low = np.full(self.mean.shape[1], -1, dtype=np.int64)
        high = np.ceil(self.expected).astype(np.int64) + 1
        while (short := self.at_most(high) < q).any():
            high = np.where(short, 2 * high, high)
        while (high - low > 1).any():
            middle = (low + high) // 2
            enough = self.at_most(middle) >= q
            low, high = np.where(enough, low, middle), np.where(enough, middle, high)
        return high


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
