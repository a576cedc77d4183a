"""Rank test for a trend in survival over ordered groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.errors import BadInput, NoOverlap
from analytics.event_table import EventTable
from analytics.inputs import Floats
from analytics.rank_tests import LogRank, log_rank
from analytics.tails import log_two_sided_tail

_NOTHING = 1e-10  # of the variance of a group; smaller is rounding


@dataclass(frozen=True, eq=False)
class Trend:
    """Test that the hazard neither rises nor falls with the score of a group."""

    statistic: float  # chi-squared with one degree of freedom, z squared
    z: float  # above 0: more events than expected where the score is high
    p: float  # two-sided; 0.0 where it is below the smallest number: export `log_p`
    log_p: float  # natural logarithm
    scores: Floats  # one per group
    groups: tuple[str, ...]
    test: LogRank  # of any difference between the groups


def trend_test(  # noqa: PLR0913  # the published options of the test, keyword-only
    time: ArrayLike | Sequence[EventTable],
    event: ArrayLike | None = None,
    group: ArrayLike | None = None,
    *,
    entry: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    scores: Mapping[str, float] | None = None,
    rho: float = 0.0,
) -> Trend:
    """Test whether survival rises or falls over ordered groups.

    Parameters
    ----------
    time, event, group, entry, strata, rho
        As in `log_rank`.
    scores : mapping of str to float, optional
        Score of each group by its label; 0, 1, 2.. in the order of the groups if left out.

    Raises
    ------
    BadInput
        If a group has no score or all scores are one; or as in `log_rank`.
    TooFewEvents
        If there is no event.
    NoOverlap
        If no event happens while groups of different scores are under observation.

    Notes
    -----
    With observed minus expected U, its covariance V and scores c: z = c'U / sqrt(c'Vc).

    References
    ----------
    Tarone (1975), Tests for trend in life table analysis, doi:10.1093/biomet/62.3.679.
    """
    test = log_rank(time, event, group, entry=entry, strata=strata, rho=rho)
    values = _scores(test.groups, scores)
    centred = values - values.mean()  # the covariance knows no common shift
    variance = float(centred @ test.variance @ centred)
    if variance <= _NOTHING * float(np.trace(test.variance) * (centred**2).max()):
        raise NoOverlap(
            "No event happened while groups of different scores were under observation.",
            "Choose groups or a period that were followed at the same time.",
        )
    z = float(centred @ (test.observed - test.expected)) / variance**0.5
    log_p = log_two_sided_tail(z)
    return Trend(z**2, z, float(np.exp(log_p)), log_p, values, test.groups, test)


def _scores(groups: tuple[str, ...], scores: Mapping[str, float] | None) -> Floats:
    if scores is None:
        return np.arange(len(groups), dtype=np.float64)
    without = [group for group in groups if group not in scores]
    if without:
        raise BadInput(f"There is no score for {', '.join(without)}.", "Give every group a score.")
    values = np.array([scores[group] for group in groups], dtype=np.float64)
    if not np.isfinite(values).all() or np.ptp(values) == 0:
        raise BadInput("Scores are all one, or not finite.", "Give ordered groups rising scores.")
    return values
