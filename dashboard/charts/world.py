"""The countries on a map that needs nothing from outside: bubbles over a sketch of the land."""

import numpy as np
import plotly.graph_objects as go

from analytics.progress import Countries, CountryProgress
from dashboard.charts.frame import FONT_SIZE, axis, blank, legend_above
from dashboard.charts.land import MIDDLES, land
from dashboard.tables.cells import ratio_with_limits
from dashboard.theme import LIGHT, Look, faded, region_colour
from dashboard.wording import Words, counted, plot_text, whole

_HEIGHT = 460  # pixels
_LARGEST = 44  # diameter of the largest bubble in pixels
_WORLD = (-135.0, 182.0, -52.0, 76.0)  # west, east, south, north, in degrees
_LEAST, _AROUND = 56.0, 0.16  # degrees of longitude in view; share of the view left free
_NAME_WIDE, _NAME_HIGH = 0.1, 0.07  # shares of the view that a name takes


def world_figure(result: Countries, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw a bubble per country, its area the number enrolled; sites to open are rings."""
    figure = blank(look, _HEIGHT)
    longitude, latitude = land()
    placed = [country for country in result.countries if country.code in MIDDLES]
    view = _view(placed)
    figure.add_scatter(
        x=longitude,
        y=latitude,
        mode="markers",
        marker={"size": _dot(view), "color": look.grid, "symbol": "circle"},
        hoverinfo="skip",
        showlegend=False,
        meta="land",
    )
    most = max((country.progress.enrolled for country in placed), default=0)
    for region in dict.fromkeys(country.region for country in placed):
        enrolled = [c for c in placed if c.region == region and c.progress.enrolled]
        if enrolled:
            _add_bubbles(figure, enrolled, most)
    _add_rings(figure, [c for c in placed if not c.progress.enrolled], look)
    _add_names(figure, placed, view, look)
    figure.update_layout(
        showlegend=True,
        legend=legend_above(look) | {"itemsizing": "constant"},
        xaxis=_degrees(look, "Longitude (degrees east)", view[:2]),
        yaxis=_degrees(look, "Latitude (degrees north)", view[2:]),
    )
    return figure


def _view(countries: list[CountryProgress]) -> tuple[float, float, float, float]:
    """Return the part of the world that holds the countries, as wide to high as the world."""
    if not countries:
        return _WORLD
    west, east, south, north = _WORLD
    across, up = _where(countries).values()
    wide = max(max(across) - min(across), _LEAST) / (1 - 2 * _AROUND)
    high = max(max(up) - min(up), 1) / (1 - 2 * _AROUND)
    ratio = (north - south) / (east - west)
    wide = max(wide, high / ratio)
    if wide >= (east - west) / 2:
        return _WORLD
    x, y = (max(across) + min(across)) / 2, (max(up) + min(up)) / 2
    return x - wide / 2, x + wide / 2, y - wide * ratio / 2, y + wide * ratio / 2


def _dot(view: tuple[float, float, float, float]) -> float:
    """Return the diameter of a dot of land in pixels: closer, the dots lie further apart."""
    return 3.4 * (_WORLD[1] - _WORLD[0]) / (view[1] - view[0])


def _add_bubbles(figure: go.Figure, countries: list[CountryProgress], most: int) -> None:
    colour = region_colour(countries[0].region)
    n = np.array([country.progress.enrolled for country in countries])
    figure.add_scatter(
        **_where(countries),
        name=plot_text(countries[0].region),
        mode="markers",
        marker={
            "size": n,
            "sizemode": "area",
            "sizeref": 2 * most / _LARGEST**2,
            "sizemin": 4,
            "color": faded(colour, 0.6),
            "line": {"width": 1, "color": colour},
        },
        customdata=[_told(country) for country in countries],
        hovertemplate="%{customdata}<extra></extra>",
        meta="countries",
    )


def _add_names(
    figure: go.Figure,
    countries: list[CountryProgress],
    view: tuple[float, float, float, float],
    look: Look,
) -> None:
    # The largest first; a name that would lie on another is left to the table.
    west, east, south, north = view
    wide, high = _NAME_WIDE * (east - west), _NAME_HIGH * (north - south)
    taken: list[tuple[float, float]] = []
    most = max((country.progress.enrolled for country in countries), default=0)
    for country in countries:
        x, y = MIDDLES[country.code]
        if any(abs(x - other) < wide and abs(y - up) < high for other, up in taken):
            continue
        taken.append((x, y))
        radius = _LARGEST / 2 * np.sqrt(country.progress.enrolled / max(most, 1))
        figure.add_annotation(
            x=x,
            y=y,
            yshift=max(radius, 6) + 8,
            text=f"{plot_text(country.name)} {whole(country.progress.enrolled)}",
            showarrow=False,
            font={"color": look.ink, "size": FONT_SIZE - 2},
        )


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
        customdata=[_told(country) for country in countries],
        hovertemplate="%{customdata}<extra></extra>",
        meta="countries",
    )


def _where(countries: list[CountryProgress]) -> dict[str, list[float]]:
    places = [MIDDLES[country.code] for country in countries]
    return {"x": [place[0] for place in places], "y": [place[1] for place in places]}


def _told(country: CountryProgress) -> str:
    opened = country.open_sites
    sites = "sites not supplied" if opened is None else f"{counted(opened, 'site')} open"
    planned = f", {country.planned_sites} planned" if country.planned_sites else ""
    return (
        f"<b>{plot_text(country.name)}</b><br>{whole(country.progress.enrolled)} enrolled, "
        f"{sites}{planned}<br>observed / expected {ratio_with_limits(country.progress.ratio)}"
    )


def _degrees(look: Look, title: str, span: tuple[float, float]) -> dict[str, object]:
    wide = span[1] - span[0]
    step = next((step for step in (60, 30, 20, 10) if wide >= 3 * step), 5)
    return axis(look, title) | {"range": span, "dtick": step, "tick0": 0, "ticksuffix": "°"}
