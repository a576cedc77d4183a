"""Every figure can be printed and cited, and says to others only what they may read."""

import pytest

from dashboard import components
from dashboard.exhibit_files import Form, _plate
from dashboard.navigation import PAGES


def captions(page):
    return [caption.value.replace("\\", "") for caption in page.caption]


def cited_id(page):
    return next(text for text in captions(page) if "Figure id" in text)[-12:-1]


@pytest.mark.parametrize("key", [page.key for page in PAGES])
def test_every_figure_of_a_page_can_be_printed(open_as, monkeypatch, key):
    printed = []

    def take(answer, exhibit, words, caption):
        if exhibit.draw is not None:
            printed.append(_plate(answer, exhibit, words, "0f", caption=caption, form=Form.SVG))

    monkeypatch.setattr(components, "exhibit_files", take)
    page = open_as("STEERING", f"pages/{key}.py").run()

    assert not page.exception
    assert all(picture.startswith(b"<?xml") for picture in printed)


def test_a_caption_ends_with_an_id_that_leads_back_to_the_same_numbers(open_as):
    survival = open_as("STEERING", "pages/survival.py").run()
    page = open_as("STEERING", "pages/figure.py")
    page.query_params["figure"] = cited_id(survival)
    page.run()

    assert not page.exception
    assert any(text.value.startswith("It said:") for text in page.markdown)


def test_another_reach_reads_where_a_figure_is_from_and_none_of_its_numbers(open_as):
    survival = open_as("STEERING", "pages/survival.py").run()
    page = open_as("DOMAIN_LEAD", "pages/figure.py", domain="HCC")
    page.query_params["figure"] = cited_id(survival)
    page.run()

    told = [text.value for text in page.markdown]
    assert any("made for another reach" in text for text in told)
    assert not any(text.startswith("It said:") for text in told)


def test_an_unknown_id_gets_one_sentence(open_as):
    page = open_as("STEERING", "pages/figure.py")
    page.query_params["figure"] = "AAAAA-AAAAA"
    page.run()

    assert "No figure is known under this id" in page.warning[0].value


def test_a_figure_is_shown_without_an_id_where_none_can_be_kept(open_as, monkeypatch, tmp_path):
    (tmp_path / "state.sqlite").mkdir()
    page = open_as("STEERING", "pages/survival.py")
    monkeypatch.setenv("IOCORE_STATE_DATABASE_URL", f"sqlite:///{tmp_path / 'state.sqlite'}")
    components.passports.settings.cache_clear()
    page.run()

    assert not page.exception
    assert page.caption
    assert not any("Figure id" in text for text in captions(page))
