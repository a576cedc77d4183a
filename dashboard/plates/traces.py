"""What a page's figure draws, drawn again on paper: lines, points, bars, cells."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import plotly.graph_objects as go
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from dashboard.plates.area import PX, Area, numbers
from dashboard.plates.strokes import dashes, hatching, rgba, symbol
from dashboard.plates.text import plain

_POINT, _LINE = 6.0, 2.0  # pixels where a figure says nothing
_DARK = 0.5  # lightness below which a text is white


def draw_traces(area: Area, figure: go.Figure) -> None:
    """Draw every trace of a figure in its order.

    Raises
    ------
    KeyError
        If a figure holds a kind of trace that no plate can show: a figure without it would lie.
    """
    below = _Below({}, figure.layout.barmode in ("stack", "relative"))
    for trace in figure.data:
        if trace.visible is not False:
            _KINDS[trace.type](area.axes(trace.xaxis, trace.yaxis), trace, below)
            below.trace = trace


@dataclass
class _Below:
    """What was drawn so far, for what lies on it."""

    sums: dict[Any, Any]  # of bars by place, of stacked lines by their stack
    is_stacked: bool  # bars
    trace: Any = None  # the last


def _scatter(axes: Axes, trace: Any, below: _Below) -> None:
    x, y = numbers(trace.x), numbers(trace.y)
    mode = trace.mode or "lines+markers"
    if trace.stackgroup:
        y = _stacked(axes, trace, below)
    elif trace.fill not in (None, "none"):
        _fill(axes, trace, below.trace)
    for way, error in (("x", trace.error_x), ("y", trace.error_y)):
        if error is not None and error.array is not None:
            _limits(axes, trace, way, error)
    if "lines" in mode and trace.line.width != 0:
        width = (trace.line.width or _LINE) * PX
        axes.plot(
            x,
            y,
            drawstyle="steps-post" if trace.line.shape == "hv" else "default",
            color=rgba(trace.line.color, trace.opacity or 1),
            linestyle=dashes(trace.line.dash, trace.line.width or _LINE),
            linewidth=width,
            solid_capstyle="butt",
            dash_capstyle="butt",
        )
    if "markers" in mode:
        _points(axes, trace, x, y)
    if "text" in mode:
        _texts(axes, trace, x, y)


def _stacked(axes: Axes, trace: Any, below: _Below) -> Any:
    x, y = numbers(trace.x), numbers(trace.y)
    lower = below.sums.get(trace.stackgroup, np.zeros(len(y)))
    upper = below.sums[trace.stackgroup] = lower + y
    # Where nothing is said, the ground under a stacked line is its colour, half as strong.
    ground = rgba(trace.fillcolor) if trace.fillcolor else rgba(trace.line.color, 0.5)
    step: Literal["post"] | None = "post" if trace.line.shape == "hv" else None
    axes.fill_between(x, lower, upper, step=step, facecolor=ground, edgecolor="none")
    return upper


def _fill(axes: Axes, trace: Any, before: Any) -> None:
    x, y = numbers(trace.x), numbers(trace.y)
    colour = rgba(trace.fillcolor)
    step: Literal["post"] | None = "post" if trace.line.shape == "hv" else None
    if trace.fill == "toself":
        axes.fill(x, y, facecolor=colour, edgecolor="none")
    elif trace.fill == "tonexty":
        at, lower = numbers(before.x), numbers(before.y)
        if not np.array_equal(at, x, equal_nan=True):
            lower = np.interp(x, at, lower)
        axes.fill_between(x, lower, y, step=step, facecolor=colour, edgecolor="none")
    else:
        axes.fill_between(x, 0, y, step=step, facecolor=colour, edgecolor="none")


def _limits(axes: Axes, trace: Any, way: str, error: Any) -> None:
    above = numbers(error.array)
    below = above if error.arrayminus is None else numbers(error.arrayminus)
    axes.errorbar(
        numbers(trace.x),
        numbers(trace.y),
        **{f"{way}err": np.nan_to_num(np.vstack([below, above]))},
        fmt="none",
        ecolor=rgba(error.color or _first(trace.marker.color)),
        elinewidth=(error.thickness or _LINE) * PX,
        capsize=(error.width or 0) * PX,
    )


def _points(axes: Axes, trace: Any, x: Any, y: Any) -> None:
    marker = trace.marker
    names = marker.symbol if isinstance(marker.symbol, list | tuple) else [marker.symbol] * len(x)
    sizes = np.broadcast_to(_diameters(marker), len(x))
    colours = _colours(marker.color or trace.line.color, len(x), trace.opacity or 1)
    edges = _colours(marker.line.color, len(x), 1) if marker.line.color is not None else colours
    width = (marker.line.width or 1) * PX
    for name in dict.fromkeys(names):
        at = np.array([other == name for other in names])
        shape, is_open = symbol(name)
        axes.scatter(
            x[at],
            y[at],
            s=(sizes[at] * PX) ** 2,
            marker=shape,
            facecolors=colours[at] if not is_open or not shape.is_filled() else "none",
            edgecolors=edges[at] if shape.is_filled() else None,
            linewidths=width if is_open or marker.line.width else 0,
            zorder=2.5,
            clip_on=trace.cliponaxis is not False,
        )


def _diameters(marker: Any) -> Any:
    if marker.size is None:
        return _POINT
    sizes = np.asarray(marker.size, dtype=float)
    if sizes.ndim == 0:
        return sizes
    scale = marker.sizeref or 1.0
    drawn = np.sqrt(sizes / scale * 2) if marker.sizemode == "area" else sizes / scale
    return np.maximum(drawn, marker.sizemin or 0)


def _colours(colour: Any, n: int, opacity: float) -> Any:
    listed = list(colour) if isinstance(colour, list | tuple | np.ndarray) else [colour] * n
    return np.array([rgba(one, opacity) for one in listed]).reshape(-1, 4)


def _first(colour: Any) -> Any:
    return colour[0] if isinstance(colour, list | tuple) else colour


def _texts(axes: Axes, trace: Any, x: Any, y: Any) -> None:
    texts = [trace.text] * len(x) if isinstance(trace.text, str) else list(trace.text)
    vertical, _, across = (trace.textposition or "middle center").partition(" ")
    place = {"left": "right", "right": "left", "": "center", "center": "center"}[across]
    size = (trace.textfont.size or 12) * PX
    colours = trace.textfont.color
    for at, text in enumerate(texts):
        colour = colours[at] if isinstance(colours, list | tuple) else colours
        axes.annotate(
            plain(str(text)),
            (x[at], y[at]),
            xytext=({"left": 4, "right": -4}.get(place, 0), _above(vertical)),
            textcoords="offset points",
            ha=place,
            va={"top": "bottom", "bottom": "top"}.get(vertical, "center"),
            size=size,
            color=rgba(colour or "#000000"),
            annotation_clip=False,
            parse_math=False,
        )


def _above(vertical: str) -> float:
    return {"top": 3.0, "bottom": -3.0}.get(vertical, 0.0)


def _bars(axes: Axes, trace: Any, below: _Below) -> None:
    is_across = trace.orientation == "h"
    at, length = (trace.y, trace.x) if is_across else (trace.x, trace.y)
    at, length = numbers(at), numbers(length)
    wide = _bar_width(trace, at)
    base = np.zeros(len(length)) if trace.base is None else np.broadcast_to(trace.base, len(length))
    if below.is_stacked:
        base = np.array([below.sums.get((trace.xaxis, place), 0.0) for place in at])
        for place, start, more in zip(at, base, length, strict=True):
            below.sums[trace.xaxis, place] = start + more
    look = {
        "color": _colours(trace.marker.color, len(length), trace.opacity or 1),
        "edgecolor": rgba(trace.marker.line.color),
        "linewidth": (trace.marker.line.width or 0) * PX,
    }
    look |= hatching(trace.marker.pattern)
    if is_across:
        axes.barh(at, length, height=wide, left=base, **look)
    else:
        axes.bar(at, length, width=wide, bottom=base, **look)


def _bar_width(trace: Any, at: Any) -> Any:
    if trace.width is not None:
        wide = np.asarray(trace.width, dtype=float)
        # On an axis of days a width is in milliseconds.
        return wide / 86_400_000 if np.max(wide) > 1e6 else wide  # noqa: PLR2004
    gaps = np.diff(np.unique(at)) if at.dtype.kind == "f" and len(at) > 1 else np.ones(1)
    return 0.85 * float(np.min(gaps)) if gaps.size else 0.85


def _heatmap(axes: Axes, trace: Any, _below: _Below) -> None:
    cells = np.ma.masked_invalid(np.asarray(trace.z, dtype=float))
    steps = [(float(at), rgba(colour)) for at, colour in trace.colorscale]
    colours = LinearSegmentedColormap.from_list("cells", steps)
    x, y = _edges(trace.x, cells.shape[1]), _edges(trace.y, cells.shape[0])
    mesh = axes.pcolormesh(
        x,
        y,
        cells,
        cmap=colours,
        vmin=trace.zmin,
        vmax=trace.zmax,
        edgecolors="white",
        linewidth=max(trace.xgap or 0, trace.ygap or 0) * PX,
    )
    if trace.showscale is not False:
        _key(axes, trace, mesh)
    if trace.texttemplate and trace.text is not None:
        _cell_texts(axes, trace, mesh.to_rgba(cells), (x, y))


def _key(axes: Axes, trace: Any, mesh: Any) -> None:
    bar = trace.colorbar
    high = axes.get_window_extent().height * 72 / axes.figure.dpi / PX  # pixels
    place = axes.inset_axes((0, 1 + 22 / high, 0.4, 8 / high))
    held = axes.figure.colorbar(mesh, cax=place, orientation="horizontal", ticks=bar.tickvals)
    held.outline.set_visible(False)
    if bar.ticktext is not None:
        held.set_ticklabels([plain(str(text)) for text in bar.ticktext])
    place.tick_params(length=0, labelsize=9 * PX, pad=1)
    place.set_title(plain(bar.title.text), size=10 * PX, loc="left", pad=2)


def _cell_texts(axes: Axes, trace: Any, grounds: Any, edges: Any) -> None:
    middle = [(edge[:-1] + edge[1:]) / 2 for edge in edges]
    for row, texts in enumerate(trace.text):
        for column, text in enumerate(texts):
            red, green, blue, alpha = grounds[row, column]
            lightness = 0.3 * red + 0.6 * green + 0.1 * blue
            is_dark = alpha * lightness + (1 - alpha) < _DARK  # on white paper
            axes.text(
                middle[0][column],
                middle[1][row],
                plain(str(text)),
                ha="center",
                va="center",
                size=(trace.textfont.size or 11) * PX,
                color="white" if is_dark else "#0F1A20",
                parse_math=False,
            )


def _edges(at: Any, n: int) -> Any:
    middles = np.arange(n, dtype=float) if at is None else numbers(at)
    if middles.dtype.kind != "f":
        middles = np.arange(n, dtype=float)
    half = np.diff(middles).mean() / 2 if n > 1 else 0.5
    return np.append(middles - half, middles[-1] + half)


_KINDS = {"scatter": _scatter, "bar": _bars, "heatmap": _heatmap}
