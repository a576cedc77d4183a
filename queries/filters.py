"""What a reader has chosen to look at."""

from dataclasses import dataclass

from queries.criteria import Criterion


@dataclass(frozen=True)
class Filters:
    """The shared choices of a page; an empty tuple means no restriction.

    A filter narrows what the scope reaches and never widens it.
    """

    domain: str
    regions: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    first_year: int | None = None  # of the index procedure or the enrolment, inclusive
    last_year: int | None = None
    criteria: tuple[Criterion, ...] = ()  # all must be met

    @property
    def period(self) -> tuple[int | None, int | None]:
        """First and last month that the years keep, as 12 x year + month - 1."""
        first = None if self.first_year is None else 12 * self.first_year
        last = None if self.last_year is None else 12 * self.last_year + 11
        return first, last
