"""Bootstrap samples, as how often each patient is drawn."""

from typing import Literal, TypeAlias, get_args

import numpy as np

from analytics.errors import BadInput, TooFewEvents
from analytics.inputs import Floats, Ints

Resample: TypeAlias = Literal["clusters", "within clusters"]


class Resampler:
    """Draws how often each of n patients enters a bootstrap sample.

    Parameters
    ----------
    cluster : Ints, shape (n,), or None
        Cluster of each patient, from 0; None: each patient stands alone.
    resample : {"clusters", "within clusters"}
        Whole clusters drawn from all clusters, or patients drawn within their cluster.
    rng : Generator
        Source of randomness.

    Raises
    ------
    BadInput
        If there is no such way to resample.
    TooFewEvents
        If whole clusters are to be drawn and there is one.

    References
    ----------
    Field & Welsh (2007), doi:10.1111/j.1467-9868.2007.00593.x.
    """

    def __init__(
        self, cluster: Ints | None, n: int, resample: Resample, rng: np.random.Generator
    ) -> None:
        if resample not in get_args(Resample):
            raise BadInput(
                f"There is no way to resample {resample!r}.",
                f"Use one of {', '.join(get_args(Resample))}.",
            )
        self._rng, self._n, self._cluster = rng, n, cluster
        self._whole = cluster if resample == "clusters" else None
        if self._whole is not None and not self._whole.any():  # numbered from 0: there is one
            raise TooFewEvents("There is one cluster.", "Resample patients within clusters.")

    def draw(self, replicates: int) -> Floats:
        """Return how often each patient is drawn, shape (n, replicates)."""
        if self._whole is not None:
            count = int(self._whole.max()) + 1
            chosen = self._rng.multinomial(count, np.full(count, 1 / count), size=replicates)
            return chosen.T[self._whole].astype(np.float64)
        order, start, size = self._blocks()
        places = start + (self._rng.random((replicates, self._n)) * size).astype(np.int64)
        drawn = np.empty((self._n, replicates))
        for column, place in enumerate(places):
            drawn[order, column] = np.bincount(place, minlength=self._n)
        return drawn

    def _blocks(self) -> tuple[Ints, Ints, Ints]:
        """Return patients sorted by cluster, and where each one's cluster starts, how large."""
        if self._cluster is None:
            zeros = np.zeros(self._n, dtype=np.int64)
            return np.arange(self._n), zeros, zeros + self._n
        order = np.argsort(self._cluster, kind="stable")
        _, first, place, count = np.unique(
            self._cluster[order], return_index=True, return_inverse=True, return_counts=True
        )
        return order, first[place], count[place]
