"""Text of a page's figure set for print: bold and plain parts side by side, lines below."""

import html
import re
from collections.abc import Iterator
from typing import Literal

from matplotlib.artist import Artist
from matplotlib.offsetbox import HPacker, OffsetBox, TextArea, VPacker

_BREAK = re.compile(r"<br\s*/?>|\n")
_PART = re.compile(r"<b>(.*?)</b>|([^<]+|<)", re.DOTALL)
_TAG = re.compile(r"</?[a-z][^>]*>")


def plain(text: str | None) -> str:
    """Return the text without its tags, a line break for each `<br>`."""
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", text or "")))


def block(
    text: str, size: float, colour: object, *, align: Literal["left", "center", "right"] = "left"
) -> OffsetBox:
    """Return text as a box that keeps what is bold and where lines end."""
    lines: list[Artist] = [_line(line, size, colour) for line in _BREAK.split(text)]
    return VPacker(children=lines, pad=0, sep=size * 0.3, align=align)


def _line(line: str, size: float, colour: object) -> OffsetBox:
    parts: list[Artist] = [
        TextArea(
            said,
            textprops={
                "size": size,
                "color": colour,
                "weight": "bold" if is_bold else "normal",
                "parse_math": False,
            },
        )
        for said, is_bold in _parts(line)
    ]
    return HPacker(children=parts, pad=0, sep=0, align="baseline")


def _parts(line: str) -> Iterator[tuple[str, bool]]:
    found = False
    for bold, rest in _PART.findall(line):
        said = html.unescape(_TAG.sub("", bold or rest))
        if said:
            found = True
            yield said, bool(bold)
    if not found:
        yield " ", False
