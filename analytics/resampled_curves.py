"""Weighted curves of many bootstrap samples at once, from counts by day."""

from dataclasses import dataclass

import numpy as np

from analytics.inputs import Floats, FollowUp, Ints


@dataclass(frozen=True, eq=False)
class SampleEstimates:
    """Estimates of one arm; one column per sample, nan where nobody of the arm was drawn."""

    event_free: Floats  # probability of no event of any kind at landmarks, shape (k, samples)
    risk: Floats  # cumulative incidence of the event at landmarks, shape (k, samples)
    mean_time: Floats  # days free of any event up to the horizon, shape (samples,)
    time_lost: Floats  # days lost to the event up to the horizon


class DayCounter:
    """One arm's follow-up, sorted once by day of exit so that any weights can be counted.

    Parameters
    ----------
    people : FollowUp
        Checked follow-up; its weights play no part.
    rows : Ints, shape (m,)
        Places of the arm's patients.
    horizon : float
        Day up to which means are restricted.
    landmarks : Floats, shape (k,)
        Days at which probabilities are read.
    """

    def __init__(self, people: FollowUp, rows: Ints, horizon: float, landmarks: Floats) -> None:
        code = np.minimum(people.code[rows], 2)  # 2: any competing event
        order = np.lexsort((code, people.time[rows]))
        self._rows, code = rows[order], code[order]
        time = people.time[self._rows]
        is_new = np.append(True, (np.diff(time) > 0) | (np.diff(code) > 0))
        self._cell_start = np.flatnonzero(is_new)
        self._cell_code = code[self._cell_start]
        self._days, self._day_start = np.unique(time[self._cell_start], return_index=True)
        self._late_rows, self._late_start, self._late_place = self._late(people, rows)
        edges = np.minimum(np.concatenate([[0.0], self._days, [np.inf]]), horizon)
        self._width = np.diff(edges)
        self._left_of_horizon = np.maximum(0.0, horizon - self._days)
        self._landmark = np.searchsorted(self._days, landmarks, side="right")

    def estimate(self, weights: Floats) -> SampleEstimates:
        """Estimate the arm under weights of all patients, shape (n, samples)."""
        cells = np.add.reduceat(weights[self._rows], self._cell_start, axis=0)
        leaving = np.add.reduceat(cells, self._day_start, axis=0)
        any_event, event = (
            np.add.reduceat(cells * wanted[:, None], self._day_start, axis=0)
            for wanted in (self._cell_code > 0, self._cell_code == 1)
        )
        at_risk = np.cumsum(leaving[::-1], axis=0)[::-1] - self._not_yet(weights)
        share = np.divide(any_event, at_risk, out=np.zeros_like(at_risk), where=at_risk > 0)
        drawn = np.where(leaving.sum(axis=0) > 0, 1.0, np.nan)
        free = np.vstack([drawn, np.cumprod(np.clip(1 - share, 0.0, 1.0), axis=0) * drawn])
        hazard = np.divide(event, at_risk, out=np.zeros_like(at_risk), where=at_risk > 0)
        steps = free[:-1] * hazard
        risk = np.vstack([drawn - drawn, np.cumsum(steps, axis=0)])
        return SampleEstimates(
            event_free=free[self._landmark],
            risk=risk[self._landmark],
            mean_time=self._width @ free,
            time_lost=self._left_of_horizon @ steps,
        )

    def _late(self, people: FollowUp, rows: Ints) -> tuple[Ints, Ints, Ints]:
        """Return late entrants sorted by the first day on which they are at risk."""
        none = np.zeros(0, dtype=np.int64)
        late = none if people.entry is None else rows[people.entry[rows] > 0]
        if people.entry is None or not late.size:
            return none, none, none
        place = np.searchsorted(self._days, people.entry[late], side="right")
        order = np.argsort(place, kind="stable")
        places, start = np.unique(place[order], return_index=True)
        return late[order], start, places

    def _not_yet(self, weights: Floats) -> Floats:
        """Return the weight not yet under observation on each day, shape (days, samples)."""
        missing = np.zeros((self._days.size + 1, weights.shape[1]))
        if self._late_rows.size:
            entering = np.add.reduceat(weights[self._late_rows], self._late_start, axis=0)
            missing[self._late_place] = entering
        return np.cumsum(missing[::-1], axis=0)[::-1][1:]
