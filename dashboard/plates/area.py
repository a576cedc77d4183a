"""The area of a page's figure on paper: its pixels, its axes, what they are marked with."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import plotly.graph_objects as go
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter, NullLocator
from matplotlib.transforms import Bbox, Transform, blended_transform_factory

from dashboard.plates.strokes import rgba
from dashboard.plates.text import plain

PX = 0.75  # points in a pixel
_GRID = 0.6  # points
_MOST_TICKS = 7
_DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?")


@dataclass
class Area:
    """Where a figure lies on its page, in pixels, and its axes as far as they were made."""

    figure: Figure
    layout: Any  # of the page's figure
    box: tuple[float, float, float, float]  # left, bottom, width, height of the page
    page: tuple[float, float]  # width and height
    made: dict[tuple[str, str], Axes] = field(default_factory=dict)

    def axes(self, xaxis: str | None, yaxis: str | None) -> Axes:
        """Return the axes of a trace, made and marked when first asked for."""
        key = (xaxis or "x", yaxis or "y")
        if key not in self.made:
            across, up = self._setting("x", key[0]), self._setting("y", key[1])
            is_first = not self.made
            made = self.figure.add_axes(self._place(across, up))
            made.set_facecolor("none")
            made.set_zorder(1 if is_first else 2)
            self.made[key] = made
            made.spines[:].set_visible(False)
            _mark(made, "x", across, is_shown=key[1] == _anchor(across, "y"))
            _mark(made, "y", up, is_shown=key[0] == _anchor(up, "x"))
        return self.made[key]

    @property
    def paper(self) -> Transform:
        """From shares of the plot to the page."""
        return self._shares().transAxes

    def coordinates(self, xref: str | None, yref: str | None) -> tuple[Axes, Transform]:
        """Return the axes and the coordinates of a mark by what its place refers to."""
        over = self._shares()
        x, y = xref or "x", yref or "y"
        across, x_part = self._along(x, "x", over)
        up, y_part = self._along(y, "y", over)
        return (across if across is not over else up), blended_transform_factory(x_part, y_part)

    def _along(self, reference: str, way: str, over: Axes) -> tuple[Axes, Transform]:
        if reference == "paper":
            return over, over.transAxes
        of = [made for key, made in self.made.items() if key[way == "y"] == reference.split()[0]]
        held = of[0] if of else self.axes(*((reference, None) if way == "x" else (None, reference)))
        return held, held.transAxes if reference.endswith("domain") else held.transData

    def _shares(self) -> Axes:
        if ("paper", "paper") not in self.made:
            left, bottom, width, height = self.box
            place = Bbox.from_bounds(left, bottom, width, height)
            over = self.figure.add_axes(self._of_page(place))
            over.set(xlim=(0, 1), ylim=(0, 1), facecolor="none", zorder=5)
            over.axis("off")
            self.made["paper", "paper"] = over
        return self.made["paper", "paper"]

    def _setting(self, way: str, name: str) -> Any:
        setting = self.layout[f"{way}axis{name.removeprefix(way)}"]
        return setting if setting is not None else go.layout.XAxis()

    def _place(self, across: Any, up: Any) -> tuple[float, float, float, float]:
        left, bottom, width, height = self.box
        x0, x1 = across.domain or (0, 1)
        y0, y1 = up.domain or (0, 1)
        if up.overlaying:
            y0, y1 = self._setting("y", up.overlaying).domain or (0, 1)
        if across.overlaying:
            x0, x1 = self._setting("x", across.overlaying).domain or (0, 1)
        bounds = Bbox.from_extents(
            left + x0 * width, bottom + y0 * height, left + x1 * width, bottom + y1 * height
        )
        return self._of_page(bounds)

    def _of_page(self, bounds: Bbox) -> tuple[float, float, float, float]:
        wide, high = self.page
        return (
            bounds.x0 / wide,
            bounds.y0 / high,
            bounds.width / wide,
            bounds.height / high,
        )


def numbers(values: Any) -> Any:
    """Return values for an axis: days as the library counts them, texts as they are."""
    listed = np.asarray([] if values is None else values)
    if listed.dtype.kind == "M":
        return _days(listed)
    if listed.dtype.kind not in "OU":
        return listed.astype(float)
    texts = [one for one in listed if isinstance(one, str)]
    if not texts:
        is_dated = any(isinstance(one, date) for one in listed)
        return _days(listed.astype("datetime64[ns]")) if is_dated else listed.astype(float)
    if all(_DAY.match(text) for text in texts):
        return _days(listed.astype("datetime64[ns]"))
    return listed


def _days(dates: Any) -> Any:
    return date2num(dates)  # type: ignore[no-untyped-call]  # of the printing library


def _anchor(setting: Any, other: str) -> str:
    return str(setting.anchor or other)


def _mark(axes: Axes, way: str, setting: Any, *, is_shown: bool) -> None:
    axis = axes.xaxis if way == "x" else axes.yaxis
    if setting.type == "log":
        axes.set(**{f"{way}scale": "log"})
    if setting.visible is False or not is_shown:
        axis.set_visible(False)
    else:
        _label(axes, way, setting)
    if setting.range is not None and None not in setting.range:
        ends = numbers(setting.range)
        axes.set(**{f"{way}lim": tuple(10.0**ends if setting.type == "log" else ends)})


def _label(axes: Axes, way: str, setting: Any) -> None:
    axis = axes.xaxis if way == "x" else axes.yaxis
    font, title = setting.tickfont, setting.title
    axes.tick_params(
        axis="x" if way == "x" else "y",
        length=4 * PX if setting.ticks == "outside" else 0,
        color=rgba(setting.tickcolor),
        labelcolor=rgba(font.color),
        labelsize=(font.size or 12) * PX,
        labelbottom=setting.showticklabels is not False,
        labelleft=setting.showticklabels is not False,
        labelrotation=-(setting.tickangle or 0),
    )
    if title.text:
        axis.set_label_text(plain(title.text), size=(title.font.size or 13) * PX)
        axis.label.set_color(rgba(title.font.color))
    if setting.showline:
        side = axes.spines["bottom" if way == "x" else "left"]
        side.set(visible=True, edgecolor=rgba(setting.linecolor), linewidth=_GRID)
    if setting.showgrid is not False and setting.gridcolor:
        axis.grid(visible=True, color=rgba(setting.gridcolor), linewidth=_GRID)
        axes.set_axisbelow(True)
    _ticks(axes, way, setting)


def _ticks(axes: Axes, way: str, setting: Any) -> None:
    axis = axes.xaxis if way == "x" else axes.yaxis
    if setting.type == "log":
        axis.set_minor_locator(NullLocator())
        axis.set_minor_formatter(NullFormatter())
    if setting.tickvals is not None:
        texts = setting.ticktext if setting.ticktext is not None else setting.tickvals
        axis.set_ticks(list(numbers(setting.tickvals)), [plain(str(text)) for text in texts])
    elif setting.type == "date":
        locator = AutoDateLocator(maxticks=_MOST_TICKS)  # type: ignore[no-untyped-call]
        axis.set_major_locator(locator)
        form = ConciseDateFormatter(locator, show_offset=False)  # type: ignore[no-untyped-call]
        axis.set_major_formatter(form)
    elif setting.type == "log":
        axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
        axis.set_major_formatter(FuncFormatter(lambda value, _place: f"{value:g}"))
    elif setting.type != "category":
        axis.set_major_locator(MaxNLocator(setting.nticks or _MOST_TICKS))
        axis.set_major_formatter(FuncFormatter(lambda value, _place: _written(value, setting)))


def _written(value: float, setting: Any) -> str:
    if (setting.tickformat or "").endswith("%"):
        decimals = _decimals(setting.tickformat)
        return f"{100 * value:.{decimals}f}%{setting.ticksuffix or ''}"
    return f"{value:,.10g}{setting.ticksuffix or ''}"


def _decimals(form: str) -> int:
    """Return how many decimals a format such as ".0%" asks for."""
    digits = "".join(c for c in form.partition(".")[2] if c.isdigit())
    return int(digits or 0)
