"""The data dictionary on screen: everybody may read it, and it says what the catalogue says."""

from dataclasses import replace

import pytest

from dashboard.controls.dictionary import PARTS
from queries.domains import catalogue
from queries.domains.catalogue import DOMAINS, fields_of
from queries.domains.dictionary_text import dictionary_text
from queries.domains.model import Field, Kind


def words(app) -> str:
    shown = [*app.markdown, *app.caption, *app.warning, *app.subheader]
    return "\n".join(str(element.value) for element in shown).replace("\\", "")


def tables(app):
    return [table.value for table in app.get("table")]


@pytest.fixture
def opened(open_as):
    return open_as("PUBLIC", "pages/dictionary.py").run()


def choose(app, domain: str):
    return app.selectbox(key="dictionary_domain").set_value(domain).run()


def look_for(app, text: str):
    return app.text_input(key="dictionary_search").set_value(text).run()


def show(app, part: str):
    return app.button_group(key="dictionary_part").set_value(part).run()


@pytest.mark.parametrize("code", DOMAINS)
def test_every_field_of_a_domain_stands_there_once(opened, code):
    app = choose(opened, code)

    shown = sorted(column for table in tables(app) for column in table["Column"])
    wanted = [f.name for name in catalogue.TABLES for f in fields_of(name, code)]
    assert shown == sorted(wanted)
    assert f"{DOMAINS[code].name}: {len(wanted)} fields in" in words(app)
    assert DOMAINS[code].definition in words(app)


def test_core_fields_and_endpoints_of_a_domain_come_with_their_definitions(opened):
    app = show(choose(opened, "HCC"), "Core fields")
    core = {use for table in tables(app) for use in table["Use"]}
    rules = DOMAINS["HCC"].endpoints
    (endpoints,) = tables(show(app, "Endpoints"))

    assert all("core" in use for use in core)
    assert list(endpoints["Code"]) == [rule.code for rule in rules]
    assert list(endpoints["Definition"]) == [rule.definition for rule in rules]


def test_a_field_says_type_unit_codes_condition_and_both_ranges(opened):
    app = look_for(choose(opened, "HCC"), "albumin g/l")

    (table,) = tables(app)
    (row,) = table.to_dict("records")
    assert row["Type, unit"] == "number, g/L"
    assert row["Hard range (usual range)"] == "10 to 60 (20 to 52)"
    assert (row["Use"], row["Applies when"], row["Codes"]) == ("core, adjust", "always", "—")


@pytest.mark.parametrize("part", PARTS)
def test_words_that_stand_nowhere_are_told_so_in_every_part(opened, part):
    app = look_for(show(opened, part), "zzz <b>*x*</b>")

    assert not app.exception
    assert tables(app) == []
    assert f"No entry under “{part}” holds “zzz <b>*x*</b>”." in words(app)


def test_the_files_are_the_fields_of_the_domain_and_the_document(opened):
    from dashboard.export import plain_csv
    from dashboard.tables.dictionary import field_rows, fields_of_domain
    from queries.domains.dictionary import dictionary_rows

    rows = fields_of_domain(dictionary_rows(), "HCC")
    text = plain_csv(field_rows(rows))

    assert len(opened.get("download_button")) == 2
    assert text.count("\r\n") == 1 + len(rows)
    assert "albumin_g_l,Albumin," in text
    assert "`albumin_g_l`" in dictionary_text()


def test_a_domain_that_is_written_down_is_offered_with_its_fields(open_as, monkeypatch):
    score = Field("made_up", "Made-up score", Kind.NUMBER, "points", core=True, definition="No.")
    domain = replace(DOMAINS["OTHER"], code="MADE_UP", name="A made-up domain")
    domain = replace(domain, fields=(*domain.fields, score))
    monkeypatch.setitem(catalogue.DOMAINS, "MADE_UP", domain)
    fields = catalogue.baseline_fields(catalogue.DOMAINS.values())
    monkeypatch.setitem(catalogue.TABLES, "baseline", fields)

    app = look_for(choose(open_as("PUBLIC", "pages/dictionary.py").run(), "MADE_UP"), "made-up")

    (table,) = tables(app)
    assert list(table["Column"]) == ["made_up"]
    assert "A made-up domain: " in words(app)
