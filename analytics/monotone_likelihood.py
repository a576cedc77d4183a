"""Coefficients without a finite value: found, and named in a refusal."""

import numpy as np

from analytics.cox_rows import CoxRows
from analytics.errors import BadInput, DidNotConverge
from analytics.inputs import Bools, Floats
from analytics.pairs import at_risk_beside, ranks

_FLAT = 1e-8  # gain in log-likelihood that is none
_LONGEST = 15.0  # largest change of a log relative hazard in one step
_WIDEST = 300.0  # log hazard ratio between two people that has no meaning any more
_MOVING = 0.05  # change of a log hazard ratio between two people that is no rounding
_RANK = 1e-9  # share of a term's information that other terms do not hold

_REMEDY = "Use Firth's penalty, leave the covariate out, or compare risks instead of hazards."


def refuse_one_sided(rows: CoxRows) -> None:
    """Refuse a two-valued covariate when all events have one of the values.

    Raises
    ------
    DidNotConverge
        Naming the covariate and the value without events: the hazard ratio is 0 or infinite.
    """
    for term, x, centre, scale in zip(rows.terms, rows.x, rows.centre, rows.scale, strict=True):
        low, high = x.min(), x.max()
        if ((x != low) & (x != high)).any():
            continue
        found = x[rows.event]
        for value in (low, high):
            if not (found == value).any():
                shown = value * scale + centre
                raise DidNotConverge(
                    f"Not estimable: no events among the {int((x == value).sum())} people with "
                    f"{term} = {shown:g}.",
                    _REMEDY,
                )


def refuse_uninformative(rows: CoxRows, information: Floats) -> None:
    """Refuse a term on which the risk sets say nothing, given the terms before it.

    Parameters
    ----------
    rows : CoxRows
        The people.
    information : Floats, shape (p, p)
        At coefficients of 0, for standardised covariates.

    Raises
    ------
    BadInput
        Naming the term, and the earlier terms that it repeats.
    """
    own = np.diagonal(information)
    total = float(rows.weights[rows.event].sum())
    flat = [term for term, its in zip(rows.terms, own, strict=True) if its <= _RANK * total]
    if flat:
        raise BadInput(
            f"{flat[0]} does not differ between people at risk together.",
            "Leave it out, or do not stratify by it.",
        )
    correlation = information / np.sqrt(np.outer(own, own))
    for place in range(1, len(rows.terms)):
        earlier = correlation[:place, :place]
        share, *_ = np.linalg.lstsq(earlier, correlation[:place, place], rcond=None)
        if 1 - correlation[place, :place] @ share <= _RANK:
            others = [rows.terms[at] for at in np.flatnonzero(np.abs(share) > np.sqrt(_RANK))]
            raise BadInput(
                f"{rows.terms[place]} is fixed by {', '.join(others)}.",
                "Leave one of them out.",
            )


class SeparationGuide:
    """Stops a search that climbs for ever.

    Under a monotone likelihood each step adds to the largest log hazard ratio about as much as
    the one before, while its gain falls. At a true maximum, steps vanish with the gain.

    References
    ----------
    Bryson & Johnson (1981), doi:10.1080/00401706.1981.10487686.
    """

    def __init__(self, rows: CoxRows) -> None:
        self._rows = rows
        self._reach = rows.x.max(axis=1) - rows.x.min(axis=1)

    def __call__(self, at: Floats, step: Floats, gain: float) -> Floats:
        """Shorten a step, or refuse one that moves far without raising the likelihood.

        Raises
        ------
        DidNotConverge
            Naming the terms that separate on their own, else those that do so together.
        """
        moving = np.abs(step) * self._reach > _MOVING
        if gain < _FLAT and moving.any():
            refuse_separating(self._rows)
            raise DidNotConverge(
                "Not estimable: the likelihood rises for ever with the coefficients of "
                f"{self._named(moving)}, which tell events from everybody else at risk.",
                _REMEDY,
            )
        apart = np.abs(at) * self._reach
        if apart.sum() > _WIDEST and float(np.ptp(at @ self._rows.x)) > _WIDEST:
            refuse_separating(self._rows)
            raise DidNotConverge(
                f"Not estimable: hazards differ by more than e^{_WIDEST:g} between people. "
                f"{self._named(apart > _WIDEST / 10)} tell events from everybody else at risk, "
                "or have extreme values.",
                "Take logarithms or group values; else use Firth's penalty.",
            )
        return shortened(self._rows, step)

    def _named(self, terms: Bools) -> str:
        return " and ".join(t for t, its in zip(self._rows.terms, terms, strict=True) if its)


def refuse_separating(rows: CoxRows) -> None:
    """Refuse every term that orders the events perfectly, whatever the other terms.

    Raises
    ------
    DidNotConverge
        Naming each such term and which of its values the events always have.
    """
    alone = [why for term in range(len(rows.terms)) if (why := _separates(rows, term))]
    if alone:
        raise DidNotConverge(f"Not estimable: {'; '.join(alone)}.", _REMEDY)


def shortened(rows: CoxRows, step: Floats) -> Floats:
    """Shorten a step so that nobody's relative hazard changes by more than the factor e^15.

    Where the likelihood is nearly flat, Newton's step would leap to where nothing can be
    computed.
    """
    change = float(np.abs(step @ rows.x).max())
    return step / max(1.0, change / _LONGEST)


def _separates(rows: CoxRows, term: int) -> str:
    """Return why a term has no finite hazard ratio on its own; empty if it has one."""
    beside = at_risk_beside(rows, ranks(rows.x[term]), np.ones(rows.n))
    extremes = (("highest", "infinite", beside.above), ("lowest", "0", beside.below))
    for extreme, ratio, beyond in extremes:
        if not beyond.any():
            return (
                f"whoever has the event always has the {extreme} {rows.terms[term]} among those "
                f"at risk, so that its hazard ratio would be {ratio}"
            )
    return ""
