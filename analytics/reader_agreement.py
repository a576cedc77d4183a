"""Agreement of readers on the best response of the same patients, pair by pair."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from analytics.agreement import Kappa, kappa
from analytics.errors import TooFewEvents
from analytics.inputs import Ints
from analytics.response import RESPONSES
from analytics.response_by_group import best_of

EVALUABLE = RESPONSES[:-1]  # NE is no step of the scale


@dataclass(frozen=True, eq=False)
class Pair:
    """Two readers of the same patients."""

    first: str
    second: str
    n: int  # patients that both could evaluate
    kappa: Kappa | None  # quadratic weights
    why_none: str  # empty where there is a kappa


@dataclass(frozen=True, eq=False)
class ReaderAgreement:
    """Every pair of readers by one criterion."""

    criterion: str
    readers: tuple[str, ...]
    pairs: tuple[Pair, ...]
    of_all: tuple[Pair, ...]  # the same pairs, of patients whom every reader could evaluate

    @property
    def tables(self) -> tuple[Ints, ...]:
        """Cross tables of the pairs that have a kappa."""
        return tuple(pair.kappa.table for pair in self.pairs if pair.kappa is not None)


def reader_agreement(
    readings: pd.DataFrame, treated: pd.DataFrame, *, criterion: str, readers: Sequence[str]
) -> ReaderAgreement:
    """Compare every two readers by quadratically weighted kappa.

    Parameters
    ----------
    readings : DataFrame
        `patient`, `reader`, `day` and `response` of one criterion.
    treated : DataFrame
        Everybody treated: `patient` and `new_treatment_day`.
    criterion : str
        Carried along for the caption.
    readers : sequence of str
        Readers in the order of display.

    Raises
    ------
    TooFewEvents
        If there are fewer than two readers.

    References
    ----------
    Cohen (1968), doi:10.1037/h0026256.
    """
    if len(readers) < 2:  # noqa: PLR2004  # agreement needs two
        raise TooFewEvents(
            "One reader only: agreement between readers cannot be told.",
            "Enter a second reading of the same images to see it.",
        )
    best = pd.DataFrame(
        {
            reader: best_of(readings[readings["reader"] == reader], treated)[0].response
            for reader in readers
        }
    )
    pairs = list(combinations(readers, 2))
    by_all = best[best.isin(EVALUABLE).all(axis=1)]
    return ReaderAgreement(
        criterion=criterion,
        readers=tuple(readers),
        pairs=tuple(_pair(best, *pair) for pair in pairs),
        of_all=tuple(_pair(by_all, *pair) for pair in pairs) if len(pairs) > 1 else (),
    )


def _pair(best: pd.DataFrame, first: str, second: str) -> Pair:
    both = best[best[first].isin(EVALUABLE) & best[second].isin(EVALUABLE)]
    if both.empty:
        return Pair(first, second, 0, None, "No patient was evaluable for both.")
    try:
        found = kappa(both[first], both[second], EVALUABLE, weights="quadratic")
    except TooFewEvents as refused:
        return Pair(first, second, len(both), None, refused.reason)
    return Pair(first, second, len(both), found, "")
