"""A report in parts, written out as Markdown or as one HTML file."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd
import plotly.graph_objects as go

from dashboard.plates.plate import Form, Legend, plate
from dashboard.wording import label_text

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
    "color:#0F1A20}table{border-collapse:collapse;width:100%;font-size:.85rem;margin:1rem 0}"
    "th,td{border-bottom:1px solid #E3E8EB;text-align:left;padding:.3rem .5rem;"
    "vertical-align:top}img{max-width:100%;margin:1rem 0}"
    ".loud{background:#FFF3E8;border-left:4px solid #C8591B;padding:.6rem 1rem}"
)


@dataclass(frozen=True, eq=False)
class Picture:
    """A figure of a page and what stands around it."""

    drawn: go.Figure  # in the light colours
    around: Legend


@dataclass(frozen=True, eq=False)
class Block:
    """One part of a report; data stand in it letter by letter."""

    heading: str = ""
    text: str = ""
    table: pd.DataFrame | None = None
    is_loud: bool = False  # what nobody may overlook
    picture: Picture | None = None  # Markdown says it in a sentence
    stamp: str = ""  # stands across every printed page


def as_markdown(title: str, blocks: Sequence[Block]) -> str:
    """Write a report as Markdown."""
    parts = [f"# {label_text(title)}"]
    for block in blocks:
        if block.heading:
            parts.append(f"## {label_text(block.heading)}")
        if block.text:
            text = label_text(block.text)
            parts.append(f"> **{text}**" if block.is_loud else text)
        if block.picture is not None:
            around = block.picture.around
            parts.append(f"*{label_text(around.title)}* {label_text(around.described)}")
        if block.table is not None:
            parts.append(_markdown_table(block.table))
    return "\n\n".join(parts) + "\n"


def as_html(title: str, blocks: Sequence[Block]) -> str:
    """Write a report as one HTML file that loads nothing."""
    parts = [f"<h1>{escape(title)}</h1>"]
    for block in blocks:
        if block.heading:
            parts.append(f"<h2>{escape(block.heading)}</h2>")
        if block.text:
            kind = ' class="loud"' if block.is_loud else ""
            parts.append(f"<p{kind}>{escape(block.text)}</p>")
        if block.picture is not None:
            parts.append(_html_picture(block.picture))
        if block.table is not None:
            parts.append(block.table.to_html(index=False, border=0, escape=True))
    body = "\n".join(parts)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}'
        f"</title><style>{_STYLE}</style></head><body>\n{body}\n</body></html>\n"
    )


def _html_picture(picture: Picture) -> str:
    vectors = b64encode(plate(picture.drawn, picture.around, Form.SVG)).decode()
    described = escape(picture.around.described, quote=True)
    return f'<img src="data:image/svg+xml;base64,{vectors}" alt="{described}">'


def _markdown_table(frame: pd.DataFrame) -> str:
    lines = [_line(map(str, frame.columns)), _line("---" for _ in frame.columns)]
    lines += [_line(map(str, row)) for row in frame.itertuples(index=False, name=None)]
    return "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    written = [cell if cell == "---" else label_text(cell) for cell in cells]
    return f"| {' | '.join(written)} |"
