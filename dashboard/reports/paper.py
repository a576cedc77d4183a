"""A report on pages of A4: text and tables as letters, figures as vectors."""

from collections.abc import Sequence
from io import BytesIO

from matplotlib import rc_context
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from dashboard.letters.sheet import HEIGHT, MARGIN, MUTED, WIDTH, Sheet, Type, broken, drawable
from dashboard.plates.plate import plate_figure
from dashboard.reports.blocks import Block, Picture
from dashboard.reports.grid import Grid, Row, grid
from dashboard.theme import LIGHT

_TITLE, _HEADING = Type(17, "bold"), Type(12.5, "bold", LIGHT.full)
_BODY, _LOUD = Type(9), Type(9.5, "bold", "#C8591B")
_FOOT = Type(7, colour=MUTED)
_LOWEST = HEIGHT - MARGIN - 3  # millimetres from the top: the foot of the page lies below
_INCH = 25.4  # millimetres
_TOP, _FOOT_AT = 12.0, 10.0  # above a figure; from the lower edge to the foot


def as_pdf(title: str, blocks: Sequence[Block]) -> bytes:
    """Write a report as PDF; the same report gives the same bytes.

    Parameters
    ----------
    title : str
        What the report is called.
    blocks : sequence of Block
        Its parts; a figure gets a page of its own.
    """
    stamp = next((block.stamp for block in blocks if block.stamp), "")
    paper = _Paper(stamp)
    paper.write(title, _TITLE)
    paper.space(3)
    for block in blocks:
        _write(paper, block)
    return _bound(title, paper.pages())


class _Paper:
    """Pages filled one after the other."""

    def __init__(self, stamp: str) -> None:
        self._stamp = stamp
        self._done: list[Figure] = []
        self._sheet = self._fresh()
        self._is_empty = True

    def write(self, text: str, kind: Type, *, keep: float = 0.0) -> None:
        """Write a paragraph; `keep`: millimetres that must follow on the same page."""
        width = (WIDTH - 2 * MARGIN) * 0.98
        for line in broken(drawable(text, kind.font), kind.font, width):
            self._need(kind.line + keep)
            self._sheet.put(line, MARGIN, kind)
            self._sheet.below += kind.line

    def space(self, height: float) -> None:
        """Leave room, unless the page begins."""
        if not self._is_empty:
            self._sheet.space(height)

    def table(self, made: Grid) -> None:
        """Write a table; its head stands on every page that it reaches."""
        self._need(made.head.height + sum(row.height for row in made.rows[:2]) + 3)
        self._row(made, made.head)
        self._sheet.rule()
        for row in made.rows:
            if self._need(row.height):
                self._row(made, made.head)
                self._sheet.rule()
            self._row(made, row)
        self.space(3)

    def picture(self, picture: Picture) -> None:
        """Give a figure a page of its own, between what stands before and after it."""
        self._turn()
        self._done.append(plate_figure(picture.drawn, picture.around))

    def pages(self) -> list[Figure]:
        """Return every page that holds something."""
        self._turn()
        return self._done

    def _row(self, made: Grid, row: Row) -> None:
        top = self._sheet.below
        for left, cell in zip(made.lefts, row.cells, strict=True):
            self._sheet.below = top
            for line in cell:
                self._sheet.put(line, left, row.kind)
                self._sheet.below += row.kind.line
        self._sheet.below = top + row.height
        self._is_empty = False

    def _need(self, height: float) -> bool:
        """Begin a page where the room does not do; say whether one was begun."""
        turns = self._sheet.below + height > _LOWEST and not self._is_empty
        if turns:
            self._turn()
        self._is_empty = False
        return turns

    def _turn(self) -> None:
        if not self._is_empty:
            self._done.append(self._sheet.figure)
            self._sheet = self._fresh()
            self._is_empty = True

    def _fresh(self) -> Sheet:
        sheet = Sheet()
        if self._stamp:
            sheet.stamp(self._stamp)
        return sheet


def _write(paper: _Paper, block: Block) -> None:
    if block.heading:
        paper.space(4)
        paper.write(block.heading, _HEADING, keep=15)
        paper.space(1.5)
    if block.text:
        for paragraph in block.text.split("\n"):
            paper.write(paragraph, _LOUD if block.is_loud else _BODY)
        paper.space(2)
    if block.table is not None and not block.table.empty:
        paper.table(grid(block.table))
    if block.picture is not None:
        paper.picture(block.picture)


def _bound(title: str, pages: Sequence[Figure]) -> bytes:
    held = BytesIO()
    about = {"Title": title, "Subject": "Report of a comparison", "CreationDate": None}
    # Letters that can be searched and read aloud.
    with rc_context({"pdf.fonttype": 42}), PdfPages(held, metadata=about) as book:
        for number, page in enumerate(pages, start=1):
            foot = f"{title}. Page {number} of {len(pages)}"
            book.savefig(page, bbox_inches=_on_a4(page, foot))
    return held.getvalue()


def _on_a4(page: Figure, foot: str) -> Bbox:
    """Write the foot of a page and return the sheet of A4 around it, in inches.

    A figure lies near the top, in the middle; a whole page lies where it is.
    """
    wide, high = (length * _INCH for length in page.get_size_inches())
    left = max(WIDTH - wide, 0.0) / 2
    below = max(HEIGHT - high - _TOP, 0.0)
    page.text(
        (MARGIN - left) / wide,
        (_FOOT_AT - below) / high,
        drawable(foot, _FOOT.font),
        fontproperties=_FOOT.font,
        color=_FOOT.colour,
        parse_math=False,
    )
    above = max(HEIGHT - high - below, 0.0)
    corners = ((-left, -below), (wide + left, high + above))
    return Bbox([[length / _INCH for length in corner] for corner in corners])
