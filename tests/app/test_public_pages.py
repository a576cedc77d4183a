"""Public and advisory pages: the release and nothing else, with or without a registry."""

import io
import json
import re
import shutil

import pandas as pd
import pytest

from analytics.disclosure.figures import figure_leaks
from analytics.disclosure.payload import public_numbers
from dashboard.answers.published import provenance, published
from dashboard.export import csv_text
from dashboard.tables.released import HEADINGS, people_table
from dashboard.texts.tongues import tongue
from dashboard.wording import Words
from queries.engine import writing
from queries.releases.schema import placed, release, release_item

HIDDEN = "\u203911"
STANDING = "About 4,000 patients with 8 kinds of cancer, from 40 sites in 20 countries"
PAGES = {"summary": "PUBLIC", "advisory": "ADVISORY"}


def words(app) -> str:
    shown = [*app.markdown, *app.caption, *app.warning, *app.title, *app.subheader]
    return "\n".join(str(element.value) for element in shown).replace("\\", "")


def figures(app) -> list[dict]:
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


@pytest.fixture
def only_release(demo_home, tmp_path):
    """A folder that holds the release and no registry."""
    shutil.copy(demo_home / "release.sqlite", tmp_path / "release.sqlite")
    return tmp_path


@pytest.mark.parametrize("page", PAGES)
def test_a_page_stands_when_the_registry_does_not(open_as, only_release, at_home, page):
    script = open_as(PAGES[page], f"pages/{page}.py")
    at_home(only_release)

    app = script.run()

    assert not app.exception
    assert STANDING in words(app)
    assert app.get("plotly_chart")


def test_the_whole_frame_stands_for_the_public_without_a_registry(open_as, at_home, only_release):
    script = open_as("PUBLIC")
    at_home(only_release)

    app = script.run()

    assert not app.exception
    assert "SYNTHETIC DATA" in words(app)
    assert not (only_release / "registry.sqlite").exists()


@pytest.mark.parametrize("page", PAGES)
def test_before_the_first_release_a_page_says_what_to_do(open_as, at_home, tmp_path, page):
    script = open_as(PAGES[page], f"pages/{page}.py")
    at_home(tmp_path)

    app = script.run()

    assert not app.exception
    assert "Nothing has been released yet" in words(app)
    assert "iocore publish build" in words(app)


def altered(folder, change):
    engine = writing(f"sqlite:///{folder / 'release.sqlite'}")
    with placed(engine).begin() as connection:
        connection.execute(change)
    engine.dispose()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (release.update().values(is_synthetic=False), "is not synthetic"),
        (release_item.update().values(payload={}), "its seal does not fit"),
        (release.update().values(status="WITHDRAWN"), "Nothing has been released yet"),
    ],
    ids=["real data in a demo", "changed by hand", "withdrawn"],
)
def test_what_may_not_be_served_is_not(open_as, at_home, only_release, change, said):
    script = open_as("PUBLIC", "pages/summary.py")
    altered(only_release, change)
    at_home(only_release)

    app = script.run()

    assert said in words(app)
    assert not app.get("plotly_chart")


def texts_of(part) -> set[str]:
    if isinstance(part, str):
        return {part}
    parts = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return set().union(*(texts_of(one) for one in parts))


def tells_only(text, numbers) -> bool:
    """Whether every number in a text was released, or is a year, a band or a confidence level."""
    bare = re.sub(
        r"\b\d{4} Q\d\b|95 % CI|\d+ to \d+(?= %)|\d\d to \d\d|under 50|80 and over",
        "",
        text,
        flags=re.I,
    )
    return all(float(n.replace(",", "")) in numbers for n in re.findall(r"\d[\d,]*", bare))


@pytest.mark.parametrize("domain", ["Hepatocellular carcinoma", "Primary lung cancer"])
@pytest.mark.parametrize("page", PAGES)
def test_p7_figures_carry_released_numbers_only(open_as, page, domain):
    app = open_as(PAGES[page], f"pages/{page}.py").run()
    app.selectbox(key="released_domain").set_value(domain_code(domain)).run()
    numbers = public_numbers([item.payload for item in published().release.items]) | {11.0}
    layout = {row + part for row in range(40) for part in (0, 0.28, 0.5, 0.74)} | {-0.5, 25, 50, 75}
    sent = figures(app)

    assert len(sent) >= 2
    for figure in sent:
        labels = {text for text in texts_of(figure) if tells_only(text, numbers)}
        assert figure_leaks(figure, numbers | layout | {100.0}, labels, most=60) == ()


