"""Colours, and lines that mean the same on every page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """Colours of everything in a figure that stands for no technique or place."""

    ink: str  # text
    muted: str  # text of second rank
    grid: str
    surface: str  # what the figure lies on
    accent: str  # a series on its own
    full: str  # the highest cell of a heat map; the lowest is `surface`


@dataclass(frozen=True)
class Stroke:
    """Colour and dash of a line; the two together are unique among the techniques of a domain."""

    colour: str
    dash: str = "solid"


LIGHT = Look("#0F1A20", "#4A5963", "#E3E8EB", "#FFFFFF", "#1B6F7A", "#0B5560")
DARK = Look("#E8EEF1", "#AEBBC3", "#26323A", "#10181D", "#4FA9B4", "#8FD0D8")

# Hue is the family, dash the technique. Every colour has a contrast of 3:1 on both surfaces,
# so that a technique keeps its colour when the theme changes.
TECHNIQUES: dict[str, Stroke] = {
    "CTACE": Stroke("#1F78B4"),
    "DEBTACE": Stroke("#3E8EDE", "dash"),
    "TAE": Stroke("#6B83C9", "dot"),
    "DEBIRI": Stroke("#3B7A9E", "longdashdot"),
    "TARE_GLASS": Stroke("#C8651B"),
    "TARE_RESIN": Stroke("#D1803A", "dash"),
    "TARE_HO": Stroke("#A8742A", "dot"),
    "HAI": Stroke("#5F66D6", "longdash"),
    "MWA": Stroke("#0E8A6D"),
    "RFA": Stroke("#4E9A2F", "dash"),
    "CRYO": Stroke("#17919E", "dot"),
    "IRE": Stroke("#7C8C1F", "dashdot"),
    "HIFU": Stroke("#3F8F5A", "longdash"),
    "LASER": Stroke("#8F9440", "longdashdot"),
    "PEI": Stroke("#5E8A4C", "2px,5px"),
    "TACE_ABL": Stroke("#B0509E", "longdash"),
    "CEMENTO": Stroke("#9A6B4F"),
    "ABL_CEMENT": Stroke("#B0704F", "dash"),
    "COMP_SURG": Stroke("#BF4A50", "dashdot"),
    "COMP_SBRT": Stroke("#C75F78", "longdashdot"),
    "COMP_SYST": Stroke("#A8566B", "2px,5px"),
}
UNKNOWN = Stroke("#7A848C", "dashdot")

REGIONS: dict[str, str] = {"Americas": "#C8651B", "Europe": "#1F78B4", "Asia-Pacific": "#0E8A6D"}


def look(kind: str | None) -> Look:
    """Return the colours for a browser's theme, "light" or "dark"."""
    return DARK if kind == "dark" else LIGHT


def technique_stroke(code: str) -> Stroke:
    """Return the line of a technique; grey where the code is not known."""
    return TECHNIQUES.get(code, UNKNOWN)


def region_colour(name: str) -> str:
    """Return the colour of a region; grey where it is not known."""
    return REGIONS.get(name, UNKNOWN.colour)


def faded(colour: str, opacity: float) -> str:
    """Return a colour such as "#1F78B4" with an opacity between 0 and 1."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {opacity:g})"
