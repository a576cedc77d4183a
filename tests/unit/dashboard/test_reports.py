"""Reports on paper and as a document: every word is there, in place, and the same each time."""

from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.letters.sheet import HEIGHT, MARGIN, WIDTH, width_of
from dashboard.plates.plate import Legend
from dashboard.reports.blocks import Block, Picture, as_html, as_markdown
from dashboard.reports.checklist import checklist
from dashboard.reports.grid import grid
from dashboard.reports.paper import _Paper, _write, as_pdf
from dashboard.reports.word import as_docx
from queries.filters import Filters
from queries.protocol import Protocol

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LONG = pd.DataFrame(
    {
        "Covariate": [f"Covariate number {n} & what is known of it" for n in range(90)],
        "Before": ["0.31 (95 % CI 0.2 to 0.4), p = 0.012"] * 90,
    }
    | {f"Column {n}": ["12 of 345"] * 90 for n in range(7)}
)


def picture():
    drawn = go.Figure(go.Scatter(x=[0, 1], y=[0, 1], mode="lines"))
    drawn.update_layout(height=300, margin={"t": 40, "b": 40, "l": 40, "r": 20})
    return Picture(drawn, Legend("A line", "Two points.", "The line rises from 0 to 1."))


@pytest.fixture
def blocks():
    return (
        Block(text="Invented data.", is_loud=True, stamp="SYNTHETIC"),
        Block("Design", "Who is compared.\nAnd <how>."),
        Block(picture=picture()),
        Block(table=LONG),
        Block("Gate", "It passes."),
    )


def on_paper(blocks):
    paper = _Paper("")
    for block in blocks:
        _write(paper, block)
    return paper.pages()


def test_every_word_of_a_table_is_on_paper_within_the_margins(blocks):
    pages = on_paper(blocks)
    texts = [text for page in pages for text in page.texts]
    words = " ".join(text.get_text() for text in texts).replace("\N{NO-BREAK SPACE}", " ")

    assert words.count("12 of 345") == 7 * 90
    assert words.count("known of") == 90
    lowest = min(text.get_position()[1] for text in texts)
    assert lowest * HEIGHT > MARGIN - 5  # the last line hangs from where it is put


def test_the_head_of_a_table_stands_on_every_page_that_it_reaches(blocks):
    pages = [page for page in on_paper(blocks) if "12 of 345" in _said(page)]

    assert len(pages) > 1
    assert all("Covariate" in _said(page) for page in pages)


def _said(page):
    return [text.get_text() for text in page.texts]


def test_columns_share_the_width_of_the_page_and_hold_their_longest_word():
    made = grid(LONG)
    widest = max(
        left + width_of(line, row.kind.font)
        for row in made.rows
        for left, cell in zip(made.lefts, row.cells, strict=True)
        for line in cell
    )

    assert widest <= WIDTH - MARGIN + 0.5
    assert any(
        "p\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}0.012" in line for line in made.rows[0].cells[1]
    )


def test_the_same_report_gives_the_same_bytes(blocks):
    assert as_pdf("Report", blocks) == as_pdf("Report", blocks)
    assert as_docx("Report", blocks) == as_docx("Report", blocks)


def test_a_page_of_text_is_a4_and_so_is_a_page_with_a_figure(blocks):
    made = as_pdf("Report", blocks)

    assert made.startswith(b"%PDF-")
    assert made.count(b"/MediaBox [ 0 0 595.27") == made.count(b"/Type /Page ") > 2


def test_the_document_holds_every_text_in_order_and_its_headings():
    blocks = (Block("Design & gate", "First <one>.\x07"), Block(text="Second.", is_loud=True))
    body = _parsed(_part(as_docx("Report", blocks), "word/document.xml"))

    said = ["".join(text.text or "" for text in p.iter(f"{W}t")) for p in body.iter(f"{W}p")]
    styles = [style.get(f"{W}val") for style in body.iter(f"{W}pStyle")]
    assert said == ["Report", "Design & gate", "First <one>.\ufffd", "Second."]
    assert styles == ["Title", "Heading1", "Normal", "Loud"]


def test_the_document_holds_tables_with_a_repeated_head_and_figures_with_a_text(blocks):
    made = as_docx("Report", blocks)
    body = _parsed(_part(made, "word/document.xml"))

    assert len(list(body.iter(f"{W}tr"))) == 91
    assert len(list(body.iter(f"{W}tblHeader"))) == 1
    assert b'descr="The line rises from 0 to 1."' in _part(made, "word/document.xml")
    assert _part(made, "word/media/figure1.png").startswith(b"\x89PNG")
    assert b'Id="rId2"' in _part(made, "word/_rels/document.xml.rels")
    assert b'r:embed="rId2"' in _part(made, "word/document.xml")


def _parsed(part):
    return ElementTree.fromstring(part)  # noqa: S314  # written a moment ago by our own code


def _part(made, name):
    with ZipFile(BytesIO(made)) as package:
        return package.read(name)


def test_every_part_of_the_document_is_declared_and_well_formed(blocks):
    with ZipFile(BytesIO(as_docx("Report", blocks))) as package:
        names = set(package.namelist())
        for name in names:
            if name.endswith((".xml", ".rels")):
                _parsed(package.read(name))

    assert {"[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml"} < names


def test_a_web_page_shows_the_figure_and_loads_nothing(blocks):
    made = as_html("Report", blocks)

    assert '<img src="data:image/svg+xml;base64,' in made
    assert 'alt="The line rises from 0 to 1."' in made
    assert "http" not in made.split("base64,")[0]


def test_markdown_says_the_figure_in_a_sentence(blocks):
    assert "The line rises from 0 to 1" in as_markdown("Report", blocks).replace("\\", "")


def test_the_checklist_answers_three_standards_and_hides_no_gap():
    protocol = Protocol(Filters("HCC"), "A or B", ("A", "B"), ("CTACE",), ("TAE",), "OS", 24, ())
    found = checklist(protocol)

    assert set(found["Source"]) == {"Target trial", "STROBE", "RECORD-PE"}
    assert (found["Where"].str.len() > 0).all()
