"""What quality checks found: a state with its numerator and denominator, never a bare share."""

from dataclasses import dataclass
from enum import StrEnum

from analytics.funnel import Funnel
from analytics.proportions import Proportion, proportion

FEWEST = 10  # rows below which a share is no judgement


class State(StrEnum):
    """What a check says of the rows in view."""

    PASS = "pass"  # noqa: S105  # a verdict, not a password
    FAIL = "fail"
    NOT_APPLICABLE = "not applicable"
    NOT_ENOUGH = "not enough data"
    ERROR = "could not be run"


@dataclass(frozen=True, eq=False)
class Checked:
    """One check over the rows in view."""

    code: str
    state: State
    n: int  # rows that the check applies to
    n_failed: int
    share: Proportion | None  # failing rows with Wilson limits; None: nothing to divide by


@dataclass(frozen=True, eq=False)
class Quality:
    """All checks over the rows in view, and one of them by site."""

    checks: tuple[Checked, ...]
    chosen: str  # code of the check that is shown by site
    sites: tuple[str, ...]
    funnel: Funnel | None  # of the chosen check; None: no site has enough rows
    why_no_funnel: str

    def count(self, state: State) -> int:
        """Return how many checks are in a state."""
        return sum(check.state is state for check in self.checks)


def checked(code: str, n: int, n_failed: int, allowed: float, *, ran: bool = True) -> Checked:
    """Return the state of a check from its counts.

    Parameters
    ----------
    code : str
        The check.
    n, n_failed : int
        Rows it applies to, and those of them that fail.
    allowed : float
        Share of failing rows up to which it passes.
    ran : bool
        Whether the check could be run at all.

    Notes
    -----
    Below ten rows a check gives no verdict, unless none may fail and one does.
    """
    if not ran:
        return Checked(code, State.ERROR, 0, 0, None)
    if not n:
        return Checked(code, State.NOT_APPLICABLE, 0, 0, None)
    share = proportion(n_failed, n)
    fails = n_failed > allowed * n
    if n < FEWEST and not (fails and allowed == 0):
        state = State.NOT_ENOUGH
    else:
        state = State.FAIL if fails else State.PASS
    return Checked(code, state, n, n_failed, share)
