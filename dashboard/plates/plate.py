"""A page's figure as a file for print: title, picture, caption and stamp on one plate."""

from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

import plotly.graph_objects as go
from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from dashboard.charts.frame import MARGIN_RIGHT
from dashboard.letters.sheet import broken, drawable
from dashboard.plates.area import PX, Area
from dashboard.plates.marks import draw_marks, legend_rows
from dashboard.plates.traces import draw_traces
from dashboard.theme import LIGHT

WIDE = 180.0  # millimetres: two columns of a journal
_INCH, _DPI = 25.4, 300
_EDGE = 14.0  # pixels around everything
_LEADING = 1.35
_CLEAR, _LEGEND_ROW, _KEY = 10.0, 20.0, 52.0  # pixels above the plot
_FOOT = 44.0  # pixels under it, for ticks and title
_LEFT = 56.0  # pixels for the marks of the upright axis where nothing was measured


@dataclass(frozen=True)
class _Type:
    """How a paragraph is set."""

    size: float  # pixels
    weight: str
    colour: str

    @property
    def font(self) -> FontProperties:
        """The font that comes with the printing library."""
        return FontProperties(family="DejaVu Sans", weight=self.weight, size=self.size * PX)


_TITLE, _CAPTION = _Type(15.0, "bold", LIGHT.ink), _Type(10.5, "normal", LIGHT.muted)
_STAMP = _Type(10.5, "bold", "#C8591B")


class Form(StrEnum):
    """A kind of file."""

    SVG = "svg"
    PDF = "pdf"
    PNG = "png"


@dataclass(frozen=True)
class Legend:
    """What stands around the picture."""

    title: str
    caption: str  # one paragraph, plain text
    described: str  # the result in a sentence, for those who do not see it
    stamp: str = ""  # what the data are, where that must be seen
    export_id: str = ""  # under which the log knows the file


def plate(drawn: go.Figure, around: Legend, form: Form) -> bytes:
    """Set a figure with its title and caption for print.

    Parameters
    ----------
    drawn : Figure
        As a page draws it, in the light colours.
    around : Legend
        Title, caption, and the result in a sentence.
    form : Form
        Kind of file; a picture of points has 300 of them to the inch.

    Raises
    ------
    KeyError
        If the figure holds a kind of trace that no plate can show.
    """
    figure = plate_figure(drawn, around)
    held = BytesIO()
    # Letters that can be searched and read aloud; the same figure gives the same file.
    with rc_context({"pdf.fonttype": 42, "svg.fonttype": "none", "svg.hashsalt": "iocore"}):
        figure.savefig(held, format=form.value, dpi=_DPI, metadata=_about(around, form))
    return held.getvalue()


def plate_figure(drawn: go.Figure, around: Legend) -> Figure:
    """Set a figure with its title and caption, to be bound with other pages.

    Parameters
    ----------
    drawn, around
        As in `plate`.

    Raises
    ------
    KeyError
        As in `plate`.
    """
    figure = _set(drawn, around, _LEFT)
    needed = _needed_at_the_left(figure)
    return _set(drawn, around, _LEFT + needed) if needed > 0 else figure


def _about(around: Legend, form: Form) -> dict[str, str | None]:
    export = around.export_id
    if form is Form.PDF:
        told = {"Title": around.title, "Subject": around.described, "Keywords": export}
        return {**told, "CreationDate": None}
    told = {"Title": around.title, "Description": around.described}
    if form is Form.SVG:
        return {**told, "Identifier": export, "Date": None}
    return {**told, "Export": export}


def _set(drawn: go.Figure, around: Legend, left: float) -> Figure:
    wide = WIDE / _INCH * 72 / PX  # pixels
    lines, titles = _lines(around.caption, _CAPTION), _lines(around.title, _TITLE)
    below = _EDGE + len(lines) * _CAPTION.size * _LEADING + _CAPTION.size
    above = _EDGE + len(titles) * _TITLE.size * _LEADING + 4
    margin = drawn.layout.margin
    inner = float(drawn.layout.height) - margin.t - (margin.b or 0)
    foot = max(margin.b or 0, 8) + _marks_below(drawn)
    over = max(_CLEAR + _LEGEND_ROW * legend_rows(drawn), _KEY if _has_key(drawn) else 0.0)
    high = above + over + inner + foot + below
    figure = Figure(figsize=(wide * PX / 72, high * PX / 72), facecolor="white")
    across = wide - left - max(margin.r or 0, MARGIN_RIGHT) - _EDGE / 2
    area = Area(figure, drawn.layout, (left, below + foot, across, inner), (wide, high))
    draw_traces(area, drawn)
    draw_marks(area, drawn)
    _write(figure, titles, _TITLE, high - _EDGE)
    if around.stamp:
        _stamp(figure, around.stamp)
    _write(figure, lines, _CAPTION, below - _CAPTION.size)
    return figure


def _marks_below(drawn: go.Figure) -> float:
    """Return the pixels that ticks and title under the lowest plot take."""
    upright = [axis for axis in drawn.select_yaxes() if axis.visible is not False]
    if all(axis.domain and axis.domain[0] > 0 for axis in upright) and upright:
        return 0.0  # rows of numbers lie below, inside the area
    across = drawn.layout.xaxis
    if across.tickangle:
        longest = max((len(str(text)) for text in across.ticktext or ("",)), default=0)
        return _FOOT + 7.0 * longest
    return _FOOT


def _has_key(drawn: go.Figure) -> bool:
    return any(trace.type == "heatmap" and trace.showscale is not False for trace in drawn.data)


def _lines(text: str, kind: _Type) -> list[str]:
    width = WIDE - 2 * _EDGE * PX / 72 * _INCH
    return list(broken(drawable(text, kind.font), kind.font, width))


def _write(figure: Figure, lines: list[str], kind: _Type, top: float) -> None:
    wide, high = (length * 72 / PX for length in figure.get_size_inches())
    for number, line in enumerate(lines):
        figure.text(
            _EDGE / wide,
            (top - number * kind.size * _LEADING) / high,
            line,
            fontproperties=kind.font,
            color=kind.colour,
            va="top",
            parse_math=False,
        )


def _stamp(figure: Figure, text: str) -> None:
    wide, high = (length * 72 / PX for length in figure.get_size_inches())
    figure.text(
        1 - _EDGE / wide,
        1 - _EDGE / high,
        text,
        fontproperties=_STAMP.font,
        color=_STAMP.colour,
        ha="right",
        va="top",
        bbox={"facecolor": "white", "edgecolor": _STAMP.colour, "linewidth": 0.8, "pad": 2},
    )


def _needed_at_the_left(figure: Figure) -> float:
    """Return how many pixels the marks of the upright axes stand out of the page."""
    figure.draw_without_rendering()
    extents = [axes.yaxis.get_tightbbox() for axes in figure.axes if axes.yaxis.get_visible()]
    outermost = min((box.x0 for box in extents if box is not None), default=0.0)
    return float(_EDGE / 2 - outermost * 72 / figure.dpi / PX)
