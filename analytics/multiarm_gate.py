"""The gate of a design of several arms: every diagnostic of every pair within its limit."""

from dataclasses import dataclass, replace

from analytics.comparison_gate import Check
from analytics.multiarm_report import LEAST_ARMS, MultiReport, PairReport


@dataclass(frozen=True, eq=False)
class MultiGate:
    """Pairs of a design; open only if there are enough and every one passes."""

    pairs: tuple[PairReport, ...]

    @property
    def passes(self) -> bool:
        """Whether outcomes may be looked at without a written reason."""
        least = LEAST_ARMS * (LEAST_ARMS - 1) // 2
        return len(self.pairs) >= least and all(pair.passes for pair in self.pairs)

    @property
    def failed(self) -> tuple[Check, ...]:
        """Checks that do not pass, each with its pair."""
        return tuple(
            replace(check, label=f"{pair.treated} against {pair.reference}: {check.label.lower()}")
            for pair in self.pairs
            for check in pair.checks
            if not check.passes
        )


def judge_arms(report: MultiReport) -> MultiGate:
    """Hold every pair of a design against the limits; no outcome enters.

    Notes
    -----
    Events are not among the limits: counts of all arms together, beside those of two of them,
    would give those of one. Under 10 events in an arm the comparison is refused once it is open.
    """
    return MultiGate(report.pairs)
