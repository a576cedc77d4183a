"""The command that makes the outlines of countries that the map of accrual draws.

Source: the npm package world-atlas 2.0.2 (ISC licence), file `countries-110m.json`; its data are
of Natural Earth 4.1.0, scale 1:110 million, public domain. Run it with the path of that file:
`python docs/outlines.py countries-110m.json`.

Kept are the outer rings of every country and territory but Antarctica, in tenths of a degree (at
most 0.05 degrees or 6 km off; a pixel of the map is some 40 km), each as its first point and the
steps to the next ones: x, y, dx, dy, ... Points that fall together are one. A hole is left out:
what lies in it is a country of its own, and is drawn over. A ring that crosses the antimeridian is
cut there, so that none runs around the globe.
"""

import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "dashboard" / "outlines" / "countries.json"
TENTHS = 10  # of a degree
_LEFT_OUT = {"010"}  # Antarctica
_HALF = 180 * TENTHS
_FEWEST = 3  # corners of a ring

Points = list[tuple[int, int]]


def outlines_of(topology: dict[str, Any]) -> dict[str, list[list[int]]]:
    """Return the rings of each country by its numeric ISO 3166 code, others under their name.

    Parameters
    ----------
    topology : dict
        A quantised TopoJSON with an object `countries`.
    """
    arcs = [list(_unpacked(arc, topology["transform"])) for arc in topology["arcs"]]
    found: dict[str, list[list[int]]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = geometry.get("id") or geometry["properties"]["name"]
        rings = [_ring(polygon[0], arcs) for polygon in _polygons(geometry)]
        if code not in _LEFT_OUT:
            parts = [part for ring in rings for part in _cut(ring)]
            found.setdefault(code, []).extend(map(_steps, parts))
    return dict(sorted(found.items()))


def _polygons(geometry: dict[str, Any]) -> list[list[list[int]]]:
    arcs = geometry["arcs"]
    return arcs if geometry["type"] == "MultiPolygon" else [arcs]


def _unpacked(arc: list[list[int]], transform: dict[str, Any]) -> Iterator[tuple[float, float]]:
    (wide, high), (left, low) = transform["scale"], transform["translate"]
    x = y = 0
    for across, up in arc:
        x, y = x + across, y + up
        yield x * wide + left, y * high + low


def _ring(parts: list[int], arcs: list[list[tuple[float, float]]]) -> Points:
    """Return one closed ring; a negative number is an arc that is walked backwards."""
    points: list[tuple[float, float]] = []
    for part in parts:
        arc = arcs[part] if part >= 0 else arcs[~part][::-1]
        points += arc[1:] if points else arc
    rounded = [(round(TENTHS * x), round(TENTHS * y)) for x, y in points]
    return [point for n, point in enumerate(rounded) if not n or point != rounded[n - 1]]


def _cut(ring: Points) -> Iterator[Points]:
    """Yield the parts of a ring that lie on either side of the antimeridian."""
    turns, unrolled = 0, ring[:1]
    for (x, _), (next_x, next_y) in pairwise(ring):
        turns += (x - next_x > _HALF) - (next_x - x > _HALF)
        unrolled.append((next_x + 2 * _HALF * turns, next_y))
    for turn in (-1, 0, 1):
        shifted = [(x - 2 * _HALF * turn, y) for x, y in unrolled]
        part = _beside(_beside(shifted, 1), -1)
        if len(set(part)) >= _FEWEST:
            yield part


def _beside(ring: Points, side: int) -> Points:
    """Return the part of a ring west (1) or east (-1) of the antimeridian on that side."""
    kept: Points = []
    for (x, y), (next_x, next_y) in zip(ring, ring[1:] + ring[:1], strict=True):
        if side * x <= _HALF:
            kept.append((x, y))
        if (side * x <= _HALF) != (side * next_x <= _HALF):
            along = (side * _HALF - x) / (next_x - x)
            kept.append((side * _HALF, round(y + along * (next_y - y))))
    return kept


def _steps(ring: Points) -> list[int]:
    written = [*ring[0]]
    for (x, y), (next_x, next_y) in pairwise(ring):
        written += [next_x - x, next_y - y]
    return written


if __name__ == "__main__":
    source = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    found = outlines_of(source).items()
    lines = [f'"{code}":{json.dumps(rings, separators=(",", ":"))}' for code, rings in found]
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
