"""Lines, rectangles, remarks and the legend of a page's figure, set on paper."""

from typing import Any

import plotly.graph_objects as go
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.offsetbox import AnnotationBbox
from matplotlib.patches import Patch, Rectangle
from matplotlib.transforms import Transform, offset_copy

from dashboard.plates.area import PX, Area, numbers
from dashboard.plates.strokes import dashes, hatching, rgba, symbol
from dashboard.plates.text import block, plain

_ACROSS = {"left": 0.0, "center": 0.5, "right": 1.0}
_UP = {"bottom": 0.0, "middle": 0.5, "top": 1.0}
_LINE_OF_LETTERS, _SAMPLE = 88, 6  # letters across a plate; room of a sample in letters
_MIDDLE = 1 / 3  # of the plot: plotly places a text by the third in which it lies


def draw_marks(area: Area, figure: go.Figure) -> None:
    """Draw the shapes and annotations of a figure, and its legend where it shows one."""
    for shape in figure.layout.shapes:
        _shape(area, shape)
    for note in figure.layout.annotations:
        _note(area, note)
    if figure.layout.showlegend:
        _legend(area, figure)


def _shape(area: Area, shape: Any) -> None:
    axes, transform = area.coordinates(shape.xref, shape.yref)
    x, y = numbers([shape.x0, shape.x1]), numbers([shape.y0, shape.y1])
    if shape.xsizemode == "pixel":
        transform, x = _in_pixels(axes, transform, shape, x)
    line = {
        "linewidth": (shape.line.width if shape.line.width is not None else 2) * PX,
        "linestyle": dashes(shape.line.dash, shape.line.width or 2),
    }
    below = shape.layer == "below"
    if shape.type == "line":
        axes.add_line(
            Line2D(
                x,
                y,
                color=rgba(shape.line.color or "#444444", shape.opacity or 1),
                transform=transform,
                clip_on=False,
                zorder=0.5 if below else 2,
                **line,
            )
        )
        return
    axes.add_patch(
        Rectangle(
            (x[0], y[0]),
            x[1] - x[0],
            y[1] - y[0],
            facecolor=rgba(shape.fillcolor, shape.opacity or 1),
            edgecolor=rgba(shape.line.color),
            transform=transform,
            zorder=0.4 if below else 1.9,
            **line,
        )
    )


def _in_pixels(axes: Axes, transform: Transform, shape: Any, x: Any) -> tuple[Transform, Any]:
    # Ends are pixels from an anchor: the anchor is moved there, and the line drawn to scale.
    wide = axes.get_window_extent().width * 72 / axes.figure.dpi / PX
    return transform, shape.xanchor + x / wide


def _note(area: Area, note: Any) -> None:
    if not note.text or note.visible is False:
        return
    axes, transform = area.coordinates(note.xref, note.yref)
    x, y = numbers([note.x])[0], numbers([note.y])[0]
    size = (note.font.size or 12) * PX
    moved = offset_copy(
        transform,
        fig=area.figure,
        x=(note.xshift or 0) * PX,
        y=(note.yshift or 0) * PX,
        units="points",
    )
    axes.add_artist(
        AnnotationBbox(
            block(note.text, size, rgba(note.font.color or "#0F1A20"), align=note.align or "left"),
            (x, y),
            xycoords=moved,
            box_alignment=(_alignment(note, "x"), _alignment(note, "y")),
            frameon=bool(note.bordercolor),
            pad=(note.borderpad or 0) * PX / 10,
            bboxprops={"edgecolor": rgba(note.bordercolor), "facecolor": "none", "linewidth": 0.8},
            annotation_clip=False,
            zorder=6,
        )
    )


def _alignment(note: Any, way: str) -> float:
    anchor = note.xanchor if way == "x" else note.yanchor
    known = _ACROSS if way == "x" else _UP
    if anchor in known:
        return known[anchor]
    place = note.x if way == "x" else note.y
    if (note.xref if way == "x" else note.yref) != "paper":
        return 0.5
    return 0.0 if place < _MIDDLE else 1.0 if place > 1 - _MIDDLE else 0.5


def _legend(area: Area, figure: go.Figure) -> None:
    entries = [(_sample(trace), plain(trace.name)) for trace in _named(figure)]
    if not entries:
        return
    axes, _ = area.coordinates("paper", "paper")
    font = figure.layout.legend.font
    held = axes.legend(
        *zip(*entries, strict=True),
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncols=legend_columns(figure),
        frameon=False,
        borderpad=0,
        borderaxespad=0.2,
        columnspacing=1.2,
        handlelength=2.2,
        fontsize=(font.size or 12) * PX,
        labelcolor=rgba(font.color or "#0F1A20"),
    )
    for text in held.get_texts():
        text.set_parse_math(False)


def _named(figure: go.Figure) -> list[Any]:
    return [
        trace
        for trace in figure.data
        if trace.showlegend is not False and trace.name and trace.visible is not False
    ]


def legend_columns(figure: go.Figure) -> int:
    """Return in how many columns the legend stands: as many as its longest name allows."""
    longest = max((len(plain(trace.name)) for trace in _named(figure)), default=1)
    return max(1, min(len(_named(figure)), int(_LINE_OF_LETTERS / (longest + _SAMPLE))))


def legend_rows(figure: go.Figure) -> int:
    """Return how many rows the legend takes; none where the figure shows no legend."""
    if not figure.layout.showlegend:
        return 0
    return -(-len(_named(figure)) // legend_columns(figure))


def _sample(trace: Any) -> Any:
    if trace.type == "bar":
        look = hatching(trace.marker.pattern)
        return Patch(facecolor=rgba(_one(trace.marker.color)), linewidth=0, **look)
    mode = trace.mode or "lines"
    if trace.stackgroup or (trace.fill not in (None, "none") and not trace.line.width):
        return Patch(facecolor=rgba(trace.fillcolor) if trace.fillcolor else rgba(trace.line.color))
    marker, is_open = symbol(_one(trace.marker.symbol)) if "markers" in mode else (None, False)
    colour = rgba(_one(trace.marker.color) or trace.line.color)
    width = trace.line.width or 2
    if "lines" in mode and width and trace.line.color:
        colour = rgba(trace.line.color)
    return Line2D(
        [0],
        [0],
        color=colour,
        linewidth=width * PX if "lines" in mode else 0,
        linestyle=dashes(trace.line.dash, width) if "lines" in mode else "none",
        marker=marker if marker is not None else "none",
        markersize=7 * PX,
        markerfacecolor="none" if is_open else colour,
    )


def _one(value: Any) -> Any:
    return value[0] if isinstance(value, list | tuple) and value else value
