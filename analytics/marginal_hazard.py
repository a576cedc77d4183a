"""Weighted Cox model of two arms and nothing else: the marginal hazard ratio."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from analytics.errors import DidNotConverge, TooFewEvents
from analytics.inputs import ROUNDING, Floats, FollowUp, Ints

Ties: TypeAlias = Literal["efron", "breslow"]

_STEPS = 50
_SETTLED = 1e-12  # of the log hazard ratio: change of a step at the maximum


@dataclass(frozen=True, eq=False)
class MarginalHazard:
    """Fitted model; slopes have one entry per patient."""

    log_hazard_ratio: float  # treated against reference
    information: float  # second derivative of the log partial likelihood; 1 / model variance
    slopes: Floats  # derivative of the log hazard ratio by each weight
    score: float  # derivative of the log partial likelihood at a ratio of 1
    score_information: float  # its second derivative there
    score_slopes: Floats  # derivative of the score by each weight
    ties: Ties


def marginal_hazard(
    people: FollowUp, treated: Ints, *, strata: Ints | None = None, ties: Ties = "efron"
) -> MarginalHazard:
    """Fit the hazard ratio of two arms.

    Parameters
    ----------
    people : FollowUp
        Checked follow-up with weights; code 1 is the event, all other codes end follow-up.
    treated : Ints, shape (n,)
        1 in the treated arm, else 0.
    strata : Ints, shape (n,), optional
        Arms are compared within strata only.
    ties : {"efron", "breslow"}
        How events of one day are treated.

    Raises
    ------
    TooFewEvents
        If an arm has no event while both are at risk: the ratio is not estimable.
    DidNotConverge
        If the fit does not settle.

    Notes
    -----
    Slopes are score residuals over the information, so that weight times slope is the
    approximate jackknife influence of a patient.

    References
    ----------
    Lin & Wei (1989), doi:10.1080/01621459.1989.10478874.
    Binder (1992), doi:10.1093/biomet/79.1.139.
    """
    weights = np.ones(treated.size) if people.weights is None else people.weights
    sets = _RiskSets(people, treated, weights, strata)
    terms = sets.terms(ties)
    log_ratio = _maximum(terms)
    at_maximum, at_one = terms.at(log_ratio), terms.at(0.0)
    return MarginalHazard(
        log_hazard_ratio=log_ratio,
        information=at_maximum.information,
        slopes=sets.residuals(terms, at_maximum) / at_maximum.information,
        score=at_one.score,
        score_information=at_one.information,
        score_slopes=sets.residuals(terms, at_one),
        ties=ties,
    )


@dataclass(frozen=True, eq=False)
class _AtValue:
    """Partial likelihood at one log hazard ratio; arrays have one entry per term."""

    ratio: float  # hazard ratio
    score: float
    information: float
    mean: Floats  # share of hazard at risk that is treated
    hazard: Floats  # increment of the baseline hazard


@dataclass(frozen=True, eq=False)
class _Terms:
    """Terms of the partial likelihood: one per event (Efron) or per event day (Breslow)."""

    cell: Ints  # event day within a stratum
    n_cells: int
    past: Floats  # share of the day's events that have left the risk set
    weight: Floats
    reference: Floats  # weight at risk by arm
    treated: Floats
    observed: float  # weight of events in the treated arm

    def at(self, log_ratio: float) -> _AtValue:
        ratio = float(np.exp(log_ratio))
        at_risk = self.reference + self.treated * ratio
        mean = self.treated * ratio / at_risk
        return _AtValue(
            ratio=ratio,
            score=self.observed - float(self.weight @ mean),
            information=float(self.weight @ (mean * (1 - mean))),
            mean=mean,
            hazard=self.weight / at_risk,
        )


class _RiskSets:
    """Who is at risk on each event day within each stratum."""

    def __init__(
        self, people: FollowUp, treated: Ints, weights: Floats, strata: Ints | None
    ) -> None:
        exits, entries, stratum_start = _keys(people, strata)
        self._treated, self._weights, self._is_event = treated, weights, people.code == 1
        keys, place = np.unique(exits[self._is_event], return_inverse=True)
        self._n_cells = keys.size
        self._event_cell = place
        self._first = np.searchsorted(keys, stratum_start, side="left")
        self._last = np.searchsorted(keys, exits, side="right")
        if entries is not None:
            self._first = np.maximum(self._first, np.searchsorted(keys, entries, side="right"))

    def terms(self, ties: Ties) -> _Terms:
        """Return the terms of the partial likelihood."""
        treated, n_cells = self._treated == 1, self._n_cells
        rows = np.flatnonzero(self._is_event)
        cell, weight, is_treated = self._event_cell, self._weights[rows], treated[rows]
        tied = [np.bincount(cell, weight * arm, n_cells) for arm in (~is_treated, is_treated)]
        count = np.bincount(cell[weight > 0], minlength=n_cells)
        repeat = count if ties == "efron" else np.minimum(count, 1)
        each = np.repeat(np.arange(n_cells), repeat)
        order = np.arange(each.size) - np.repeat(np.cumsum(repeat) - repeat, repeat)
        past = order / repeat[each]
        at_risk = [self._at_risk(arm) for arm in (~treated, treated)]
        return _Terms(
            cell=each,
            n_cells=n_cells,
            past=past,
            weight=((tied[0] + tied[1]) / np.maximum(repeat, 1))[each],
            reference=at_risk[0][each] - past * tied[0][each],
            treated=at_risk[1][each] - past * tied[1][each],
            observed=float(tied[1].sum()),
        )

    def residuals(self, terms: _Terms, value: _AtValue) -> Floats:
        """Return the score residual of each patient, per unit of weight."""
        x = self._treated.astype(np.float64)
        relative = np.where(x == 1, value.ratio, 1.0)
        hazard = _running(self._by_cell(terms, value.hazard))
        treated_hazard = _running(self._by_cell(terms, value.hazard * value.mean))
        exposed = x * (hazard[self._last] - hazard[self._first])
        exposed -= treated_hazard[self._last] - treated_hazard[self._first]
        residual: Floats = -relative * exposed
        tied = terms.past * value.hazard
        back, back_treated = (self._by_cell(terms, tied * z) for z in (1.0, value.mean))
        n_terms = np.maximum(self._by_cell(terms, np.ones(terms.cell.size)), 1)
        mean = self._by_cell(terms, value.mean) / n_terms
        rows, cell = np.flatnonzero(self._is_event), self._event_cell
        residual[rows] += x[rows] - mean[cell]
        residual[rows] += relative[rows] * (x[rows] * back[cell] - back_treated[cell])
        return residual

    def _at_risk(self, arm: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> Floats:
        weight = np.where(arm, self._weights, 0.0)
        opened = np.bincount(self._first, weight, self._n_cells + 1)
        closed = np.bincount(self._last, weight, self._n_cells + 1)
        return np.cumsum(opened - closed)[:-1]

    def _by_cell(self, terms: _Terms, values: Floats) -> Floats:
        return np.bincount(terms.cell, values, self._n_cells).astype(np.float64)


def _keys(people: FollowUp, strata: Ints | None) -> tuple[Ints, Ints | None, Ints]:
    """Give exits and entries numbers that ascend by stratum, and by day within."""
    n = people.time.size
    stamps = people.time if people.entry is None else np.append(people.time, people.entry)
    days, place = np.unique(stamps, return_inverse=True)
    stratum = np.zeros(n, dtype=np.int64) if strata is None else strata
    start = stratum * (days.size + 1)
    exits = start + place[:n] + 1
    if people.entry is None:
        return exits, None, start
    late = people.entry > 0
    return exits, np.where(late, start + place[n:] + 1, start), start


def _running(values: Floats) -> Floats:
    return np.append(0.0, np.cumsum(values))


def _maximum(terms: _Terms) -> float:
    """Return the log hazard ratio at the maximum; the likelihood is concave."""
    _refuse_one_sided(terms)
    log_ratio = 0.0
    for _ in range(_STEPS):
        here = terms.at(log_ratio)
        step = here.score / here.information
        log_ratio += float(np.clip(step, -1.0, 1.0))
        if abs(step) < _SETTLED:
            return log_ratio
    raise DidNotConverge("The hazard ratio found no stable answer.", "Choose another endpoint.")


def _refuse_one_sided(terms: _Terms) -> None:
    # The score falls from `highest` to `lowest`; it has a root only if it changes sign.
    nobody = ROUNDING * float(terms.weight.sum())
    lowest = terms.observed - terms.weight[terms.treated > nobody].sum()
    highest = terms.observed - terms.weight[terms.reference <= nobody].sum()
    if not lowest < -nobody < nobody < highest:
        raise TooFewEvents(
            "The hazard ratio is not estimable: one arm has no event while both are at risk.",
            "Read the difference in risk instead, or choose another endpoint.",
        )
