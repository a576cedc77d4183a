"""Adjusted comparison over imputed covariates, pooled by Rubin's rules."""

from collections.abc import Sequence
from dataclasses import dataclass

from numpy.typing import ArrayLike

from analytics.adjusted_comparison import Comparison, compare
from analytics.endpoints import TimeToEvent
from analytics.errors import BadInput
from analytics.propensity import PropensityDesign
from analytics.rubin import pooled_effect
from analytics.stacked_variance import Effect


@dataclass(frozen=True, eq=False)
class PooledComparison:
    """Contrasts pooled over imputed data sets."""

    comparisons: tuple[Comparison, ...]  # one per imputed data set
    restricted_mean: Effect
    time_lost: Effect
    hazard_ratio: Effect
    risk: tuple[Effect, ...]  # risk difference per landmark
    largest_difference: float  # worst standardised difference after weighting in any of them

    @property
    def title(self) -> str:
        """Arms and estimand in words, as the designs have them."""
        return self.comparisons[0].title


def compare_imputed(
    designs: Sequence[PropensityDesign],
    follow_up: TimeToEvent,
    *,
    horizon: float,
    landmarks: ArrayLike,
    cluster: ArrayLike | str | None = None,
) -> PooledComparison:
    """Compare within each imputed data set, then pool.

    Parameters
    ----------
    designs : sequence of PropensityDesign
        One design per imputed data set, of one kind.
    follow_up, horizon, landmarks, cluster
        As in `compare`.

    Raises
    ------
    BadInput
        If designs differ in arms, estimand or method.

    Notes
    -----
    Scores, weights and effects are estimated in each data set and the effects pooled, rather
    than the scores averaged.

    References
    ----------
    Leyrat et al. (2019), doi:10.1177/0962280217713032.
    """
    kinds = {(each.arms, each.estimand, each.method) for each in designs}
    if len(kinds) != 1:
        raise BadInput(
            f"{len(kinds)} kinds of design are to be pooled.", "Design every data set alike."
        )
    found = tuple(
        compare(each, follow_up, horizon=horizon, landmarks=landmarks, cluster=cluster)
        for each in designs
    )
    by_landmark = zip(*(each.landmarks for each in found), strict=True)
    return PooledComparison(
        comparisons=found,
        restricted_mean=pooled_effect([each.restricted_mean.difference for each in found]),
        time_lost=pooled_effect([each.time_lost.difference for each in found]),
        hazard_ratio=pooled_effect([each.hazard_ratio for each in found]),
        risk=tuple(
            pooled_effect([landmark.risk_difference for landmark in row]) for row in by_landmark
        ),
        largest_difference=max(each.design.balance.largest_difference for each in found),
    )
