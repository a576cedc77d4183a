"""Two groups and a yes-or-no outcome, exactly: for counts too small for approximations."""

from dataclasses import dataclass

from numpy.typing import ArrayLike
from scipy.stats import fisher_exact
from scipy.stats.contingency import odds_ratio

from analytics.errors import TooFewEvents
from analytics.limits import check_confidence
from analytics.proportions import Proportion, checked_counts, proportion


@dataclass(frozen=True, eq=False)
class FisherTest:
    """Odds of the first group over the odds of the second, with exact limits and test."""

    first: Proportion
    second: Proportion
    odds_ratio: float  # conditional maximum likelihood; 0 or infinite with an empty cell
    lower: float
    upper: float
    p: float  # two-sided
    confidence: float


def fisher(successes: ArrayLike, n: ArrayLike, *, confidence: float = 0.95) -> FisherTest:
    """Compare a share between two groups by Fisher's exact test.

    Parameters
    ----------
    successes, n : array-like of int, shape (2,)
        People with the success, and people, in the first and the second group.
    confidence : float
        Level of the two-sided limits, between 0 and 1.

    Raises
    ------
    BadInput
        If counts are impossible.
    TooFewEvents
        If there are not two groups, or nobody (or everybody) has the success.

    Notes
    -----
    Given the margins, the first count is noncentral hypergeometric. p sums all tables no
    likelier than the one seen; limits are equal-tailed, so p < 0.05 may go with limits that
    include 1.

    References
    ----------
    Fisher (1935), doi:10.2307/2342435.
    """
    check_confidence(confidence)
    had, people = checked_counts(successes, n)
    total = int(had.sum())
    if had.size != 2 or total in {0, int(people.sum())}:  # noqa: PLR2004  # two groups
        raise TooFewEvents(
            f"{total} of {int(people.sum())} people in {had.size} groups have the success.",
            "Compare two groups in which some have it and some have not.",
        )
    table = [had, people - had]
    estimate = odds_ratio(table, kind="conditional")
    limits = estimate.confidence_interval(confidence)
    first, second = (
        proportion(int(x), int(of), confidence=confidence)
        for x, of in zip(had, people, strict=True)
    )
    return FisherTest(
        first=first,
        second=second,
        odds_ratio=float(estimate.statistic),
        lower=float(limits.low),
        upper=float(limits.high),
        p=float(fisher_exact(table).pvalue),
        confidence=confidence,
    )
