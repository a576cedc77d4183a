"""What public and advisory readers see in another language: nothing of it is left in English."""

import re

import pytest

from dashboard.answers import published as answers
from dashboard.texts.tongues import LANGUAGES, tongue
from queries.errors import DatabaseUnavailable
from queries.releases import reading

OTHERS = LANGUAGES[1:]
ENGLISH = tongue("en")
# Names that are the same everywhere: of the source as its owner wrote it, and of the languages.
NAMES = {"SYNTHETIC", *(tongue(code).name for code in LANGUAGES)}


def shown(app) -> set[str]:
    """Every text of a page: words, headings of tables, cells, labels of buttons and choices."""
    elements = [*app.title, *app.subheader, *app.markdown, *app.caption, *app.warning, *app.info]
    texts = {str(element.value) for element in elements}
    for table in app.table:
        texts |= {*map(str, table.value.columns), *map(str, table.value.to_numpy().ravel())}
    for chosen in app.selectbox:
        texts |= {chosen.label, *chosen.options}
    texts |= {one.proto.label for one in app.get("download_button")}
    texts |= {one.label for one in app.expander}
    return {text.replace("\\", "") for text in texts if re.search(r"[A-Za-z]{3}", text)}


def alike(code: str) -> set[str]:
    """Texts that English and another language share, such as "CA 19-9"."""
    both = zip(spoken(ENGLISH), spoken(tongue(code)), strict=True)
    return {one for one, other in both if one == other}


def spoken(speaks) -> list[str]:
    return [str(text) for section in speaks.texts.values() for text in section.values()]


@pytest.fixture(scope="module")
def in_english():
    return {}


@pytest.mark.parametrize("code", OTHERS)
def test_no_text_of_the_advisory_page_is_left_in_english(open_as, in_english, code):
    if not in_english:
        in_english["page"] = shown(open_as("ADVISORY", "pages/advisory.py").run())
    script = open_as("ADVISORY", "pages/advisory.py")
    script.query_params["language"] = code
    app = script.run()

    assert not app.exception
    assert tongue(code).say("advisory.title") in {title.value for title in app.title}
    assert tongue(code).say("language.status") in {warning.value for warning in app.warning}
    assert (shown(app) & in_english["page"]) - NAMES - alike(code) == set()


def test_every_core_field_that_is_released_has_a_word_in_every_language(open_as):
    open_as("ADVISORY")
    released = {name for domain in answers.published().domains for name in domain.fields}

    for code in LANGUAGES:
        assert released - set(tongue(code).texts["fields"]) == set()


FAULTS = [
    DatabaseUnavailable(
        "The store of releases cannot be read.",
        "Try again in a minute; if it stays, tell the registry office.",
    ),
    RuntimeError("anything"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=["store", "fault"])
@pytest.mark.parametrize("page", ["summary", "advisory"])
def test_a_fault_is_told_in_the_readers_language(open_as, monkeypatch, fault, page):
    def fail():
        raise fault

    monkeypatch.setattr("dashboard.released.page.published", fail)
    script = open_as("ADVISORY", f"pages/{page}.py")
    script.query_params["language"] = "de"
    app = script.run()

    (told,) = [text.value for text in app.warning if "Maschinell" not in text.value]
    assert "registry office" not in told
    assert "Registerbüro" in told


def test_the_fault_sentences_of_the_catalogue_are_those_that_the_program_raises(
    tmp_path, monkeypatch
):
    (tmp_path / "release.sqlite").write_text("no database")
    with pytest.raises(DatabaseUnavailable) as refused:
        reading.current_release(f"sqlite:///{tmp_path / 'release.sqlite'}")
    reading.reading.cache_clear()

    for said in (refused.value.reason, refused.value.remedy):
        assert tongue("fr").fault(said) != said
    assert tongue("fr").fault("Something went wrong (ref 7F3K).").endswith("(réf. 7F3K).")
    assert tongue("en").fault("Something went wrong (ref 7F3K).") == (
        "Something went wrong (ref 7F3K)."
    )
    assert tongue("fr").fault("Of another kind.") == "Of another kind."


def test_menu_role_and_banner_of_a_reader_of_releases_follow_the_language(open_as):
    script = open_as("ADVISORY")
    script.query_params["language"] = "es"
    app = script.run()

    texts = shown(app)
    assert "Papel: Consejo asesor" in texts
    assert any("datos hasta el 30 de junio de 2025" in text for text in texts)
    assert "Role: Advisory board" not in texts


def test_the_language_is_kept_when_the_reader_goes_on_to_another_page(open_as):
    script = open_as("ADVISORY")
    script.run()
    script.switch_page("../pages/summary.py").run()
    next(one for one in script.button_group if one.key == "language").set_value("ja").run()
    script.switch_page("../pages/advisory.py").run()

    assert tongue("ja").say("advisory.title") in {title.value for title in script.title}
