"""The release as static pages: the same numbers, no program, nothing from elsewhere."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import PurePosixPath

import pytest
from click.testing import CliRunner

from analytics.disclosure.payload import public_numbers
from dashboard.answers.published import published
from dashboard.publish_commands import publish
from dashboard.released.site import site
from dashboard.settings import settings
from dashboard.tables.released import total_of
from dashboard.texts.tongues import LANGUAGES, tongue
from queries.errors import ReleaseRefused

LIMIT = 200_000  # bytes of a page
VOID = {"meta", "br", "rect", "path", "polyline", "polygon", "link", "img", "input", "hr"}


class Page(HTMLParser):
    """Visible words, tags, links and geometry of a page; complains of tags left open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words, self.tags, self.links, self.shapes, self.open = [], [], [], [], []
        self.feed(text)
        assert self.open == [], self.open

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.tags.append((tag, values))
        self.open += [] if tag in VOID else [tag]
        self.links += [values["href"]] if "href" in values else []
        self.shapes += [values[key] for key in ("points", "viewbox") if key in values]
        self.shapes += [values["width"]] if tag == "rect" else []
        self.words += [values[key] for key in ("aria-label",) if key in values]

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.words.append(data)


@pytest.fixture(scope="module")
def told(demo_home):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IOCORE_HOME", str(demo_home))
        settings.cache_clear()
        yield published()
    settings.cache_clear()


@pytest.fixture(scope="module")
def files(told):
    return site(told)


@pytest.fixture(scope="module")
def pages(files):
    return {name: Page(text) for name, text in files.items() if name.endswith(".html")}


def language_of(name: str) -> str:
    return name.split("/")[0] if "/" in name else "en"


_DATED = re.compile(
    r"(?:[QT]\d )?\b20\d\d(?: Q\d)?|20\d\d[年년]|第\d四?季|第\d四半期|\d분기|\d+[月日월일]"
)


def numbers_in(text: str, thousands: str = "") -> set[float]:
    """Every number of a text but its dates and quarters."""
    bare = _DATED.sub(" ", text)
    return {
        float(n) for n in re.findall(r"\d+", bare.replace(thousands, "") if thousands else bare)
    }


def own_numbers(code: str) -> set[float]:
    """Numbers that stand in the catalogue itself: age bands, 60 days, how to read a point."""
    texts = tongue(code).texts
    words = [
        part
        for name in ("labels", "counted", "outcome", "columns")
        for part in texts[name].values()
    ]
    words += [line for lines in texts["reading"].values() for line in lines]
    return numbers_in(" ".join(words))


def released(told, name: str) -> set[float]:
    """Every number that a page may show: of its own domain, of the registry, of the rules."""
    rules = told.domains[0].rules
    code = PurePosixPath(name).stem.upper()
    items = [i.payload for i in told.release.items if code in {i.item_id, "INDEX"}]
    totals = [n for d in told.domains if isinstance(n := total_of(d), int)]
    overall = {sum(totals), len(totals)} if code == "INDEX" else set()
    rule = {rules.k, rules.round_base, rules.km_grid_months, rules.km_step_events}
    axis = {0, 50, 95, 100, 12, 24, 36, 48, 60}
    cutoff = {told.release.cutoff.day, told.release.release_id}
    return public_numbers(items) | overall | rule | axis | cutoff


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_number_of_a_page_is_in_the_release(told, pages, code):
    thousands = tongue(code).say("write.thousands")

    for name, page in pages.items():
        if language_of(name) == code:
            seen = numbers_in(" ".join(page.words), thousands)
            assert seen - own_numbers(code) <= released(told, name), name


def test_bars_and_curves_are_drawn_from_released_numbers_alone(told, pages):
    for name, page in pages.items():
        drawn = {n for shape in page.shapes for n in numbers_in(shape)}
        assert len(drawn) > 5
        assert drawn <= released(told, name), name


def test_there_is_an_index_and_a_page_for_every_domain_in_every_language(told, pages):
    own = {"index.html", *(f"{domain.code.lower()}.html" for domain in told.domains)}

    for code in LANGUAGES:
        folder = "" if code == "en" else f"{code}/"
        assert {f"{folder}{page}" for page in own} <= set(pages)
    assert len(pages) == len(own) * len(LANGUAGES)


def test_a_page_needs_no_program_and_nothing_from_elsewhere(files, pages):
    for name, page in pages.items():
        assert "script" not in {tag for tag, _ in page.tags}, name
        assert not [values for _, values in page.tags if {"src", "style", "onclick"} & set(values)]
        assert not [link for link in page.links if ":" in link or link.startswith("/")], name
        assert len(files[name].encode()) < LIMIT


def test_the_content_policy_lets_the_own_style_in_and_nothing_else(files):
    text = files["index.html"]
    style = re.search(r"<style>(.*?)</style>", text, flags=re.DOTALL)[1]
    seal = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1].replace("&#39;", "'")

    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{seal}'")
    assert "unsafe" not in policy


def test_every_link_leads_to_a_file_of_the_site(files, pages):
    for name, page in pages.items():
        for link in page.links:
            place = PurePosixPath(name).parent / link.split("#")[0]
            parts = []
            for part in place.parts:
                parts = parts[:-1] if part == ".." else [*parts, part]
            assert link.startswith("#") or "/".join(parts) in files, (name, link)


def test_a_page_says_its_language_its_stamp_and_who_translated_it(pages):
    for name, page in pages.items():
        speaks, words = tongue(language_of(name)), " ".join(page.words)
        assert ("html", {"lang": speaks.code}) in page.tags
        assert speaks.say("page.synthetic") in words
        assert speaks.say("language.status") in words
        assert [tag for tag, values in page.tags if values.get("name") == "description"]


def test_every_curve_has_a_sentence_for_those_who_do_not_see_it(pages):
    page = pages["hcc.html"]
    drawn = [values for tag, values in page.tags if tag == "svg" and values.get("role") == "img"]

    assert len(drawn) == 7
    assert all(re.search(r": \d+ % alive at \d+ months", values["aria-label"]) for values in drawn)


def test_what_is_withheld_is_a_word_or_its_mark_and_never_a_number(told, pages):
    words = " ".join(pages["lung_p.html"].words)

    assert "\u203911" in words
    assert "Withheld, as few people or deaths stand behind them: Cryoablation" in words
    assert not re.search(r"\bNaN\b|\bnone\b|\bnan\b", words, flags=re.IGNORECASE)


def test_the_tables_for_programs_are_those_of_the_page(files):
    lines = files["data/hcc-people.csv"][1:].splitlines()

    assert lines[0] == "data,source,data_cutoff,Of,Group,Patients (n)"
    assert 'SYNTHETIC,Release 1 of Demo registry,2025-06-30,Sex,Male,"1,250"' in lines


def test_the_command_writes_the_site_and_says_how_large_it_is(demo_home, at_home, tmp_path):
    at_home(demo_home)
    asked = CliRunner().invoke(publish, ["site", str(tmp_path / "site")], catch_exceptions=False)

    assert asked.exit_code == 0
    listed = json.loads((tmp_path / "site" / "release.json").read_text())
    assert listed["synthetic"] is True
    assert "ja/hcc.html" in listed["files"]
    assert all((tmp_path / "site" / name).is_file() for name in listed["files"])


def test_without_a_release_the_command_writes_nothing(at_home, tmp_path):
    at_home(tmp_path)

    with pytest.raises(ReleaseRefused, match="No release is public"):
        CliRunner().invoke(publish, ["site", str(tmp_path / "site")], catch_exceptions=False)
    assert not (tmp_path / "site").exists()
