"""A printed sheet of A4: filled from the top, every line broken to fit its width."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.lines import Line2D
from matplotlib.textpath import text_to_path

WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 20.0  # millimetres
INK, MUTED, PALE = "#0F1A20", "#4A5963", "#EEF1F3"

_INCH = 25.4  # millimetres
_LEADING = 1.38  # line height over size of type
_SAFE = 0.98  # of the width: printers and screens round the widths of letters
_LACKING = "\N{WHITE SQUARE}"  # stands for a character that the font does not hold


@dataclass(frozen=True)
class Type:
    """How a paragraph is set."""

    size: float  # points
    weight: str = "normal"
    colour: str = INK

    @property
    def font(self) -> FontProperties:
        """The font: the one that comes with the drawing library, so that it is always there."""
        return FontProperties(family="DejaVu Sans", weight=self.weight, size=self.size)

    @property
    def line(self) -> float:
        """Height of a line in millimetres."""
        return self.size * _LEADING * _INCH / 72


class Sheet:
    """One page, written from the top down; all lengths in millimetres.

    Parameters
    ----------
    scale : float
        Size of type against its nominal size.

    Attributes
    ----------
    below : float
        From the top edge to where the next line goes.
    """

    def __init__(self, scale: float = 1.0) -> None:
        self.figure = Figure(figsize=(WIDTH / _INCH, HEIGHT / _INCH))
        self.scale, self.below = scale, MARGIN

    @property
    def fits(self) -> bool:
        """Whether everything written lies within the margins."""
        return self.below <= HEIGHT - MARGIN

    def write(self, text: str, kind: Type, *, indent: float = 0) -> None:
        """Write a paragraph across the page, and move below it."""
        scaled = Type(kind.size * self.scale, kind.weight, kind.colour)
        width = WIDTH - 2 * MARGIN - indent
        for line in broken(drawable(text, scaled.font), scaled.font, _SAFE * width):
            self.put(line, MARGIN + indent, scaled)
            self.below += scaled.line

    def number(self, text: str, kind: Type) -> None:
        """Write something short in the left margin column, and stay on its line."""
        self.put(text, MARGIN, Type(kind.size * self.scale, kind.weight, kind.colour))

    def space(self, height: float) -> None:
        """Leave room below what was written."""
        self.below += height * self.scale

    def rule(self) -> None:
        """Draw a thin line across the page, and move below it."""
        y = 1 - self.below / HEIGHT
        ends = [MARGIN / WIDTH, 1 - MARGIN / WIDTH]
        self.figure.add_artist(Line2D(ends, [y, y], color="#C9D1D6", linewidth=0.8))
        self.space(3)

    def stamp(self, text: str) -> None:
        """Write a word across the whole page, behind everything."""
        self.figure.text(
            0.5,
            0.5,
            text,
            fontproperties=FontProperties(family="DejaVu Sans", weight="bold", size=60),
            color=PALE,
            rotation=55,
            ha="center",
            va="center",
            zorder=-1,
        )

    def axes(self, height: float, *, left: float, right: float) -> Axes:
        """Return axes across the page between two margins, and move below them."""
        bottom = 1 - (self.below + height) / HEIGHT
        width = (WIDTH - left - right) / WIDTH
        made = self.figure.add_axes((left / WIDTH, bottom, width, height / HEIGHT))
        made.set_facecolor("none")
        self.below += height
        return made

    def to_pdf(self, *, title: str, subject: str, keywords: str = "") -> bytes:
        """Return the page as a PDF: letters as text, no picture, no date of its making."""
        held = BytesIO()
        with rc_context({"pdf.fonttype": 42}):  # letters that can be searched and read aloud
            self.figure.savefig(
                held,
                format="pdf",
                metadata={
                    "Title": title,
                    "Subject": subject,
                    "Keywords": keywords,
                    "CreationDate": None,
                },
            )
        return held.getvalue()

    def put(self, line: str, left: float, kind: Type) -> None:
        """Write one line from a place across the page, and stay on its line."""
        self.figure.text(
            left / WIDTH,
            1 - self.below / HEIGHT,
            line,
            fontproperties=kind.font,
            color=kind.colour,
            va="top",
            parse_math=False,  # a hospital may have a dollar sign in its name
        )


def broken(text: str, font: FontProperties, width: float) -> Iterator[str]:
    """Break text into lines of a width in millimetres; a longer word gets a line of its own.

    A number keeps its sign of per cent.
    """
    line = ""
    for word in text.replace(" %", "\N{NO-BREAK SPACE}%").split(" "):
        longer = f"{line} {word}".strip()
        if line and width_of(longer, font) > width:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line


def drawable(text: str, font: FontProperties) -> str:
    """Return text with a square for every character that the font does not hold."""
    held = get_font(findfont(font)).get_charmap()
    return "".join(c if ord(c) in held or c.isspace() else _LACKING for c in text)


def width_of(text: str, font: FontProperties) -> float:
    """Return how wide a line is set, in millimetres."""
    points, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(points) * _INCH / 72
