"""How a cohort comes about: who is left after each step, and why others are not."""

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.cells import CountTable
from analytics.errors import BadInput

_STATES = {"NOT_ENTERED": "not_entered", "UNKNOWN": "unknown", "NOT_APPLICABLE": "not_applicable"}


@dataclass(frozen=True)
class Step:
    """One step: who is left after it, and whom it leaves out."""

    label: str
    left: int
    left_out: int = 0  # the last step's `left` minus this one's
    not_entered: int = 0  # of those left out: the value is not entered
    unknown: int = 0  # of those left out: the value is stated to be unknown
    not_applicable: int = 0  # of those left out: the field does not apply to them


@dataclass(frozen=True, eq=False)
class Attrition:
    """Steps from everybody enrolled to the cohort, and who stands in it twice."""

    steps: tuple[Step, ...]  # the first is everybody
    n_patients: int  # of the cohort, whose unit is the diagnosis
    n_with_more: int  # patients with more than one diagnosis in the cohort
    n_in_two_techniques: int  # of them, with more than one technique

    @property
    def n(self) -> int:
        """Diagnoses in the cohort."""
        return self.steps[-1].left


def attrition_steps(labels: Sequence[str], left_out: CountTable) -> tuple[Step, ...]:
    """Return the steps of a cohort from counts of who is left out where.

    Parameters
    ----------
    labels : sequence of str
        What each step is called; the first is that of everybody.
    left_out : CountTable
        Keys `step` (0 for those who are kept; 1.. in the order of the labels after the first)
        and `state` of the value that the step looks at.

    Raises
    ------
    BadInput
        If somebody is left out by a step that has no label.
    """
    frame = left_out.frame
    if not frame["step"].between(0, len(labels) - 1).all():
        raise BadInput(f"There are {len(labels) - 1} steps after the first.", "Name every step.")
    left = int(frame["n"].sum())
    steps = [Step(labels[0], left)]
    for place, label in enumerate(labels[1:], start=1):
        rows = frame[frame["step"] == place]
        by_state = rows.groupby("state")["n"].sum()
        gone = int(rows["n"].sum())
        left -= gone
        reasons = {name: int(by_state.get(state, 0)) for state, name in _STATES.items()}
        steps.append(Step(label, left, gone, **reasons))
    return tuple(steps)