def domain_code(name):
    return next(domain.code for domain in published().domains if domain.name == name)


def test_d18_a_withheld_number_carries_its_mark_in_table_and_file(open_as):
    app = open_as("PUBLIC", "pages/summary.py").run()
    app.selectbox(key="released_domain").set_value("LUNG_P").run()
    told = published()
    frame = people_table(told.domain("LUNG_P"), Words())
    file = pd.read_csv(io.StringIO(csv_text(frame, provenance(told, "LUNG_P"))[1:]), dtype=str)

    assert not app.exception
    assert HIDDEN in frame["Patients (n)"].tolist()
    assert file["Patients (n)"].tolist() == frame["Patients (n)"].tolist()
    assert file["data"].eq("SYNTHETIC").all()
    assert f"{HIDDEN} means fewer than 11 or withheld" in words(app)


def test_the_public_reads_outcomes_in_plain_words_and_what_they_cannot_say(open_as):
    app = open_as("PUBLIC", "pages/summary.py").run()

    assert "Of 100 people treated with Conventional TACE, about" in words(app)
    assert re.search(r"about \d+ \(\d+ to \d+\) were alive two years later", words(app))
    assert "do not tell which one is better" in words(app)
    assert "Ask your doctor" in words(app)
    assert "Data up to 30 June 2025" in words(app)


LANGUAGES_TOLD = {
    "es": ("Resumen público", "De cada 100 personas tratadas con TACE convencional"),
    "de": ("Für die Öffentlichkeit", "Von 100 Menschen mit der Behandlung „Konventionelle TACE“"),
    "ja": ("一般の方への要約", "従来型TACEを受けた100人のうち"),
}


@pytest.mark.parametrize("code", LANGUAGES_TOLD)
def test_the_public_page_speaks_the_language_of_its_address(open_as, code):
    title, outcome = LANGUAGES_TOLD[code]
    script = open_as("PUBLIC", "pages/summary.py")
    script.query_params["language"] = tongue(code).name

    app = script.run()

    assert not app.exception
    assert app.title[0].value == title
    assert outcome in words(app)
    assert tongue(code).say("language.status") in [warning.value for warning in app.warning]


@pytest.mark.parametrize("asked", ["LUNG_P", "Primary lung cancer", "原発性肺がん"])
def test_an_address_holds_the_domain_whatever_the_language(open_as, asked):
    script = open_as("PUBLIC", "pages/summary.py")
    script.query_params["language"] = tongue("fr").name
    script.query_params["released_domain"] = asked

    app = script.run()

    assert app.selectbox(key="released_domain").value == "LUNG_P"
    assert "Cancer primitif du poumon" in words(app)


def test_a_chosen_domain_is_in_the_address_by_its_code(open_as):
    app = open_as("PUBLIC", "pages/summary.py").run()
    app.selectbox(key="released_domain").set_value("RCC").run()

    assert app.query_params["released_domain"] in ("RCC", ["RCC"])


def test_the_groups_of_a_domain_are_all_told(open_as):
    told = published_at(open_as)
    frame = people_table(told.domain("HCC"), Words())

    assert set(frame["Of"]) == set(HEADINGS.values())
    assert {"Americas", "Female", "70 to 79", "Microwave ablation"} <= set(frame["Group"])


def published_at(open_as):
    open_as("PUBLIC", "pages/summary.py")
    return published()


@pytest.mark.parametrize("role", ["STEERING", "COORDINATING"])
def test_who_builds_and_who_approves_see_both_numbers_and_the_rule(open_as, role):
    app = open_as(role, "pages/releases.py").run()
    app.selectbox(key="reviewed_domain").set_value("LUNG_P").run()

    assert not app.exception
    assert "Release 1, built by Demo coordinator" in words(app)
    assert "not for publication" in words(app)
    rows = next(t.value for t in app.table if "Internal (n)" in t.value.columns)
    hidden = rows[rows["Public (n)"] == HIDDEN]
    assert {"few people", "for the sake of others"} == set(hidden["Rule"])
    assert hidden.loc[hidden["Rule"] == "few people", "Internal (n)"].astype(int).max() < 11


def test_a_review_without_any_release_says_how_to_build_one(open_as, at_home, demo_home, tmp_path):
    script = open_as("STEERING", "pages/releases.py")
    shutil.copy(demo_home / "registry.sqlite", tmp_path / "registry.sqlite")
    at_home(tmp_path)

    assert "Build one: iocore publish build" in words(script.run())
