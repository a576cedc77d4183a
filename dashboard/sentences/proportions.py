"""Shares of people in words: how many, of whom, with which limits; and none at all."""

from typing import TypeAlias

from analytics.clustered_proportions import ClusteredProportion
from analytics.proportions import Proportion
from dashboard.wording import confidence_interval, percent, whole

NOBODY = "nobody to count"


Share: TypeAlias = Proportion | ClusteredProportion


def limits(share: Share) -> str:
    """Write the limits, as "41.0 to 49.2"."""
    return f"{percent(share.lower)} to {percent(share.upper)}"


def share_words(share: Share | None) -> str:
    """Write a share in percent with its limits, without its sign."""
    return NOBODY if share is None else f"{percent(share.estimate)} ({limits(share)})"


def share_with_sign(share: Share | None) -> str:
    """Write a share with its sign and limits, as figures need it."""
    return NOBODY if share is None else f"{percent(share.estimate)} % ({limits(share)})"


def counted_share(share: Share | None) -> str:
    """Write successes, share and limits; where there is none, how many there could still be."""
    if share is None:
        return NOBODY
    if share.successes == 0:
        return none_words(share.n, share.upper, share.confidence)
    interval = confidence_interval(share.confidence)
    return (
        f"{whole(share.successes)} of {whole(share.n)} ({percent(share.estimate)} %, {interval} "
        f"{limits(share)})"
    )


def cell_share(share: Share | None) -> str:
    """Write successes and share in percent without its sign, as narrow columns need it."""
    if share is None:
        return NOBODY
    if share.successes == 0:
        return none_words(share.n, share.upper, share.confidence)
    return f"{whole(share.successes)}; {share_words(share)}"


def none_words(n: int, upper: float, confidence: float) -> str:
    """Write that nobody had it, and how often it may still happen."""
    if n == 0:
        return NOBODY
    return f"none in {whole(n)}; at most {percent(upper)} % with {100 * confidence:g} % confidence"
