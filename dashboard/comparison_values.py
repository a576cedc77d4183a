"""What a comparison hands to its page: design, result, and how they were asked for."""

from dataclasses import dataclass

from analytics.adjusted_effects import Compared
from analytics.binary_outcomes import BinaryOutcome
from analytics.comparison_checks import Opinion, WithoutPlace
from analytics.comparison_gate import Gate
from analytics.design_report import DesignReport
from analytics.e_value import EValue
from analytics.multiarm_effects import ArmsCompared
from analytics.multiarm_gate import MultiGate
from analytics.multiarm_report import MultiReport
from analytics.negative_controls import ControlFound
from analytics.stacked_variance import Effect
from analytics.subgroups import SubgroupEffects
from queries.domains.negative_controls import NegativeControl
from queries.protocol import Protocol
from queries.state.protocols import Frozen
from queries.state.saved_numbers import Numbers


@dataclass(frozen=True, eq=False)
class Designed:
    """A design and how it stands against the limits; holds nothing of outcomes by arm."""

    protocol: Protocol
    report: DesignReport
    gate: Gate
    n_eligible: int  # diagnoses with an index procedure within the filters


@dataclass(frozen=True, eq=False)
class Result:
    """What a frozen protocol found."""

    protocol: Protocol
    compared: Compared
    opinions: tuple[Opinion, ...]  # doubly robust, early events
    reasons: tuple[str, ...]  # why a failed design was opened; empty where it passed
    fingerprint: str
    n_designed: int  # patients of the design, with and without an outcome that can be counted


@dataclass(frozen=True, eq=False)
class SeveralDesigned:
    """A design of several arms and how its pairs stand; holds nothing of outcomes."""

    protocol: Protocol
    report: MultiReport
    gate: MultiGate


@dataclass(frozen=True, eq=False)
class SeveralResult:
    """What a frozen protocol of several arms found."""

    protocol: Protocol
    compared: ArmsCompared
    reasons: tuple[str, ...]  # why a failed design was opened; empty where it passed
    n_designed: int  # patients of the design, with and without an outcome that can be counted


@dataclass(frozen=True, eq=False)
class EarlyOutcomes:
    """Response and severe adverse events by arm, under a frozen protocol."""

    protocol: Protocol
    found: tuple[BinaryOutcome, ...]
    n_late: tuple[int, int]  # by arm: entered after the index procedure, left out
    absent: tuple[str, ...]  # what the source does not supply
    reasons: tuple[str, ...]  # why a failed design was opened


@dataclass(frozen=True, eq=False)
class Control:
    """A negative control of the domain and what was found of it."""

    control: NegativeControl
    unit: str  # of a number; empty for an event
    found: ControlFound


@dataclass(frozen=True, eq=False)
class Controls:
    """Negative controls under a frozen protocol; none where the domain lists none."""

    protocol: Protocol
    domain: str  # its name
    found: tuple[Control, ...]
    left_out: tuple[tuple[str, str], ...]  # control, why it does not serve here
    reasons: tuple[str, ...]  # why a failed design was opened


@dataclass(frozen=True)
class Saved:
    """A frozen protocol and the numbers that were saved of it."""

    frozen: Frozen
    numbers: Numbers


def colours_of(protocol: Protocol) -> tuple[str, str]:
    """Return the codes of techniques whose lines stand for the arms: reference, treated."""
    return protocol.reference[0], protocol.treated[0]


@dataclass(frozen=True, eq=False)
class Specified:
    """One specification and what it found; the reason where it was refused."""

    group: str
    label: str
    effect: Effect
    n: int
    largest_difference: float  # after adjustment; nan where it was refused
    refusal: str


@dataclass(frozen=True, eq=False)
class Robustness:
    """How steady a result is; parts that were not worked out are empty."""

    protocol: Protocol
    specified: tuple[Specified, ...]
    regions: tuple[WithoutPlace, ...]
    sites: tuple[WithoutPlace, ...]
    subgroups: SubgroupEffects | None
    why_no_subgroups: str
    e_value: EValue
    reasons: tuple[str, ...]  # why a failed design was opened
