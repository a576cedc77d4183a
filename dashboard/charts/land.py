"""Where countries lie: their outlines and their middles, in a plane that keeps areas.

The outlines lie beside the program, so nothing has to be fetched to draw a map; where they are
from stands in `dashboard/outlines/SOURCE.md`.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from analytics.inputs import Floats
from dashboard.charts.frame import Drawn

_FILE = Path(__file__).parents[1] / "outlines" / "countries.json"
_TENTHS = 10  # the file counts in tenths of a degree
_EQUAL_EARTH = (1.340264, -0.081106, 0.000893, 0.003796)


@dataclass(frozen=True)
class Place:
    """A country: its numeric code in ISO 3166-1 and the middle, in degrees."""

    number: str
    longitude: float
    latitude: float


# ISO 3166-1 alpha-3 -> place.
PLACES: dict[str, Place] = {
    "USA": Place("840", -98.6, 39.8),
    "CAN": Place("124", -106.3, 56.1),
    "MEX": Place("484", -102.6, 23.6),
    "BRA": Place("076", -51.9, -10.8),
    "ARG": Place("032", -63.6, -35.4),
    "CHL": Place("152", -71.4, -35.7),
    "DEU": Place("276", 10.4, 51.2),
    "FRA": Place("250", 2.5, 46.6),
    "ITA": Place("380", 12.6, 42.8),
    "ESP": Place("724", -3.6, 40.2),
    "PRT": Place("620", -8.2, 39.6),
    "GBR": Place("826", -2.9, 54.1),
    "NLD": Place("528", 5.3, 52.2),
    "BEL": Place("056", 4.6, 50.6),
    "AUT": Place("040", 14.1, 47.6),
    "CHE": Place("756", 8.2, 46.8),
    "DNK": Place("208", 9.4, 56.0),
    "FIN": Place("246", 26.3, 64.5),
    "POL": Place("616", 19.4, 52.1),
    "TUR": Place("792", 35.2, 39.1),
    "CHN": Place("156", 104.2, 35.9),
    "JPN": Place("392", 138.0, 36.2),
    "KOR": Place("410", 127.8, 36.4),
    "TWN": Place("158", 121.0, 23.7),
    "HKG": Place("344", 114.1, 22.4),
    "SGP": Place("702", 103.8, 1.4),
    "AUS": Place("036", 134.5, -25.6),
    "NZL": Place("554", 172.5, -41.5),
    "IND": Place("356", 79.6, 22.9),
    "THA": Place("764", 101.0, 15.1),
    "VNM": Place("704", 106.3, 16.6),
}


def equal_earth(longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
    """Return where points lie in the Equal Earth projection, which keeps areas.

    Parameters
    ----------
    longitude, latitude : Floats
        Degrees east and north.

    Returns
    -------
    tuple of Floats
        To the right and up, in radii of the globe.

    References
    ----------
    Šavrič, Patterson & Jenny (2019), doi:10.1080/13658816.2018.1504949.
    """
    a, b, c, d = _EQUAL_EARTH
    theta = np.arcsin(np.sqrt(3) / 2 * np.sin(np.radians(latitude)))
    six = theta**6
    slope = 9 * d * theta**2 * six + 7 * c * six + 3 * b * theta**2 + a
    x = 2 * np.sqrt(3) * np.radians(longitude) * np.cos(theta) / (3 * slope)
    return x, theta * (d * theta**2 * six + c * six + b * theta**2 + a)


def middle_of(code: str) -> tuple[float, float]:
    """Return where the middle of a country lies in the plane."""
    place = PLACES[code]
    x, y = equal_earth(np.array([place.longitude]), np.array([place.latitude]))
    return float(x[0]), float(y[0])


@cache
def outlines() -> dict[str, tuple[tuple[Drawn, Drawn], ...]]:
    """Return the rings of every country in the plane, by numeric code; the small have none."""
    rings = json.loads(_FILE.read_text(encoding="utf-8"))
    return {code: tuple(map(_placed, of_country)) for code, of_country in rings.items()}


def _placed(steps: list[int]) -> tuple[Drawn, Drawn]:
    degrees = np.cumsum(np.array(steps).reshape(-1, 2), axis=0) / _TENTHS
    x, y = equal_earth(degrees[:, 0], degrees[:, 1])
    return x.astype(np.float32), y.astype(np.float32)
