"""Colours, dashes and symbols of a page's figure in the terms of the printing library."""

import re
from typing import Any, TypeAlias

from matplotlib.colors import to_rgba
from matplotlib.markers import MarkerStyle

Rgba: TypeAlias = tuple[float, float, float, float]

_RGBA = re.compile(r"rgba?\(([^)]*)\)")
_DASHES = {  # in widths of the line: drawn, left, drawn, ..
    "dash": (5, 3),
    "dot": (1.2, 2),
    "dashdot": (5, 2.5, 1.2, 2.5),
    "longdash": (9, 4),
    "longdashdot": (9, 3, 1.2, 3),
}
_SYMBOLS = {
    "circle": "o",
    "square": "s",
    "diamond": "D",
    "cross": "P",
    "x": "X",
    "triangle-up": "^",
    "triangle-down": "v",
    "triangle-left": "<",
    "triangle-right": ">",
    "line-ns": "|",
    "line-ew": "_",
    "star": "*",
}


def rgba(colour: str | None, opacity: float = 1.0) -> Rgba:
    """Return a colour such as "#1F78B4" or "rgba(31, 120, 180, 0.4)"; nothing is transparent."""
    if not colour:
        return (0.0, 0.0, 0.0, 0.0)
    found = _RGBA.fullmatch(colour)
    if found is None:
        red, green, blue, alpha = to_rgba(colour)
        return red, green, blue, alpha * opacity
    red, green, blue, *rest = (float(part) for part in found[1].split(","))
    return red / 255, green / 255, blue / 255, (rest[0] if rest else 1.0) * opacity


def dashes(dash: str | None, width: float) -> Any:
    """Return a line style; a dash in pixels such as "2px,3px" becomes one in line widths."""
    if not dash or dash == "solid":
        return "-"
    if dash in _DASHES:
        return (0, _DASHES[dash])
    return (0, tuple(float(part.strip().removesuffix("px")) / width for part in dash.split(",")))


def symbol(name: str | None) -> tuple[MarkerStyle, bool]:
    """Return a marker, and whether it is open."""
    shape = (name or "circle").removesuffix("-open").removesuffix("-dot")
    is_open = (name or "").endswith("-open") or shape.startswith("line-")
    return MarkerStyle(_SYMBOLS[shape]), is_open


def hatching(pattern: Any) -> dict[str, Any]:
    """Return the hatching of bars that all have the same; empty where they have none."""
    if not isinstance(pattern.shape, str) or not pattern.shape:
        return {}
    # Of what is hatched, the edge is the colour of the lines.
    return {"hatch": pattern.shape * 3, "edgecolor": rgba(pattern.fgcolor or "#FFFFFF")}
