"""Sums over overlapping intervals, built from additions only, so that no digits are lost."""

from dataclasses import dataclass

import numpy as np

from analytics.inputs import Floats, Ints

_SHORT = 32  # slots


@dataclass(frozen=True, eq=False)
class Intervals:
    """Intervals of numbered slots, each cut once where its two halves can be summed up.

    An interval from a to b is cut at the multiple of the highest power of two between them. To
    the left of the cut it reaches the end of a block of that length, to the right it begins one:
    running sums within blocks then serve all intervals of one level.
    """

    levels: tuple[tuple[int, Ints], ...]  # length of the blocks, and the intervals cut there
    single: Ints  # intervals of one slot
    first: Ints  # shape (n,)
    last: Ints  # shape (n,); before `first` where an interval is empty
    size: int  # slots

    @classmethod
    def of(cls, first: Ints, last: Ints, size: int) -> "Intervals":
        """Sort intervals by the length of their blocks."""
        height = np.frexp((first ^ last).astype(np.float64))[1] - 1
        height[first > last] = -2
        levels = tuple(
            (1 << int(level), np.flatnonzero(height == level))
            for level in np.unique(height[height >= 0])
        )
        return cls(levels, np.flatnonzero(height == -1), first, last, size)

    def over_slots(self, values: Floats) -> Floats:
        """Sum, for each slot, the values of the intervals that hold it; to shape (size,)."""
        padded = 1 << max(int(self.size - 1).bit_length(), 1)
        place = self.first[self.single]
        total = np.asarray(np.bincount(place, values[self.single], padded), dtype=np.float64)
        for length, members in self.levels:
            ends = np.append(self.first[members], self.last[members])
            added = np.asarray(np.bincount(ends, np.tile(values[members], 2), padded), np.float64)
            total += _running(added.reshape(-1, 2, length), to_the_right=0).reshape(-1)
        return total[: self.size]

    def within(self, values: Floats) -> Floats:
        """Sum, for each interval, the values of the slots in it; to shape (n,)."""
        padded = np.zeros(1 << max(int(self.size - 1).bit_length(), 1))
        padded[: self.size] = values
        total = np.zeros(self.first.size)
        total[self.single] = padded[self.first[self.single]]
        for length, members in self.levels:
            running = _running(padded.reshape(-1, 2, length), to_the_right=1).reshape(-1)
            total[members] = running[self.first[members]] + running[self.last[members]]
        return total


def _running(blocks: Floats, *, to_the_right: int) -> Floats:
    """Sum up within blocks, shape (pairs, 2, length): one of a pair rightwards, one leftwards."""
    running = np.empty_like(blocks, dtype=np.float64)
    to_the_left = 1 - to_the_right
    length = blocks.shape[2]
    if length > _SHORT:
        np.cumsum(blocks[:, to_the_right], axis=1, out=running[:, to_the_right])
        np.cumsum(blocks[:, to_the_left, ::-1], axis=1, out=running[:, to_the_left, ::-1])
        return running
    running[:] = blocks  # many short blocks: one place of all of them at a time
    for place in range(1, length):
        running[:, to_the_right, place] += running[:, to_the_right, place - 1]
        running[:, to_the_left, -1 - place] += running[:, to_the_left, -place]
    return running
