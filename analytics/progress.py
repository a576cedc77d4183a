"""Enrolled beside planned at one place: a country on the map, or a domain in a region."""

from dataclasses import dataclass

from analytics.accrual import observed_over_expected
from analytics.accrual_rates import Rate


@dataclass(frozen=True, eq=False)
class Progress:
    """Enrolment of one place; observed and expected are of months that are over."""

    enrolled: int  # with and without a month, up to the data cut-off
    observed: int
    expected: float | None  # None: no target was set

    @property
    def ratio(self) -> Rate | None:
        """Observed over expected with exact Poisson limits; None where nothing was planned."""
        if self.expected is None:
            return None
        return observed_over_expected(self.observed, self.expected)


@dataclass(frozen=True, eq=False)
class CountryProgress:
    """One country with its sites."""

    code: str  # ISO 3166-1 alpha-3
    name: str
    region: str
    progress: Progress
    open_sites: int | None  # at the data cut-off; None: no opening is known
    planned_sites: int


@dataclass(frozen=True, eq=False)
class Countries:
    """Every country in view that has a site, open or planned."""

    countries: tuple[CountryProgress, ...]  # most enrolled first


@dataclass(frozen=True, eq=False)
class DomainsByRegion:
    """Enrolment of every disease domain in view in every region."""

    domains: tuple[str, ...]
    regions: tuple[str, ...]
    cells: tuple[tuple[Progress, ...], ...]  # by domain, then region
