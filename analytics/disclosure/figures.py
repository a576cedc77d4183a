"""A scan of what a figure carries to the browser, beside what may be published."""

import base64
from collections.abc import Collection, Iterator, Mapping
from typing import Any, TypeAlias

import numpy as np

Found: TypeAlias = tuple[str, Any]  # path in the figure, what stands there

_NEVER = frozenset({"customdata", "ids", "meta"})
# Single values that only say how a mark looks; a list of them may carry data and is scanned.
_LOOKS = frozenset({"align", "anchor", "angle", "arrowcolor", "arrowhead", "ax", "ay", "bgcolor"})
_LOOKS |= {"bordercolor", "borderwidth", "cliponaxis", "color", "colorscale", "connectgaps"}
_LOOKS |= {"dash", "fill", "fillcolor", "hoverinfo", "mode", "opacity", "orientation", "pad"}
_LOOKS |= {"shape", "side", "symbol", "template", "textangle", "textposition", "type", "visible"}
_LOOKS |= {"width", "xanchor", "xaxis", "xref", "yanchor", "yaxis", "yref"}
_LAYOUT = frozenset({"annotations", "coloraxis", "shapes", "sliders", "title", "updatemenus"})
_AXIS = frozenset({"range", "tickvals", "ticktext", "title"})


def figure_leaks(
    figure: Mapping[str, Any],
    numbers: Collection[float],
    labels: Collection[str],
    *,
    most: int,
) -> tuple[str, ...]:
    """Return what a figure would publish beyond its released result.

    Parameters
    ----------
    figure : Mapping
        The figure as plain JSON, as it goes to the browser.
    numbers : collection of float
        Every number that was released, and those of the axes that do not depend on data.
    labels : collection of str
        Every text that may appear.
    most : int
        Entries of the longest array that the result can need.

    Returns
    -------
    tuple of str
        One line per finding: where it stands and what it is. Empty: nothing leaks.
    """
    known = {float(number) for number in numbers}
    texts = set(labels)
    findings = []
    for path, value in _data_of(figure):
        if path.rsplit(".", 1)[-1] in _NEVER:
            findings.append(f"{path} is never published")
        elif isinstance(value, list):
            if len(value) > most:
                findings.append(f"{path} holds {len(value)} entries, the result has {most}")
        elif isinstance(value, str):
            if value not in texts:
                findings.append(f"{path} says {value!r}")
        elif not isinstance(value, bool) and float(value) not in known:
            findings.append(f"{path} is {value}")
    return tuple(findings)


def _data_of(figure: Mapping[str, Any]) -> Iterator[Found]:
    for number, trace in enumerate(figure.get("data", ())):
        yield from _walk(trace, f"data.{number}")
    for name, part in figure.get("layout", {}).items():
        if name in _LAYOUT or name in _NEVER:
            yield from _walk(part, f"layout.{name}")
        elif name.startswith(("xaxis", "yaxis", "zaxis")):
            told = {key: part[key] for key in part if key in _AXIS}
            yield from _walk(told, f"layout.{name}")


def _walk(value: Any, path: str) -> Iterator[Found]:
    name = path.rsplit(".", 1)[-1]
    if name in _NEVER:
        yield path, value
        return
    if isinstance(value, Mapping):
        if "bdata" in value:
            yield from _walk(_decoded(value), path)
            return
        for key, part in value.items():
            yield from _walk(part, f"{path}.{key}")
    elif isinstance(value, list | tuple | np.ndarray):
        entries = list(value)
        yield path, entries
        for part in entries:
            yield from _walk(part, f"{path}.[]")
    elif value is not None and not _is_a_look(path, name):
        yield path, value


def _is_a_look(path: str, name: str) -> bool:
    return "font." in path or (name in _LOOKS and not path.endswith("[]"))


def _decoded(packed: Mapping[str, Any]) -> list[float]:
    values = np.frombuffer(base64.b64decode(packed["bdata"]), dtype=np.dtype(packed["dtype"]))
    return [float(value) for value in values]
