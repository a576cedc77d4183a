"""Figures that others have published, as they printed them."""

from dataclasses import dataclass
from enum import StrEnum


class Shown(StrEnum):
    """What a published figure is."""

    MEDIAN = "median"  # months by which half had the event
    SURVIVAL = "survival"  # share without the event by a month
    INCIDENCE = "incidence"  # share with the event by a month


@dataclass(frozen=True)
class PublishedFigure:
    """One number of one publication, for one technique or several."""

    row: int  # number of the source in the list of published values
    techniques: tuple[str, ...]
    endpoint: str
    shown: Shown
    months: float  # the median itself, or the month of the share
    share: float  # between 0 and 1, without the event; 0.5 of a median
    lower: float  # limits of `months` of a median, else of `share`; nan where not printed
    upper: float
    n: str  # people, as printed
    population: str
    citation: str
    year: int | None  # None: not printed in the list
    identifier: str  # DOI, PMID, PMC; empty where not printed


@dataclass(frozen=True)
class Benchmarks:
    """Published figures to be held beside curves, and what is known of the people under those."""

    figures: tuple[PublishedFigure, ...]
    n: int  # counted here
    n_sites: int
    first_year: int | None  # of the index procedures; None: no calendar
    last_year: int | None
