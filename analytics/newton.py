"""Newton's method with step-halving for a log-likelihood."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.linalg import LinAlgError, cho_factor, cho_solve

from analytics.errors import DidNotConverge
from analytics.inputs import Floats

_FLAT = 1e-22  # squared distance from the maximum, in standard errors
_ROUNDING = 1e-16  # the same, where rounding may be all that is left
_SLACK = 1e-11  # of the log-likelihood: its own rounding
_MAX_ITERATIONS = 200
_MAX_HALVINGS = 30


@dataclass(frozen=True, eq=False)
class Point:
    """A log-likelihood at one coefficient."""

    value: float
    score: Floats  # shape (p,)
    information: Floats  # shape (p, p)


class Guide(Protocol):
    """Looks at every step before it is taken; raises to stop the search."""

    def __call__(self, at: Floats, step: Floats, gain: float) -> Floats:
        """Return the step to take from a point, given Newton's and the gain it promises."""


@dataclass(frozen=True, eq=False)
class Maximum:
    """Where a log-likelihood is highest."""

    at: Floats  # shape (p,)
    point: Point
    iterations: int


def maximise(
    objective: Callable[[Floats], Point], start: Floats, first: Point, guide: Guide
) -> Maximum:
    """Climb from a starting point until the score vanishes.

    Parameters
    ----------
    objective : callable
        Value, score and information at a coefficient.
    start : Floats, shape (p,)
        First coefficient.
    first : Point
        The objective there.
    guide : Guide
        Shortens steps, or stops the search.

    Raises
    ------
    DidNotConverge
        If the score does not vanish, or the information loses its rank on the way.

    Notes
    -----
    Ends once U' I^-1 U < 1e-22, so that the coefficient is within 1e-11 standard errors; or
    once it stops falling under 1e-16, where rounding is all that is left.
    """
    at, point, last = start, first, np.inf
    for iteration in range(_MAX_ITERATIONS):
        step = newton_step(point)
        gain = float(point.score @ step)
        if gain < _FLAT or last <= gain < _ROUNDING:
            return Maximum(at, point, iteration)
        at, point = _uphill(objective, at, point, guide(at, step, gain))
        last = gain
    raise DidNotConverge(
        f"The model found no stable answer within {_MAX_ITERATIONS} steps.",
        "Leave out covariates that say nearly the same, or use fewer categories.",
    )


def newton_step(point: Point) -> Floats:
    """Return the step from a point to the maximum of its quadratic approximation."""
    try:
        step = cho_solve(cho_factor(point.information, lower=True), point.score)
    except LinAlgError as error:
        raise DidNotConverge(
            "The data say nothing about some combination of the covariates.",
            "Leave out covariates that say nearly the same, or use fewer categories.",
        ) from error
    return np.asarray(step, dtype=np.float64)


def inverted(information: Floats) -> Floats:
    """Return the covariance that belongs to an information."""
    return np.asarray(np.linalg.inv(information), dtype=np.float64)


def _uphill(
    objective: Callable[[Floats], Point], at: Floats, point: Point, step: Floats
) -> tuple[Floats, Point]:
    floor = point.value - _SLACK * (1 + abs(point.value))
    for _ in range(_MAX_HALVINGS):
        reached = objective(at + step)
        if np.isfinite(reached.information).all() and floor <= reached.value < np.inf:
            return at + step, reached
        step = step / 2
    raise DidNotConverge(
        f"No step of the model raises the likelihood, after {_MAX_HALVINGS} halvings.",
        "Look for covariates of extreme range; take their logarithm or group them.",
    )
