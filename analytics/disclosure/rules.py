"""The thresholds of disclosure control, and the mark of what is withheld."""

from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from analytics.errors import BadInput
from analytics.inputs import Floats, Ints

TOTAL = "Total"  # stands in a key column for all levels together
GROUP = "group"  # key column that tells the group of a result by group
SITE = "site_id"  # key column that tells the contributing sites; never published
CODE = "code"  # key column that tells how a person's follow-up ended
NOT_COUNTED = -2  # code of people who belong to the group and not to the result


@dataclass(frozen=True)
class Withheld:
    """A value that is not shown to protect people: neither a number, nor a blank."""

    below: int = 11  # counts under this are never shown

    def __str__(self) -> str:
        return f"\u2039{self.below}"

    @property
    def text(self) -> str:
        """What the mark means, for readers and for screen readers."""
        return f"fewer than {self.below} or withheld"


Shown: TypeAlias = int | Withheld


@dataclass(frozen=True)
class Rules:
    """Thresholds of what the public may see; every field is a setting of the release.

    Raises
    ------
    BadInput
        If a threshold would undo another one.
    """

    k: int = 11  # counts of 1 to k - 1 people are small
    round_base: int = 5  # shown counts are multiples of this
    min_width: int = 10  # a reader's interval for a sensitive count is at least this wide
    min_sites: int = 3  # that contribute to a shown count
    max_site_share: float = 0.80  # of a shown count, from one site
    min_n_numeric: int = 20  # people behind a mean or a quantile
    class_min_n: int = 50  # below, "everybody" and "nobody" are withheld
    km_min_n: int = 50  # people behind a curve
    km_min_events: int = 11  # events behind a curve
    km_step_events: int = 11  # events between two shown points of a curve
    km_grid_months: int = 3  # distance of the points that a curve may show
    release_min_change: int = 11  # people by which a shown count must have changed
    k_internal: int = 0  # small counts on internal screens: shown
    k_export_internal: int = 5  # small counts in internal exports

    def __post_init__(self) -> None:
        if self.k < 2 or self.round_base < 1:  # noqa: PLR2004  # one person is the smallest group
            raise BadInput(
                f"k is {self.k} and the base of rounding {self.round_base}.",
                "Use k = 11 and base 5; at least 2 and 1.",
            )
        least = {
            "min_width": self.k - 1,
            "release_min_change": max(self.k, self.min_width + 1, 2 * self.round_base),
            "km_min_events": self.k,
            "km_step_events": self.k,
        }
        low = [
            f"{name} ({getattr(self, name)})" for name in least if getattr(self, name) < least[name]
        ]
        if low:
            raise BadInput(f"{', '.join(low)} is too low for k = {self.k}.", "Raise it with k.")

    @property
    def token(self) -> Withheld:
        """The mark that stands for every value that is not shown."""
        return Withheld(self.k)

    @property
    def need_sites(self) -> bool:
        """Whether it must be known which sites contributed."""
        return self.min_sites > 1 or self.max_site_share < 1


def without_sites(rules: Rules) -> Rules:
    """Return the same thresholds without the demands on contributing sites."""
    return replace(rules, min_sites=1, max_site_share=1.0)


def internal_export(rules: Rules) -> Rules:
    """Return the thresholds for what internal roles export, not marked as internal use."""
    return replace(rules, k=rules.k_export_internal)


def refuse_unsafe(rules: Rules) -> None:
    """Refuse thresholds that protect too little for a registry of real patients.

    Raises
    ------
    BadInput
        If k is under 5 or counts would be shown to the person.
    """
    if rules.k < 5 or rules.round_base < 2:  # noqa: PLR2004  # the least of security rules
        raise BadInput(
            f"k is {rules.k} and the base of rounding {rules.round_base}.",
            "In production k is at least 5 and the base at least 2.",
        )


def refuse_small_remainder(group: int, population: int, rules: Rules) -> None:
    """Refuse to export a filtered group that, or the rest beside which, is of few people.

    Parameters
    ----------
    group, population : int
        People under the filters, and without them.
    rules : Rules
        Thresholds.

    Raises
    ------
    BadInput
        If 1 to k - 1 people are in the group or in the rest.
    """
    for people, where in ((group, "are in the group"), (population - group, "are left out of it")):
        if 0 < people < rules.k:
            raise BadInput(
                f"{people} people {where}; a figure for publication needs nobody or {rules.k}.",
                "Widen the filters, or export for internal use.",
            )


def rounded(counts: Ints, rules: Rules) -> Ints:
    """Round counts as the public sees them; 0 stays 0, nothing else reads below k.

    Notes
    -----
    Half to even on the base, then at least the first multiple of the base that reaches k.
    Rounding follows withholding: it never decides what is shown.
    """
    base = rules.round_base
    nearest = (np.rint(counts / base) * base).astype(np.int64)
    return np.where(counts == 0, 0, np.maximum(nearest, _first_multiple(rules)))


def meant_by(shown: Ints, rules: Rules) -> tuple[Ints, Ints]:
    """Return the lowest and the highest count that is shown as each number."""
    around = shown[:, None] + np.arange(-rules.round_base, rules.round_base + 1)
    fits = (rounded(around, rules) == shown[:, None]) & ((around >= rules.k) | (around == 0))
    lowest = around[np.arange(shown.size), fits.argmax(axis=1)]
    highest = around[np.arange(shown.size), -1 - fits[:, ::-1].argmax(axis=1)]
    return lowest, highest


def is_small(counts: Ints, rules: Rules) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return which counts are of so few people that they could be recognised."""
    return (counts > 0) & (counts < rules.k)


def shown_count(count: int, rules: Rules) -> Shown:
    """Return a single count as the public sees it."""
    counts = np.array([count])
    return rules.token if is_small(counts, rules)[0] else int(rounded(counts, rules)[0])


def outward(lower: Floats, upper: Floats) -> tuple[Ints, Ints]:
    """Round limits of shares outwards to whole percent."""
    # 1e-9: what is a whole percent but for the last bit stays one.
    down = np.floor(100 * lower + 1e-9).astype(np.int64)
    return down, np.ceil(100 * upper - 1e-9).astype(np.int64)


def _first_multiple(rules: Rules) -> int:
    return -(-rules.k // rules.round_base) * rules.round_base
