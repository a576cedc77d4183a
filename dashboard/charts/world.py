"""The countries on a map that needs nothing from outside: filled outlines under bubbles."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go

from analytics.progress import Countries, CountryProgress
from dashboard.charts.frame import FONT_SIZE, Drawn, axis, blank, lay_out, legend_above, write_all
from dashboard.charts.land import PLACES, middle_of, outlines
from dashboard.tables.cells import ratio_with_limits
from dashboard.theme import LIGHT, Look, faded, region_colour
from dashboard.wording import Words, counted, percent, plot_text, whole

View = tuple[float, float, float, float]
Rings = Sequence[tuple[Drawn, Drawn]]

_HEIGHT = 440  # pixels
_LEGEND = {"itemsizing": "constant", "yref": "container", "y": 0.01}  # under the map
_LARGEST = 40  # diameter of the largest bubble in pixels
_WORLD: View = (-2.55, 2.65, -0.98, 1.27)  # west, east, south, north, in radii of the globe
_LEAST, _MOST = 0.85, 0.45  # radii in view at least; share of the world from which it is shown
_AROUND = 0.16  # share of the view left free
_NAME_WIDE, _NAME_HIGH = 0.1, 0.07  # shares of the view that a name takes
_STEPS = (3, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000)  # where classes may start
_SHADES = (0.16, 0.32, 0.52, 0.75)  # opacity of the classes, the fewest first


def world_figure(result: Countries, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw countries filled by class of the number enrolled, and a bubble of its area on each."""
    figure = blank(look, _HEIGHT)
    placed = [country for country in result.countries if country.code in PLACES]
    view = _view(placed)
    total = sum(country.progress.enrolled for country in placed)
    _add_fills(figure, placed, view, look)
    most = max((country.progress.enrolled for country in placed), default=0)
    for region in dict.fromkeys(country.region for country in placed):
        enrolled = [c for c in placed if c.region == region and c.progress.enrolled]
        if enrolled:
            _add_bubbles(figure, enrolled, most, total)
    _add_rings(figure, [c for c in placed if not c.progress.enrolled], look)
    _add_names(figure, placed, view, look)
    hidden = axis(look) | {"visible": False}
    lay_out(
        figure,
        showlegend=True,
        legend=legend_above(look) | _LEGEND,
        xaxis=hidden | {"range": view[:2], "constrain": "domain"},
        yaxis=hidden
        | {"range": view[2:], "scaleanchor": "x", "constrain": "domain", "constraintoward": "top"},
        margin_l=8,
        margin_r=8,
        margin_b=36,
    )
    return figure


def _view(countries: list[CountryProgress]) -> View:
    """Return the part of the world that holds the countries, as wide to high as the world."""
    if not countries:
        return _WORLD
    west, east, south, north = _WORLD
    across, up = _where(countries).values()
    wide = max(max(across) - min(across), _LEAST) / (1 - 2 * _AROUND)
    high = (max(up) - min(up)) / (1 - 2 * _AROUND)
    ratio = (north - south) / (east - west)
    wide = max(wide, high / ratio)
    if wide >= _MOST * (east - west):
        return _WORLD
    x, y = (max(across) + min(across)) / 2, (max(up) + min(up)) / 2
    return x - wide / 2, x + wide / 2, y - wide * ratio / 2, y + wide * ratio / 2


def classes_up_to(most: int) -> tuple[int, ...]:
    """Return where the classes of a map start, the lowest first; the highest holds `most`."""
    if not most:
        return ()
    reached = [start for start in _STEPS if start <= most]
    return (1, *reached[-len(_SHADES) + 1 :])


def class_names(starts: tuple[int, ...]) -> tuple[str, ...]:
    """Return what the classes are called, as "10 to 29 enrolled"."""
    closed = [
        whole(start) if start + 1 == after else f"{whole(start)} to {whole(after - 1)}"
        for start, after in pairwise(starts)
    ]
    return tuple(f"{name} enrolled" for name in (*closed, f"{whole(starts[-1])} or more"))


def _add_fills(figure: go.Figure, countries: list[CountryProgress], view: View, look: Look) -> None:
    known = outlines()
    drawn = [c for c in countries if c.progress.enrolled and PLACES[c.code].number in known]
    filled = {PLACES[country.code].number for country in drawn}
    bare = [ring for code, rings in known.items() if code not in filled for ring in rings]
    land = _land(bare, view, look, look.grid)
    figure.add_scatter(**land, hoverinfo="skip", showlegend=False, meta="land")
    starts = classes_up_to(max((c.progress.enrolled for c in drawn), default=0))
    total = sum(country.progress.enrolled for country in countries)
    for country in drawn:
        shade = _SHADES[_class_of(country, starts)]
        rings = known[PLACES[country.code].number]
        figure.add_scatter(
            **_land(rings, view, look, faded(look.full, shade)),
            hoveron="fills",
            hoverinfo="text",
            text=_told(country, total),
            showlegend=False,
            meta="outline",
        )
    present = {_class_of(country, starts) for country in drawn}
    for place in sorted(present):
        _add_key(figure, class_names(starts)[place], faded(look.full, _SHADES[place]))


