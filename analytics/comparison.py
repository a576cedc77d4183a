"""Front door of the adjusted comparison: compare two arms, and ask how far to trust it."""

from analytics.adjusted_comparison import Comparison, Landmark, MeanDays, compare
from analytics.e_value import EValue, e_value
from analytics.influence import Influence, LeftOut, influence

__all__ = [
    "Comparison",
    "EValue",
    "Influence",
    "Landmark",
    "LeftOut",
    "MeanDays",
    "compare",
    "e_value",
    "influence",
]
