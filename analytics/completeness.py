"""How complete the core fields are: entered among those to which they apply."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from analytics.inputs import Ints
from analytics.proportions import Proportion

GOAL, FLOOR = 0.90, 0.75  # shares from which a field is called good, and below which poor


class Judgement(StrEnum):
    """How a share of entered fields is judged against the goal."""

    GOOD = "90 % or more"
    FAIR = "75 to 90 %"
    POOR = "under 75 %"


@dataclass(frozen=True, eq=False)
class FieldCompleteness:
    """One core field over the sites in view."""

    table: str
    column: str
    label: str
    n: int  # rows to which it applies
    n_unknown: int  # entered as "unknown": complete, and of no use in an analysis
    share: Proportion  # entered, those stated as unknown included

    @property
    def judgement(self) -> Judgement:
        """Where the share lies against the goal."""
        return judged(self.share.estimate)


@dataclass(frozen=True, eq=False)
class Completeness:
    """Core fields over sites; the score is a sum of counts, never a mean of percentages."""

    fields: tuple[FieldCompleteness, ...]  # the least complete first
    sites: tuple[str, ...]
    applicable: Ints  # shape (fields, sites): rows to which a field applies
    entered: Ints
    score: Proportion  # of all fields and sites together
    n_unknown: int
    by_site: tuple[tuple[str, Proportion], ...]  # the least complete first

    @property
    def with_gaps(self) -> Ints:
        """Places in `fields` of those that somebody lacks; all of them where nobody lacks any."""
        lacking = np.flatnonzero((self.entered < self.applicable).any(axis=1))
        return lacking if lacking.size else np.arange(len(self.fields))


def judged(share: float) -> Judgement:
    """Return how a share of entered fields is judged."""
    if share >= GOAL:
        return Judgement.GOOD
    return Judgement.FAIR if share >= FLOOR else Judgement.POOR
