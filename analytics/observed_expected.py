"""Observed over expected counts with limits."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2

from analytics.errors import BadInput

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Tally:
    """Events of some cases beside those expected of them."""

    cases: int  # patients
    units: int  # patients or lesions
    observed: int
    expected: float
    ratio: float
    lower: float
    upper: float

    @property
    def per_hundred(self) -> float:
        """Observed minus expected events per 100 units."""
        return 100 * (self.observed - self.expected) / self.units


def tally(
    observed: int, expected: float, *, cases: int, units: int, dispersion: float = 1.0
) -> Tally:
    """Hold observed events against expected ones.

    Parameters
    ----------
    observed : int
        Events.
    expected : float
        Sum of the expected risks, above 0.
    cases, units : int
        Patients, and what is counted of them.
    dispersion : float
        Variance of observed minus expected over that of independent units, at least 1.

    Raises
    ------
    BadInput
        If nothing is expected, or the dispersion is below 1.

    Notes
    -----
    Exact Poisson limits of the observed (Garwood 1936, doi:10.1093/biomet/28.3-4.437), both
    counts divided by the dispersion, with the expected taken as known (Spiegelhalter 2005,
    doi:10.1002/sim.1970).
    """
    if expected <= 0 or dispersion < 1:
        raise BadInput("Nothing is expected of these cases.", "Widen the filters.")
    seen, of = observed / dispersion, expected / dispersion
    tail = (1 - CONFIDENCE) / 2
    lower = float(chi2.ppf(tail, 2 * seen) / 2 / of) if observed else 0.0
    upper = float(chi2.isf(tail, 2 * seen + 2) / 2 / of)
    return Tally(cases, units, observed, expected, observed / expected, lower, upper)


def dispersion(differences: np.typing.ArrayLike, variances: np.typing.ArrayLike) -> float:
    """Return how much wider observed minus expected scatters than independent units; at least 1.

    Parameters
    ----------
    differences : array_like, shape (g,)
        Observed minus expected of each cluster.
    variances : array_like, shape (g,)
        Sum of p (1 - p) of its units.
    """
    found = np.square(np.asarray(differences)).sum() / np.asarray(variances).sum()
    return max(float(found), 1.0)
