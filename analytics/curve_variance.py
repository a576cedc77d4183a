"""Robust variance of a weighted curve at every step, without a table of patients by days."""

import numpy as np

from analytics.inputs import Floats, Ints
from analytics.stacked_variance import Dependence
from analytics.weighted_curves import ArmFollowUp, WeightedPath
from analytics.weights import Weighting

_BLOCK = 256  # clusters summed at a time


def curve_variance(
    arm: ArmFollowUp, path: WeightedPath, weighting: Weighting, depends: Dependence
) -> Floats:
    """Return the variance of a curve at each step, shape (steps,).

    Parameters
    ----------
    arm : ArmFollowUp
        The arm.
    path : WeightedPath
        Its curve.
    weighting : Weighting
        Weights of all n patients, and how they move with the score model.
    depends : Dependence
        Clusters. Pairs need no care: an arm has one patient of each.

    Notes
    -----
    As `stacked_influence`, from running sums over days: time is O(n q + steps q) for q
    coefficients of the score model, or O(clusters x steps) more.
    """
    moved = None  # by each coefficient of the score model
    if weighting.gradient is not None:
        columns = np.arange(weighting.gradient.shape[1])
        moved = _summed(arm, path, weighting.gradient[arm.rows], row=columns, n_rows=columns.size)
    if depends.cluster is None or depends.n_clusters is None:
        return _independent(arm, path, weighting, moved)
    total = np.zeros_like(path.value)
    for first in range(0, depends.n_clusters, _BLOCK):
        size = min(_BLOCK, depends.n_clusters - first)
        total += _of_clusters(
            arm, path, weighting, moved, cluster=depends.cluster - first, size=size
        )
    return np.asarray(depends.factor * total)


def _independent(
    arm: ArmFollowUp, path: WeightedPath, weighting: Weighting, moved: Floats | None
) -> Floats:
    weights = weighting.weights[arm.rows]
    variance = _squared(arm, path, weights)
    if moved is None or weighting.influence is None:
        return np.maximum(0.0, variance)
    own = weights[:, None] * weighting.influence[arm.rows]
    columns = np.arange(own.shape[1])
    shared = _summed(arm, path, own, row=columns, n_rows=columns.size)
    of_scores = weighting.influence.T @ weighting.influence
    variance += ((2 * shared + of_scores @ moved) * moved).sum(axis=0)
    return np.maximum(0.0, variance)


def _of_clusters(
    arm: ArmFollowUp,
    path: WeightedPath,
    weighting: Weighting,
    moved: Floats | None,
    *,
    cluster: Ints,
    size: int,
) -> Floats:
    """Return the sum of squared influences of the clusters numbered 0 to size - 1."""
    inside = (cluster >= 0) & (cluster < size)
    own_rows = np.where(inside[arm.rows], weighting.weights[arm.rows], 0.0)
    row = np.where(inside[arm.rows], cluster[arm.rows], 0)
    total = _summed(arm, path, own_rows[:, None], row=row[:, None], n_rows=size)
    if moved is not None and weighting.influence is not None:
        of_scores = np.zeros((size, moved.shape[0]))
        np.add.at(of_scores, cluster[inside], weighting.influence[inside])
        total = total + of_scores @ moved
    return np.asarray((total**2).sum(axis=0))


def _summed(
    arm: ArmFollowUp, path: WeightedPath, amounts: Floats, *, row: Ints, n_rows: int
) -> Floats:
    """Return sums of amount times derivative over patients, shape (n_rows, steps).

    `amounts` has shape (m, c) and `row`, of a shape that fits, says which row each enters.
    """
    cells = _Cells(arm, row, n_rows)
    total = path.level * cells.at_risk(amounts)
    total += path.drift * cells.left(amounts * path.exit_slope[:, None])
    if path.entry_slope.any():
        total += path.drift * cells.at_risk(amounts * path.entry_slope[:, None])
    if path.entry_shift.any():
        total += cells.at_risk(amounts * path.entry_shift[:, None])
    if path.exit_shift.any():
        total += cells.left(amounts * path.exit_shift[:, None])
    return total


def _squared(arm: ArmFollowUp, path: WeightedPath, weights: Floats) -> Floats:
    """Return sums of squared weight times squared derivative over patients, shape (steps,)."""
    cells = _Cells(arm, np.zeros(1, dtype=np.int64), 1)
    square = (weights**2)[:, None]
    a, b = path.entry_slope[:, None], path.entry_shift[:, None]
    p, q = path.exit_shift[:, None], path.exit_slope[:, None]
    level, drift = path.level, path.drift
    total = level**2 * cells.at_risk(square) + drift**2 * cells.left(square * q**2)
    if a.any():
        total += drift**2 * cells.at_risk(square * a**2)
        total += 2 * level * drift * cells.at_risk(square * a)
    if b.any():
        total += 2 * level * cells.at_risk(square * b) + cells.at_risk(square * b**2)
        total += 2 * drift * cells.at_risk(square * a * b)
    if p.any():
        total += cells.left(square * p**2) + 2 * drift * cells.left(square * p * q)
    return np.asarray(total[0])


class _Cells:
    """Running sums over steps, one row per cluster or per coefficient."""

    def __init__(self, arm: ArmFollowUp, row: Ints, n_rows: int) -> None:
        self._shape = (n_rows, arm.time.size)
        self._exit = row * arm.time.size + arm.exit_step[:, None]
        is_late = arm.entry_step.any()
        self._entry = row * arm.time.size + arm.entry_step[:, None] if is_late else None
        self._row = row

    def left(self, amounts: Floats) -> Floats:
        """Sum over those who left by each step."""
        return np.cumsum(self._tally(self._exit, amounts), axis=1)

    def at_risk(self, amounts: Floats) -> Floats:
        """Sum over those who have entered and not yet left after each step."""
        if self._entry is None:
            left = self.left(amounts)
            return left[:, -1:] - left
        arrived = self._tally(self._entry, amounts) - self._tally(self._exit, amounts)
        return np.cumsum(arrived, axis=1)

    def _tally(self, cell: Ints, amounts: Floats) -> Floats:
        size = self._shape[0] * self._shape[1]
        counted = np.bincount(cell.ravel(), weights=amounts.ravel(), minlength=size)
        return counted.reshape(self._shape).astype(np.float64)
