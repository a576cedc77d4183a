"""The invented sites of the demo registry: where they lie, when they opened, how well they work."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from queries.domains.places import COUNTRIES

CUTOFF = date(2025, 6, 30)
FIRST_DAY, LAST_DAY = date(2020, 1, 1), date(2025, 6, 27)  # of enrolment, still open
LARGEST_SHARE = 0.075  # of all diagnoses at one site

# 42 sites in 20 countries: 13 Americas, 17 Europe, 12 Asia-Pacific
_SITES = {
    **{"USA": 7, "CAN": 2, "MEX": 1, "BRA": 2, "ARG": 1},
    **{"DEU": 3, "FRA": 3, "ITA": 3, "ESP": 2, "GBR": 2, "NLD": 1, "BEL": 1, "AUT": 1, "CHE": 1},
    **{"CHN": 3, "JPN": 3, "KOR": 2, "TWN": 1, "AUS": 2, "SGP": 1},
}
_LATE, _EMPTY, _POOR, _SLOW = 3, 2, 3, 2  # sites that opened late, enrol nobody, ..

Days = npt.NDArray[np.datetime64]
Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Network:
    """Sites of the demo; every array has one entry per site."""

    country: tuple[str, ...]
    activation: Days
    volume: Numbers  # share of a day's enrolment while open, relative to other sites
    missing: Numbers  # probability that a field is left empty
    entry_lag: Numbers  # median days from event to entry of the form
    loss: Numbers  # losses to follow-up, per patient-year
    reports: Numbers  # share of adverse events that are reported

    @property
    def region(self) -> "npt.NDArray[np.str_]":
        """Region of each site."""
        return np.array([COUNTRIES[code][1] for code in self.country])

    def site_id(self, site: int) -> str:
        """Return the identifier of a site."""
        return f"S{site + 1:02d}"


def network(random: np.random.Generator) -> Network:
    """Invent the sites: staggered opening over two years, few large and many small ones."""
    country = tuple(code for code, n in _SITES.items() for _ in range(n))
    n = len(country)
    special = random.permutation(n)
    late, empty, poor, slow = np.split(special[: _LATE + _EMPTY + _POOR + _SLOW], _ENDS)
    opened = np.datetime64(FIRST_DAY, "D") + random.integers(0, 730, n)
    opened[late] = np.datetime64(FIRST_DAY, "D") + random.integers(1100, 1500, _LATE)
    volume = random.lognormal(0.0, 0.7, n)
    volume[empty] = 0.0
    missing = np.full(n, 0.03)
    missing[poor] = random.uniform(0.15, 0.25, _POOR)
    lag = np.full(n, 18.0)
    lag[slow] = 70.0
    return Network(
        country=country,
        activation=opened,
        volume=volume,
        missing=missing,
        entry_lag=lag,
        loss=random.uniform(0.04, 0.09, n),
        reports=random.uniform(0.6, 1.0, n),
    )


_ENDS = (_LATE, _LATE + _EMPTY, _LATE + _EMPTY + _POOR)


def assign_sites(sites: Network, n: int, random: np.random.Generator) -> tuple[Places, Days]:
    """Return site and enrolment day of n diagnoses; nobody is enrolled before a site opened.

    A site's share is its volume times the days it has been open, at most 8 % of all.
    """
    end = np.datetime64(LAST_DAY, "D")
    open_days = (end - sites.activation).astype(np.int64)
    share = sites.volume * open_days
    share /= share.sum()
    for _ in range(20):  # what is cut off goes to the others, in proportion
        over = share > LARGEST_SHARE
        if not over.any():
            break
        free = ~over
        spare = (share[over] - LARGEST_SHARE).sum()
        share[over] = LARGEST_SHARE * (1 - 1e-9)
        share[free] *= 1 + spare / share[free].sum()
    site = random.choice(len(share), size=n, p=share / share.sum())
    # A site takes some months to find its pace.
    waited = open_days[site] * random.beta(1.15, 1.0, n)
    return site, sites.activation[site] + waited.astype(np.int64)
