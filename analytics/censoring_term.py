"""What estimating the censoring curve adds to the uncertainty of a Fine-Gray model."""

import numpy as np

from analytics.inputs import Floats, FollowUp, Ints
from analytics.observation_curve import ObservationCurve
from analytics.subdistribution import Likelihood
from analytics.subdistribution_sets import added_by_place


def censoring_residuals(
    likelihood: Likelihood, people: FollowUp, curve: ObservationCurve
) -> Floats:
    """Return each person's part of the score through the censoring curve, shape (n, p).

    Parameters
    ----------
    likelihood : Likelihood
        At its maximum.
    people : FollowUp
        Those who made it; nobody enters late.
    curve : ObservationCurve
        The censoring curve of its weights.

    Notes
    -----
    Q(u) is what the score gains if the weights of all who had a competing event by u fall by
    1 % less after u, per 1 %. A person censored at u adds Q(u) / (Y - c), and everybody who
    could be censored then takes away Q(u) c / (Y (Y - c)): the derivative of a product of
    1 - c / Y.

    References
    ----------
    Fine & Gray (1999), doi:10.1080/01621459.1999.10474144, section 3.
    """
    some = curve.censored > 0
    days, censored, exposed = curve.time[some], curve.censored[some], curve.exposed[some]
    gain = _gain(likelihood, people, days)
    staying = (exposed - censored)[:, None]
    each = np.divide(gain, staying, out=np.zeros_like(gain), where=staying > 0)
    taken = np.cumsum((censored / exposed)[:, None] * each, axis=0)
    taken = np.concatenate([np.zeros((1, gain.shape[1])), taken])
    parts: Floats = -taken[_days_at_risk(people, days, curve)]
    leaves = people.code == 0
    parts[leaves] += each[np.searchsorted(days, people.time[leaves])]
    return parts


def _gain(likelihood: Likelihood, people: FollowUp, days: Floats) -> Floats:
    """Return Q on each day with a censoring, shape (days, p)."""
    sets, p = likelihood.risk_sets, likelihood.coef.size
    hazard = (sets.weight[sets.day] * likelihood.hazard)[:, None]
    by_day = sets.sums_by_day(hazard * np.column_stack([np.ones(sets.day.size), likelihood.mean]))
    so_far = np.concatenate([np.zeros((1, p + 1)), np.cumsum(by_day, axis=0)])
    later = so_far[-1] - so_far[np.searchsorted(sets.days, days, side="right")]
    had = sets.kept > 0
    terms = (sets.kept * likelihood.risk)[had, None]
    terms = terms * np.column_stack([np.ones(terms.size), likelihood.covariates[had]])
    place = np.searchsorted(days, people.time[had])
    before = np.cumsum(added_by_place(terms, place, days.size + 1), axis=0)[:-1]
    gain: Floats = before[:, 1:] * later[:, :1] - before[:, :1] * later[:, 1:]
    return gain


def _days_at_risk(people: FollowUp, days: Floats, curve: ObservationCurve) -> Ints:
    """Return on how many days with a censoring each person could have been censored."""
    up_to, before = (np.searchsorted(days, people.time, side=side) for side in ("right", "left"))
    if curve.censoring == "at-risk":
        return up_to
    return np.where(people.code > 0, before, up_to)
