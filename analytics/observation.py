"""How complete follow-up is: time observed of the time possible, and who is known at a horizon."""

from dataclasses import dataclass

from analytics.errors import BadInput
from analytics.proportions import Proportion, proportion

GATE = 0.90  # share known at one year below which a place is marked on outcome pages


@dataclass(frozen=True, eq=False)
class Observation:
    """Follow-up of one place up to one horizon."""

    place: str
    horizon_months: int  # 0: the data cut-off
    n: int  # diagnoses whose follow-up could reach the horizon
    known: Proportion  # died by then, or seen at the horizon or later
    index: float  # Clark's C: time observed over time possible, between 0 and 1

    @property
    def passes_gate(self) -> bool:
        """Whether enough are known for outcomes to be read without a mark."""
        return self.known.estimate >= GATE


@dataclass(frozen=True, eq=False)
class FollowUpMade:
    """Completeness of follow-up at one horizon: all places together, and each."""

    overall: Observation
    by_site: tuple[Observation, ...]


def observation(
    place: str, horizon_months: int, *, n: int, n_known: int, observed: int, possible: int
) -> Observation:
    """Return how complete the follow-up of a place is.

    Raises
    ------
    BadInput
        If no follow-up was possible.

    References
    ----------
    Clark, Altman & De Stavola (2002), doi:10.1016/S0140-6736(02)08272-7.
    """
    if not n or not possible:
        raise BadInput("No follow-up was possible yet.", "Choose an earlier horizon or more sites.")
    return Observation(place, horizon_months, n, proportion(n_known, n), observed / possible)
