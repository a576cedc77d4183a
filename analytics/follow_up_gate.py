"""Whether enough is known of the patients of a site or technique for its outcomes to be read."""

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.marks import Measure, Verdict, share_of
from analytics.observation import GATE


@dataclass(frozen=True, eq=False)
class Followed:
    """How many of a site's or technique's patients are known at one year."""

    code: str  # site or technique
    name: str  # as the reader may name it
    measure: Measure  # known of those whose follow-up could reach one year

    @property
    def is_below(self) -> bool:
        """Whether fewer than the gate asks for are known, and enough are counted to say so."""
        return self.measure.verdict in (Verdict.BELOW, Verdict.FAR)


@dataclass(frozen=True, eq=False)
class FollowUpGate:
    """Sites and techniques held to the gate, and who would leave with those below it."""

    sites: tuple[Followed, ...]
    techniques: tuple[Followed, ...]
    n: int  # counted for the endpoint
    n_leaving: int  # of these, at a site or after a technique below the gate
    mark: float  # share that should be known at one year

    @property
    def sites_below(self) -> tuple[Followed, ...]:
        """Sites below the gate."""
        return tuple(site for site in self.sites if site.is_below)

    @property
    def techniques_below(self) -> tuple[Followed, ...]:
        """Techniques below the gate."""
        return tuple(technique for technique in self.techniques if technique.is_below)

    @property
    def holds(self) -> bool:
        """Whether nothing is below the gate."""
        return not (self.sites_below or self.techniques_below)


def followed(code: str, name: str, n_known: int, n: int, *, mark: float = GATE) -> Followed:
    """Hold the share known at one year to the gate; under ten there is no verdict.

    Parameters
    ----------
    code, name : str
        Site or technique, and how it is named.
    n_known, n : int
        Known to have reached one year or to have died, of those whose follow-up could reach it.
    mark : float
        Share that should be known.
    """
    return Followed(code, name, share_of(code, n_known, n, mark=mark))


def follow_up_gate(
    sites: Sequence[Followed],
    techniques: Sequence[Followed],
    counted: Sequence[tuple[str, str, int]],
    *,
    mark: float = GATE,
) -> FollowUpGate:
    """Put sites and techniques together, and count whom those below the gate take along.

    Parameters
    ----------
    sites, techniques : sequence of Followed
        Held to the gate.
    counted : sequence of (site, technique, n)
        Whoever is counted for the endpoint.
    mark : float
        The gate.
    """
    low_sites = {site.code for site in sites if site.is_below}
    low_techniques = {technique.code for technique in techniques if technique.is_below}
    leaving = [
        n for site, technique, n in counted if site in low_sites or technique in low_techniques
    ]
    return FollowUpGate(
        sites=tuple(sites),
        techniques=tuple(techniques),
        n=sum(n for _, _, n in counted),
        n_leaving=sum(leaving),
        mark=mark,
    )