def _class_of(country: CountryProgress, starts: tuple[int, ...]) -> int:
    return int(np.searchsorted(starts, country.progress.enrolled, side="right")) - 1


def _add_key(figure: go.Figure, name: str, colour: str) -> None:
    marker = {"symbol": "square", "size": 12, "color": colour}
    figure.add_scatter(x=[None], y=[None], name=name, mode="markers", marker=marker)


def _land(rings: Rings, view: View, look: Look, colour: str) -> dict[str, object]:
    """Return rings as one filled line, those outside the view left out, a gap after each."""
    inside = [ring for ring in rings if _is_seen(ring, view)]
    gap = np.array([np.nan], dtype=np.float32)
    x, y = (
        np.concatenate([part for ring in inside for part in (ring[way], gap)] or [gap])
        for way in (0, 1)
    )
    return {
        **{"x": x, "y": y, "mode": "lines", "fill": "toself", "fillcolor": colour},
        "line": {"width": 0.6, "color": look.surface},
    }


def _is_seen(ring: tuple[Drawn, Drawn], view: View) -> bool:
    (x, y), (west, east, south, north) = ring, view
    return bool(x.max() > west and x.min() < east and y.max() > south and y.min() < north)


def _add_bubbles(
    figure: go.Figure, countries: list[CountryProgress], most: int, total: int
) -> None:
    colour = region_colour(countries[0].region)
    figure.add_scatter(
        **_where(countries),
        name=plot_text(countries[0].region),
        mode="markers",
        marker={
            "size": np.array([country.progress.enrolled for country in countries]),
            "sizemode": "area",
            "sizeref": 2 * most / _LARGEST**2,
            "sizemin": 4,
            "color": faded(colour, 0.55),
            "line": {"width": 1, "color": colour},
        },
        customdata=[_told(country, total) for country in countries],
        hovertemplate="%{customdata}<extra></extra>",
        meta="countries",
    )


def _add_names(figure: go.Figure, countries: list[CountryProgress], view: View, look: Look) -> None:
    # The largest first; a name that would lie on another is left to the table.
    west, east, south, north = view
    wide, high = _NAME_WIDE * (east - west), _NAME_HIGH * (north - south)
    taken: list[tuple[float, float]] = []
    texts: list[dict[str, object]] = []
    most = max((country.progress.enrolled for country in countries), default=0)
    for country in countries:
        x, y = middle_of(country.code)
        if any(abs(x - other) < wide and abs(y - up) < high for other, up in taken):
            continue
        taken.append((x, y))
        radius = _LARGEST / 2 * np.sqrt(country.progress.enrolled / max(most, 1))
        texts.append(
            {
                "x": x,
                "y": y,
                "yshift": max(radius, 6) + 8,
                "text": f"{plot_text(country.name)} {whole(country.progress.enrolled)}",
                "showarrow": False,
                "bgcolor": faded(look.surface, 0.6),
                "borderpad": 0,
                "font": {"color": look.ink, "size": FONT_SIZE - 2},
            }
        )
    write_all(figure, texts)


def _add_rings(figure: go.Figure, countries: list[CountryProgress], look: Look) -> None:
    if not countries:
        return
    figure.add_scatter(
        **_where(countries),
        name="Nobody enrolled yet",
        mode="markers",
        marker={
            "size": 10,
            "symbol": ["diamond-open" if c.planned_sites else "circle-open" for c in countries],
            "color": look.ink,
            "line": {"width": 1.5},
        },
        customdata=[_told(country, 0) for country in countries],
        hovertemplate="%{customdata}<extra></extra>",
        meta="countries",
    )


def _where(countries: list[CountryProgress]) -> dict[str, list[float]]:
    places = [middle_of(country.code) for country in countries]
    return {"x": [place[0] for place in places], "y": [place[1] for place in places]}


def _told(country: CountryProgress, total: int) -> str:
    opened, enrolled = country.open_sites, country.progress.enrolled
    share = f" ({percent(enrolled / total)} % of those in view)" if total else ""
    sites = "sites not supplied" if opened is None else f"{counted(opened, 'site')} open"
    planned = f", {country.planned_sites} planned" if country.planned_sites else ""
    return (
        f"<b>{plot_text(country.name)}</b><br>{whole(enrolled)} enrolled{share}, "
        f"{sites}{planned}<br>observed / expected {ratio_with_limits(country.progress.ratio)}"
    )
