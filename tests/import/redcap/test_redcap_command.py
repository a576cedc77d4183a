"""`iocore import redcap`: what it prints, what it refuses, and that its guide is true."""

import re
import sys
from pathlib import Path

import pytest

from dashboard import cli
from dashboard.settings import settings
from queries.engine import reading
from queries.importers.mapping import Rule
from queries.importers.redcap.names import ADDED
from queries.importers.redcap.plan import RedcapBlock, load_map
from queries.importers.redcap.project import FORMS

GUIDE = (Path(__file__).parents[3] / "docs" / "redcap.md").read_text(encoding="utf-8")


@pytest.fixture
def iocore(monkeypatch, tmp_path, capsys):
    """Run a command: `iocore("init")` -> code, output, error."""

    def run(*words, environment="local"):
        monkeypatch.setenv("IOCORE_ENVIRONMENT", environment)
        monkeypatch.setenv("IOCORE_HOME", str(tmp_path / "home"))
        monkeypatch.setenv("IOCORE_DATABASE_URL", "")
        monkeypatch.setattr(sys, "argv", ["iocore", *map(str, words)])
        settings.cache_clear()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        told = capsys.readouterr()
        return ended.value.code, told.out, told.err

    yield run
    settings.cache_clear()
    reading.cache_clear()


@pytest.fixture
def simple(shared):
    folder = shared / "data" / "redcap-exports" / "simple"
    plan = Path(__file__).parents[1] / "mappings" / "redcap-three-forms.toml"
    return folder / "data.csv", "--dictionary", folder / "dictionary.csv", "--map", plan


def test_a_dry_run_tells_what_would_become_of_every_row(iocore, simple, tmp_path):
    code, out, _ = iocore("import", "redcap", *simple, "--dry-run", "--report", tmp_path / "r.json")

    assert code == 0
    assert "5 rows = 3 loaded + 0 duplicate + 2 quarantined" in out
    assert "Dry run: nothing was written." in out
    assert "storybook" not in (tmp_path / "r.json").read_text(encoding="utf-8")
    assert "Nutmouse" not in (tmp_path / "r.json").read_text(encoding="utf-8")


def test_an_export_is_loaded(iocore, simple):
    code, out, _ = iocore("import", "redcap", *simple, "--cutoff", "2025-06-30")

    assert code == 0
    assert "Snapshot 1 is now the current one." in out


def test_without_a_map_another_project_is_refused(iocore, simple):
    code, _, err = iocore("import", "redcap", *simple[:3])

    assert code == 3
    assert "registry's own project" in err


def test_a_demo_takes_no_real_export(iocore, simple):
    code, _, err = iocore("import", "redcap", *simple, environment="demo")

    assert code == 3
    assert "generated data only" in err


def test_an_export_without_its_dictionary_is_wrong_usage(iocore, simple):
    assert iocore("import", "redcap", simple[0])[0] == 2


def test_the_dictionary_of_the_own_project_is_written_without_an_export(iocore, tmp_path):
    code, out, _ = iocore("import", "redcap", "--write-dictionary", tmp_path / "d.csv")

    assert code == 0
    assert "d.csv" in out
    assert (tmp_path / "d.csv").read_text(encoding="utf-8").startswith("Variable / Field Name")


@pytest.mark.parametrize("missing", ["data.csv", "dictionary.csv", "map.toml"])
def test_a_file_that_is_not_there_is_refused(iocore, tmp_path, simple, missing):
    words = [simple[0], *simple[1:]]
    place = {"data.csv": 0, "dictionary.csv": 2, "map.toml": 4}[missing]
    words[place] = tmp_path / missing

    code, _, err = iocore("import", "redcap", *words)

    assert code == 3
    assert "cannot be read" in err


@pytest.mark.parametrize("model", [RedcapBlock, Rule], ids=lambda model: model.__name__)
def test_every_key_of_a_map_is_in_the_guide_or_in_that_of_mappings(model):
    mappings = (Path(__file__).parents[3] / "docs" / "mapping.md").read_text(encoding="utf-8")

    assert [name for name in model.model_fields if f"`{name}`" not in GUIDE + mappings] == []


@pytest.mark.parametrize("word", [*ADDED, *FORMS, "--cutoff", "--missing", "--unknown"])
def test_what_the_guide_has_to_name_is_there(word):
    assert f"`{word}" in GUIDE


def test_the_worked_example_is_a_map_that_fits(tmp_path):
    path = tmp_path / "example.toml"
    path.write_text(re.search(r"```toml\n(.*?)```", GUIDE, flags=re.DOTALL)[1], encoding="utf-8")

    assert {block.form for block in load_map(path).table} == {"enrol", "session", "exit"}
