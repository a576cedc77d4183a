"""Shares held to a mark: what was reached, within which limits, and what chance may explain."""

import math
from dataclasses import dataclass
from enum import StrEnum

from analytics.accrual_rates import rate
from analytics.proportions import proportion
from analytics.quality import FEWEST


class Verdict(StrEnum):
    """What a share says against its mark."""

    REACHED = "reached"
    BELOW = "below, may be chance"  # the limits hold the mark
    FAR = "below beyond chance"  # the upper limit lies below the mark
    TOO_FEW = "too few to judge"
    NOTHING = "nothing to count"
    NOT_SUPPLIED = "not supplied"


@dataclass(frozen=True, eq=False)
class Measure:
    """What was reached of what could have been, held to a mark."""

    key: str
    count: int
    of: float  # people, rows, or a number planned; nan where it is not supplied
    estimate: float  # count over `of`; nan where there is nothing to divide by
    lower: float
    upper: float
    confidence: float  # of the limits
    mark: float
    verdict: Verdict

    @property
    def short(self) -> float:
        """By how much the upper limit misses the mark; 0 where chance may explain it."""
        return self.mark - self.upper if self.verdict is Verdict.FAR else 0.0

    @property
    def to_mend(self) -> int:
        """Fewest rows that have to be put right until the mark is reached."""
        if math.isnan(self.of):
            return 0
        wanted = math.ceil(self.mark * self.of - 1e-9)  # 0.9 x 70 is not quite 63
        return max(wanted - self.count, 0)


def share_of(
    key: str, count: int, n: int, *, mark: float, confidence: float = 0.95
) -> Measure:  # fmt: skip
    """Hold a share of people or rows to a mark, with Wilson limits.

    Parameters
    ----------
    key : str
        What is measured.
    count, n : int
        People or rows as they should be, and all of them.
    mark : float
        Share that should be reached, between 0 and 1.
    confidence : float
        Level of the two-sided limits.

    Notes
    -----
    Under ten there is no verdict.

    References
    ----------
    Wilson (1927), doi:10.1080/01621459.1927.10502953.
    """
    if not n:
        return _absent(key, count, mark, Verdict.NOTHING)
    share = proportion(count, n, confidence=confidence)
    return Measure(
        key=key,
        count=count,
        of=float(n),
        estimate=share.estimate,
        lower=share.lower,
        upper=share.upper,
        confidence=confidence,
        mark=mark,
        verdict=_verdict(share.estimate, share.upper, mark, is_enough=n >= FEWEST),
    )


def reached_of_plan(
    key: str, count: int, planned: float | None, *, least: float = FEWEST, confidence: float = 0.95
) -> Measure:
    """Hold a number of arrivals to the number planned, with exact Poisson limits.

    Parameters
    ----------
    key : str
        What is measured.
    count : int
        Arrivals.
    planned : float or None
        Arrivals that were planned; None where there is no plan.
    least : float
        Number planned below which there is no verdict.
    confidence : float
        Level of the two-sided limits.

    Notes
    -----
    The plan is taken as exact and arrivals as independent: limits are those of the count over
    the plan.

    References
    ----------
    Garwood (1936), doi:10.1093/biomet/28.3-4.437.
    """
    if planned is None:
        return _absent(key, count, 1.0, Verdict.NOT_SUPPLIED)
    if planned <= 0:
        return _absent(key, count, 1.0, Verdict.NOTHING)
    reached = rate(count, planned, confidence=confidence)
    return Measure(
        key=key,
        count=count,
        of=planned,
        estimate=reached.estimate,
        lower=reached.lower,
        upper=reached.upper,
        confidence=confidence,
        mark=1.0,
        verdict=_verdict(reached.estimate, reached.upper, 1.0, is_enough=planned >= least),
    )


def _verdict(estimate: float, upper: float, mark: float, *, is_enough: bool) -> Verdict:
    if not is_enough:
        return Verdict.TOO_FEW
    if estimate >= mark:
        return Verdict.REACHED
    return Verdict.FAR if upper < mark else Verdict.BELOW


def _absent(key: str, count: int, mark: float, verdict: Verdict) -> Measure:
    nan = math.nan
    return Measure(key, count, nan, nan, nan, nan, nan, mark, verdict)
