"""From screened to treated: what screening logs count, step by step."""

from dataclasses import dataclass

from analytics.proportions import Proportion, proportion

STEPS = ("Screened", "Eligible", "Consented", "Treated")
_PLACES = range(len(STEPS))
Counts = tuple[int, int, int, int]  # in the order of STEPS


@dataclass(frozen=True)
class SiteLog:
    """The log of one site over the months in which all four steps are counted."""

    site: str
    counts: Counts | None  # None: not supplied
    months_left_out: int  # months that lack a step

    @property
    def is_possible(self) -> bool:
        """Say whether no step has more people than the one before."""
        return self.counts is None or list(self.counts) == sorted(self.counts, reverse=True)


@dataclass(frozen=True, eq=False)
class Screening:
    """Screening logs of the sites in view."""

    sites: tuple[SiteLog, ...]

    @property
    def told(self) -> tuple[SiteLog, ...]:
        """Sites with a log that can be; the others are not in the sums."""
        return tuple(one for one in self.sites if one.counts is not None and one.is_possible)

    @property
    def total(self) -> Counts:
        """People at each step over those sites; 0 where there are none."""
        listed = [one.counts for one in self.told if one.counts is not None]
        screened, eligible, consented, treated = (sum(n[step] for n in listed) for step in _PLACES)
        return screened, eligible, consented, treated


def of_those_screened(counts: Counts) -> tuple[Proportion | None, ...]:
    """Return the share of the screened that reach each step after the first.

    Returns
    -------
    tuple of Proportion or None
        With 95 % Wilson limits; None where nobody was screened.
    """
    screened, *later = counts
    return tuple(proportion(n, screened) if screened else None for n in later)
