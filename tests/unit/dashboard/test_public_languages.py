"""The catalogues of the public side: alike in all languages, and plain in English."""

import re
import string
from datetime import date

import pytest

from dashboard.texts.tongues import LANGUAGES, tongue
from queries.domains.catalogue import DOMAINS

OTHERS = LANGUAGES[1:]
ENGLISH = tongue("en")


def keys(texts) -> set[tuple[str, str, int]]:
    """Section, key and number of paragraphs."""
    return {
        (section, key, len(text) if isinstance(text, list) else 0)
        for section, entries in texts.items()
        for key, text in entries.items()
    }


def placeholders(text) -> list[str]:
    """Names to be filled in, sorted."""
    parts = text if isinstance(text, list) else [text]
    found = [name for part in parts for _, name, _, _ in string.Formatter().parse(part) if name]
    return sorted(found)


@pytest.mark.parametrize("code", OTHERS)
def test_every_language_has_exactly_the_keys_of_english(code):
    assert keys(tongue(code).texts) == keys(ENGLISH.texts)


@pytest.mark.parametrize("code", OTHERS)
def test_every_text_has_the_placeholders_of_its_english(code):
    for section, entries in ENGLISH.texts.items():
        for key, text in entries.items():
            other = tongue(code).texts[section][key]
            assert placeholders(other) == placeholders(text), f"{section}.{key}"


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_says_that_a_machine_made_it(code):
    assert tongue(code).say("language.status")


@pytest.mark.parametrize("code", OTHERS)
def test_no_sentence_of_a_translation_is_left_in_english(code):
    for section in ("counted", "outcome", "seen", "reading", "plain", "titles", "tables"):
        for key, text in ENGLISH.texts[section].items():
            same = {"seen.part"}
            if f"{section}.{key}" not in same:
                assert tongue(code).texts[section][key] != text, f"{section}.{key}"


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_is_bold_ends_where_markdown_sees_it(code):
    for entries in tongue(code).texts["reading"].values():
        for line in entries:
            assert line.count("**") == 2
            assert not re.search(r"[^\w\s*]\*\*\w", line), line


def test_english_words_are_those_of_the_domain_files():
    for domain in DOMAINS.values():
        assert ENGLISH.word(domain.code, "domains") == domain.name
        for technique in domain.techniques:
            assert ENGLISH.word(technique.code) == technique.label


@pytest.mark.parametrize(
    ("code", "number", "day", "period"),
    [
        ("en", "1,250", "30 June 2025", "2020 Q2 to 2020 Q3"),
        ("es", "1\u202f250", "30 de junio de 2025", "T2 2020 a T3 2020"),
        ("pt", "1.250", "30 de junho de 2025", "T2 2020 a T3 2020"),
        ("fr", "1\u202f250", "30 juin 2025", "T2 2020 à T3 2020"),
        ("de", "1.250", "30. Juni 2025", "Q2 2020 bis Q3 2020"),
        ("ja", "1,250", "2025年6月30日", "2020年第2四半期から2020年第3四半期"),
        ("zh", "1,250", "2025年6月30日", "2020年第2季度至2020年第3季度"),
        ("ko", "1,250", "2025년 6월 30일", "2020년 2분기~2020년 3분기"),
    ],
)
def test_numbers_and_dates_are_written_as_the_language_does(code, number, day, period):
    speaks = tongue(code)

    assert speaks.number(1250) == number
    assert speaks.day(date(2025, 6, 30)) == day
    assert speaks.period("2020 Q2 to 2020 Q3") == period


def test_an_unknown_language_is_english_and_an_unknown_code_its_own_word():
    assert tongue("xx").code == "en"
    assert ENGLISH.word("NEW") == "NEW"
    assert ENGLISH.word("NEW", otherwise="A new one") == "A new one"


def syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end."""
    bare = re.sub(r"(?<=[^laeiouy])e$|(?<=[^td])ed$", "", word.lower())
    return max(len(re.findall(r"[aeiouy]+", bare)), 1)


def reading_grade(text: str) -> float:
    """School year by Kincaid and others, Navy Research Branch Report 8-75 (1975)."""
    sentences = [part for part in re.split(r"[.!?:]+(?=\s|$)", text) if re.search(r"[a-z]", part)]
    words = re.findall(r"[A-Za-z]+(?:['-][A-Za-z]+)*", text)
    return (
        0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    )


def test_the_grade_is_that_of_the_formula_worked_by_hand():
    # 6 words, 1 sentence, 6 syllables; 5 words, 1 sentence, 13 syllables.
    assert reading_grade("The cat sat on the mat.") == pytest.approx(-1.45, abs=0.01)
    assert reading_grade("Registry physicians documented complications carefully.") > 20


PROSE = ["page.mission", "page.synthetic_means", "counted.not_alike", "counted.together"]
LISTS = list(ENGLISH.texts["reading"])


@pytest.mark.parametrize("key", PROSE)
def test_a_paragraph_for_everybody_is_readable_in_the_ninth_year_of_school(key):
    assert reading_grade(ENGLISH.say(key)) <= 9


@pytest.mark.parametrize("key", LISTS)
def test_a_list_for_everybody_is_readable_in_the_ninth_year_of_school(key):
    text = " ".join(ENGLISH.lines(key)).replace("**", "")

    assert reading_grade(text) <= 9


def test_the_sentence_of_an_outcome_is_plain():
    # Names of treatments are explained under "Words on this page".
    said = ENGLISH.say(
        "outcome.of_100", name="this", percent=46, lower=39, upper=52, when="two years later"
    )

    assert reading_grade(said) <= 9
