"""A report as a document that a word processor opens: WordprocessingML in a zip, nothing else."""

import re
import struct
from collections.abc import Iterator, Sequence
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pandas as pd

from dashboard.plates.plate import WIDE, Form, plate
from dashboard.reports.blocks import Block, Picture

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML has no form for these
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org"
_SPACES = " ".join(
    f'xmlns:{prefix}="{_OFFICE}/{place}"'
    for prefix, place in (
        ("w", "wordprocessingml/2006/main"),
        ("r", "officeDocument/2006/relationships"),
        ("wp", "drawingml/2006/wordprocessingDrawing"),
        ("a", "drawingml/2006/main"),
        ("pic", "drawingml/2006/picture"),
    )
)
_RELATIONS = f"{_OFFICE}/package/2006/relationships"
_OF_OFFICE = f"{_OFFICE}/officeDocument/2006/relationships"
_PARTS = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same report gives the same bytes
_EMU = 36_000  # English metric units in a millimetre
_ACROSS = min(WIDE, 170.0)  # millimetres between the margins

_TYPES = (
    f'{_HEAD}<Types xmlns="{_OFFICE}/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="png" ContentType="image/png"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_PARTS}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_PARTS}.styles+xml"/></Types>'
)
_ROOT = (
    f'{_HEAD}<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
    f'Type="{_OF_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" '
    'w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
)  # A4, margins of 20 mm


def as_docx(title: str, blocks: Sequence[Block]) -> bytes:
    """Write a report as DOCX, with headings that make an outline and figures that have a text.

    Parameters
    ----------
    title : str
        What the report is called.
    blocks : sequence of Block
        Its parts.

    References
    ----------
    ECMA-376-1:2016, Office Open XML, part 1.
    """
    pictures = [block.picture for block in blocks if block.picture is not None]
    images = [plate(picture.drawn, picture.around, Form.PNG) for picture in pictures]
    parts: list[tuple[str, str | bytes]] = [
        ("[Content_Types].xml", _TYPES),
        ("_rels/.rels", _ROOT),
        ("word/document.xml", _document(title, blocks, images)),
        ("word/styles.xml", _styles()),
        ("word/_rels/document.xml.rels", _relations(len(images))),
    ]
    parts += [(f"word/media/figure{at}.png", image) for at, image in enumerate(images, start=1)]
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as package:
        for name, content in parts:
            part = ZipInfo(name, _EPOCH)
            part.compress_type = ZIP_DEFLATED
            package.writestr(part, content)
    return held.getvalue()


def _document(title: str, blocks: Sequence[Block], images: Sequence[bytes]) -> str:
    parts = [_paragraph(title, "Title")]
    left = iter(enumerate(images, start=1))
    for block in blocks:
        parts.extend(_block(block))
        if block.picture is not None:
            parts.append(_drawing(block.picture, *next(left)))
    return f"{_HEAD}<w:document {_SPACES}><w:body>{''.join(parts)}{_PAGE}</w:body></w:document>"


def _block(block: Block) -> Iterator[str]:
    if block.heading:
        yield _paragraph(block.heading, "Heading1")
    for text in block.text.split("\n") if block.text else ():
        yield _paragraph(text, "Loud" if block.is_loud else "Normal")
    if block.table is not None and not block.table.empty:
        yield _table(block.table)
        yield _paragraph("", "Normal")  # two tables in a row would grow together


def _paragraph(text: str, style: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_run(text)}</w:p>'


def _run(text: str) -> str:
    shown = escape(_UNWRITABLE.sub("\ufffd", text))
    return f'<w:r><w:t xml:space="preserve">{shown}</w:t></w:r>' if text else ""


def _table(frame: pd.DataFrame) -> str:
    n = len(frame.columns)
    columns = f'<w:gridCol w:w="{9638 // max(n, 1)}"/>' * n  # twentieths of a point
    head = _row([str(name) for name in frame.columns], "CellHead", is_head=True)
    rows = "".join(
        _row([str(cell) for cell in row], "Cell", is_head=False)
        for row in frame.itertuples(index=False, name=None)
    )
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Lined"/><w:tblW w:w="5000" w:type="pct"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{head}{rows}</w:tbl>"
    )


def _row(cells: Sequence[str], style: str, *, is_head: bool) -> str:
    # A head is repeated on every page; no row is torn.
    kind = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' if is_head else ''}</w:trPr>"
    written = "".join(f"<w:tc><w:tcPr/>{_paragraph(cell, style)}</w:tc>" for cell in cells)
    return f"<w:tr>{kind}{written}</w:tr>"


def _drawing(picture: Picture, at: int, image: bytes) -> str:
    wide, high = struct.unpack(">II", image[16:24])  # of the header that every PNG begins with
    size = f'cx="{round(_ACROSS * _EMU)}" cy="{round(_ACROSS * _EMU * high / wide)}"'
    name = quoteattr(_UNWRITABLE.sub("\ufffd", picture.around.title))
    described = quoteattr(_UNWRITABLE.sub("\ufffd", picture.around.described))
    return (
        f"<w:p><w:r><w:drawing><wp:inline><wp:extent {size}/>"
        f'<wp:docPr id="{at}" name={name} descr={described}/><a:graphic>'
        f'<a:graphicData uri="{_OFFICE}/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{at}" name={name}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="rId{at + 1}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def _relations(n_images: int) -> str:
    images = "".join(
        f'<Relationship Id="rId{at + 1}" Type="{_OF_OFFICE}/image" Target="media/figure{at}.png"/>'
        for at in range(1, n_images + 1)
    )
    return (
        f'{_HEAD}<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
        f'Type="{_OF_OFFICE}/styles" Target="styles.xml"/>{images}</Relationships>'
    )


def _styles() -> str:
    paragraphs = "".join(
        _style(*given)
        for given in (
            ("Normal", "Normal", '<w:spacing w:after="120"/>', '<w:sz w:val="20"/>'),
            ("Title", "Title", '<w:spacing w:after="200"/>', '<w:b/><w:sz w:val="36"/>'),
            (
                "Heading1",
                "heading 1",
                '<w:keepNext/><w:spacing w:before="280" w:after="100"/><w:outlineLvl w:val="0"/>',
                '<w:b/><w:sz w:val="26"/>',
            ),
            ("Loud", "Loud", '<w:spacing w:after="120"/>', '<w:b/><w:color w:val="B4490F"/>'),
            ("Cell", "Cell", '<w:spacing w:after="0"/>', '<w:sz w:val="14"/>'),
            ("CellHead", "Cell head", '<w:spacing w:after="0"/>', '<w:b/><w:sz w:val="14"/>'),
        )
    )
    line = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="C9D1D6"/>'
    borders = "".join(line.format(side) for side in ("top", "bottom", "insideH"))
    return (
        f"{_HEAD}<w:styles {_SPACES}><w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="20"/>'
        '<w:lang w:val="en-GB"/></w:rPr></w:rPrDefault></w:docDefaults>'
        f'{paragraphs}<w:style w:type="table" w:styleId="Lined"><w:name w:val="Lined"/>'
        f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr></w:style></w:styles>"
    )


def _style(key: str, name: str, paragraph: str, letters: str) -> str:
    default = ' w:default="1"' if key == "Normal" else ""
    based = "" if default else '<w:basedOn w:val="Normal"/>'
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"{default}><w:name w:val="{name}"/>{based}'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )
