"""The site letter and its measures: one page, words where there is no number, nothing that runs."""

import re
from dataclasses import replace
from datetime import date

import pytest
from matplotlib.font_manager import FontProperties

from analytics.concerns import SiteLetter, site_letter
from analytics.delays import delays
from analytics.quality import checked
from analytics.site_record import HeldCheck, Silence, SiteRecord
from dashboard.answers.answer import Answer, Provenance
from dashboard.charts.standing import ALARM, letter_figure
from dashboard.letters.markdown import letter_markdown
from dashboard.letters.pdf import letter_pdf, letter_sheet
from dashboard.letters.sheet import broken, drawable
from dashboard.tables.home import letter_rows, letter_table
from dashboard.wording import Words
from queries.filters import Filters
from queries.quality.catalogue import CHECKS

RECORD = SiteRecord(
    site_id="S07",
    name="Hospital <b>St. Mary</b> $x$ | 東京",
    sites=1,
    sites_enrolling=1,
    enrolled=40,
    dated=40,
    treated=38,
    until=12 * 2025 + 5,
    planned=50.0,
    silence=Silence(7, 12 * 2024 + 10, 12 * 2021, 6.2, is_planned=True),
    fields_entered=190,
    fields=200,
    emptiest=None,
    forms=(delays([5, 60], [10, 90], form="visit"), delays([5], [40], form="death")),
    known=10,
    could_be_known=20,
    checks=(HeldCheck(checked("F01", 20, 12, 0.02), 0.02, by_site=True, of_entry=False),),
)
FROM = Provenance("letter", Filters("HCC"), date(2025, 6, 30), "Demo", 3, is_synthetic=True)
EMPTY = replace(
    RECORD, enrolled=0, dated=0, treated=0, planned=None, silence=None, forms=(), known=0,
    could_be_known=0, fields=0, fields_entered=0, checks=(),
)  # fmt: skip


@pytest.fixture
def letter():
    return Answer(site_letter(RECORD), FROM)


def test_three_actions_are_written_with_their_numbers_and_what_helps(letter):
    text = letter_markdown(letter)

    assert "10 of 20 diagnoses are known at one year (50.0 %, 95 % CI 29.9 to 70.1" in text
    assert "With 8 more known the mark is reached" in text
    assert "12 of 20 deaths fail (60.0 %, 99.8 % CI" in text
    assert "50 of 140 forms were entered within 30 days (35.7 %" in text
    assert "Slowest is the visit form: 10 of 100" in text
    assert "One more thing lies below the mark" in text  # enrolment
    assert text.count("**What helps:**") == 3


def test_a_letter_says_where_its_numbers_are_from(letter):
    text = letter_markdown(letter)

    assert "data cut-off 30 Jun 2025; Demo, snapshot 3" in text
    assert "**SYNTHETIC DATA" in text
    real = replace(FROM, is_synthetic=False)
    assert "SYNTHETIC" not in letter_markdown(Answer(letter.value, real))


def test_a_name_cannot_bring_tags_or_formulas_into_the_letter(letter):
    first = letter_markdown(letter).splitlines()[0]

    assert "<b>" not in first
    assert "\\$x\\$" in first
    assert "\\|" in first


def test_where_nothing_is_counted_the_letter_says_so_in_words():
    text = letter_markdown(Answer(SiteLetter(EMPTY, (), 0), FROM))

    assert "Nothing falls short at present" in text
    assert "target not supplied" in text
    assert "nothing to count" in text
    assert "nan" not in text


@pytest.mark.parametrize("record", [RECORD, EMPTY], ids=["full", "empty"])
def test_the_pdf_is_one_page_of_a4_without_a_picture_and_the_same_every_time(record):
    answer = Answer(site_letter(record), FROM)
    pdf = letter_pdf(answer)

    assert pdf.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 1
    box = [float(n) for n in re.search(rb"/MediaBox \[([^\]]+)\]", pdf)[1].split()]
    assert box == pytest.approx([0, 0, 595.28, 841.89], abs=0.01)
    assert b"/Subtype /Image" not in pdf
    assert pdf == letter_pdf(answer)


def test_the_longest_letter_is_set_smaller_and_fits_the_page(letter):
    longest = sorted(CHECKS.values(), key=lambda c: -len(c.name + c.reason + c.remedy))[:3]
    failing = tuple(
        HeldCheck(checked(check.code, 900, 900, 0.0), 0.0, by_site=True, of_entry=False)
        for check in longest
    )
    name = "University Hospital of " * 20
    long = replace(RECORD, name=name, known=20, forms=(), silence=None, checks=failing)

    usual, full = letter_sheet(letter), letter_sheet(Answer(site_letter(long), FROM))

    assert usual.fits
    assert full.fits
    assert full.scale <= usual.scale


def test_lines_are_broken_within_the_width_and_a_number_keeps_its_sign():
    font = FontProperties(family="DejaVu Sans", size=10)

    lines = list(broken("one two 50 % three", font, 16))

    assert lines == ["one two", "50\N{NO-BREAK SPACE}%", "three"]
    assert list(broken("incomprehensibilities", font, 5)) == ["incomprehensibilities"]


def test_a_letter_that_the_font_lacks_is_a_square():
    font = FontProperties(family="DejaVu Sans", size=10)

    assert drawable("St. Åsa 東京", font) == "St. Åsa □□"


def test_figure_table_and_file_of_a_site_say_the_same(letter):
    figure = letter_figure(letter.value, Words())
    table, rows = letter_table(letter.value, Words()), letter_rows(letter.value, Words())

    drawn = [t.x[0] for t in figure.data if t.error_x.array is not None]
    assert drawn == pytest.approx([0.8, 0.76, 0.95, 50 / 140, 0.5])
    assert rows["share"].tolist() == pytest.approx(drawn)
    assert (
        table["Share, % (95 % CI)"].str.startswith(("80.0", "76.0", "95.0", "35.7", "50.0")).all()
    )
    colours = [t.marker.color for t in figure.data if t.error_x.array is not None]
    assert colours[3:] == [ALARM, ALARM]


def test_measures_without_a_number_are_words_in_every_form():
    letter = SiteLetter(replace(EMPTY, known=1, could_be_known=1), (), 0)

    assert "not supplied" in letter_figure(letter, Words()).to_json()
    assert letter_table(letter, Words())["Verdict"].tolist() == [
        "Not supplied",
        "Not supplied",
        "Nothing to count",
        "Nothing to count",
        "Too few to judge",
    ]
    assert "nan" not in letter_rows(letter, Words()).to_csv()
