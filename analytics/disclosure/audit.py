"""What a reader of published numbers could work out about those that are withheld."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from analytics.errors import DidNotConverge
from analytics.inputs import Bools, Floats, Ints

_WHOLE = 1e-6  # a solver's number closer to a whole one is that whole one
_FEW = 2  # sums; more are pushed apart together, which often spares pushing each alone
_SEED = 11  # of their directions, which save time and change no verdict
_LONGEST = 60.0  # seconds for one answer; a world found by then is a world
_NOTHING_FITS = 2  # the solver's word for it


@dataclass(frozen=True, eq=False)
class Knowledge:
    """What a reader knows: limits of sums over whole, non-negative, unknown numbers of people."""

    sums: csr_array  # shape (sums, groups): how often each group counts in each sum
    lower: Floats  # one entry per sum; 0 or less where nothing is known
    upper: Floats  # infinite where nothing is known
    most: float  # no group is taken to hold more people than this


@dataclass(frozen=True)
class Demand:
    """How little a reader may learn about a count of few people."""

    width: int  # the reader's interval is at least this wide
    reach: int  # and goes up to this count, unless it starts at 0 and so may count nobody


class Worlds:
    """Whole numbers of people that fit some knowledge, as the sums that they lead to.

    Two of them in which a sum differs prove that a reader cannot tell which is true.
    """

    def __init__(self, values: Ints) -> None:
        self._values = values  # shape (worlds, sums)

    def fitting(self, knowledge: Knowledge) -> Ints:
        """Return the worlds that this knowledge does not rule out."""
        fits = (self._values >= knowledge.lower) & (self._values <= knowledge.upper)
        return self._values[fits.all(axis=1)]

    def forget_all_but(self, knowledge: Knowledge) -> None:
        """Keep only the worlds that fit, where knowledge will not shrink any more."""
        self._values = self.fitting(knowledge)

    def add(self, worlds: list[Ints]) -> None:
        """Keep some more."""
        self._values = np.vstack([self._values, *worlds])


def weak(
    knowledge: Knowledge,
    sums: Ints,
    demand: Demand,
    worlds: Worlds,
    *,
    first_only: bool = False,
) -> Ints:
    """Return the sums that a reader could pin down more closely than is allowed.

    Parameters
    ----------
    knowledge : Knowledge
        What the reader knows.
    sums : Ints, shape (k,)
        Places of the sums to protect.
    demand : Demand
        How little the reader may learn.
    worlds : Worlds
        Worlds found before; those found now are added.
    first_only : bool
        Stop at the first weak sum.

    Raises
    ------
    DidNotConverge
        If the solver gives no answer.

    Notes
    -----
    The reader's interval for a sum is its least and its greatest value over all whole numbers
    of people that fit. A linear programme gives each end; where its answer is not whole, an
    integer programme does. A sum is safe as soon as two worlds show it far enough apart.

    References
    ----------
    Fischetti & Salazar-González (2001), doi:10.1287/mnsc.47.7.1008.9805.
    """
    spread = _Spread(sums, worlds.fitting(knowledge), demand)
    if not spread.open.any():
        return np.zeros(0, dtype=np.int64)
    programme = _Programme(knowledge)
    random = np.random.default_rng(_SEED)
    found: list[int] = []
    while spread.open.any() and not (first_only and found):
        place = int(spread.open.argmax())
        for sign in (1.0, -1.0):
            spread.widen(programme.extreme(sums[[place]], np.array([sign])))
        if spread.open[place]:  # both ends are known: it is weak
            found.append(place)
            spread.open[place] = False
        elif spread.open.sum() > _FEW:
            signs = random.choice([-1.0, 1.0], sums.size)
            spread.widen(programme.extreme(sums[spread.open], signs[spread.open]))
    worlds.add(spread.news)
    return sums[found]


def fits_somebody(knowledge: Knowledge) -> bool:
    """Return whether any whole numbers of people fit the knowledge."""
    return _Programme(knowledge).extreme(np.zeros(0, dtype=np.int64), np.zeros(0)) is not None


class _Spread:
    """The least and the greatest value of each sum in the worlds seen so far."""

    def __init__(self, sums: Ints, fitting: Ints, demand: Demand) -> None:
        far = np.iinfo(np.int64).max
        self.sums, self.news, self._demand = sums, list[Ints](), demand
        self._least = fitting[:, sums].min(axis=0, initial=far)
        self._greatest = fitting[:, sums].max(axis=0, initial=-1)
        self.open: Bools = ~self._is_safe()

    def widen(self, world: Ints | None) -> None:
        """Take note of one more world."""
        if world is None:
            return
        self.news.append(world)
        self._least = np.minimum(self._least, world[self.sums])
        self._greatest = np.maximum(self._greatest, world[self.sums])
        self.open &= ~self._is_safe()

    def _is_safe(self) -> Bools:
        seen = self._greatest >= 0
        wide = np.where(seen, self._greatest - self._least, -1) >= self._demand.width
        safe: Bools = wide & ((self._greatest >= self._demand.reach) | (self._least <= 0))
        return safe


class _Programme:
    """Some knowledge as constraints, without the groups that it tells exactly."""

    def __init__(self, knowledge: Knowledge) -> None:
        sums, lower, upper = knowledge.sums, knowledge.lower, knowledge.upper
        self._sums = sums
        single = np.diff(sums.indptr) == 1
        told_exactly = single & (lower == upper)
        self._fixed = np.zeros(sums.shape[1])
        group = sums.indices[sums.indptr[:-1][told_exactly]]
        self._fixed[group] = lower[told_exactly]
        self._free = np.setdiff1d(np.arange(sums.shape[1]), group)
        kept = ~told_exactly & ((lower > 0) | np.isfinite(upper))
        told = sums[kept]
        known = told @ self._fixed
        unknown = told[:, self._free]
        left = np.diff(unknown.indptr) > 0
        self._constraints = LinearConstraint(
            unknown[left].tocsc(), (lower[kept] - known)[left], (upper[kept] - known)[left]
        )
        self._bounds = Bounds(0, knowledge.most)

    def extreme(self, sums: Ints, signs: Floats) -> Ints | None:
        """Return the world in which a signed total of some sums is greatest, if any fits."""
        objective = -(signs @ self._sums[sums])[self._free]
        answer = self._solve(objective, whole=False)
        if answer is not None and np.abs(answer - np.rint(answer)).max(initial=0) > _WHOLE:
            answer = self._solve(objective, whole=True)
        if answer is None:
            return None
        people = self._fixed.copy()
        people[self._free] = np.rint(answer)
        world: Ints = np.rint(self._sums @ people).astype(np.int64)
        return world

    def _solve(self, objective: Floats, *, whole: bool) -> Floats | None:
        if not objective.size:
            return objective
        answer = milp(
            objective,
            integrality=np.full(objective.size, int(whole)),
            bounds=self._bounds,
            constraints=self._constraints,
            options={"time_limit": _LONGEST},
        )
        if answer.status == _NOTHING_FITS:
            return None
        if answer.x is None:
            raise DidNotConverge(
                f"The audit of {objective.size} groups gave no answer: {answer.message}",
                "Publish fewer or coarser tables together.",
            )
        values: Floats = answer.x
        return values
